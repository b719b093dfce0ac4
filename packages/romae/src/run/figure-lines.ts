import { formatSpread, type Spread } from './seeds.ts'

/** Figures as lines for the terminal: each with its deviation over seeds, or else with the interval of the one run. */
export function figureLines(
  figures: readonly (readonly [name: string, spread: Spread])[],
  intervals: Readonly<Record<string, readonly [lower: number, upper: number]>> | null,
): string[] {
  const width = Math.max(14, ...figures.map(([name]) => name.length + 2))
  return figures.map(([name, spread]) => {
    const interval = intervals?.[name]
    const within = interval === undefined ? '' : `   95 %: ${interval.map((end) => end.toFixed(4)).join(' to ')}`
    return `  ${name.padEnd(width)}${formatSpread(spread)}${within}`
  })
}

/** The figures of one run. */
export function figureLinesOfOne(
  figures: Readonly<Record<string, number>>,
  intervals: Parameters<typeof figureLines>[1],
): string[] {
  const alone = Object.entries(figures).map(([name, mean]) => [name, { mean, std: null }] as const)
  return figureLines(alone, intervals)
}
