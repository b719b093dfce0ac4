import { createRandom } from '@romae/core'
import { checkedElsewhere, type OptionsOf, type Schema } from '@romae/internal/options'
import { readOptions } from './check-options.ts'
import { unitsOf } from './evaluation/grouped.ts'

const schema = {
  resamples: { kind: 'integer', least: 20, most: 1e6, default: 1000, help: 'how often samples are drawn anew' },
  level: { kind: 'number', above: 0, below: 1, default: 0.95, help: 'how much of the figures lies within an interval' },
  seed: { kind: 'integer', least: 0, default: 0, help: 'of the draws' },
  groups: {
    ...checkedElsewhere<readonly (string | number)[]>(),
    help: 'what a sample belongs to, one a sample: a patient, a speaker. Whole groups are drawn then, as samples of one group say much the same',
  },
} as const satisfies Schema

/** How intervals are made. */
export interface BootstrapOptions extends OptionsOf<typeof schema> {}

/** Where a figure lies that other samples of the same kind would have given. */
export type FigureInterval = readonly [lower: number, upper: number]

/**
 * Intervals of figures by the percentile bootstrap (Efron, 1979): samples are drawn with replacement, as many as there are, and the
 * figures are computed of each draw. They say how much a figure owes to which samples were tested, not how another training would have
 * turned out.
 *
 * @param samples how many there are
 * @param figuresOf figures by name, each sample counting so often; one that is no number in a draw is left out of it
 * @throws RomaeError `TRAINER_OPTION`, `TRAINER_UNKNOWN_OPTION`, `TRAINER_COUNT_MISMATCH` where groups do not fit
 */
export function bootstrapIntervals<Name extends string>(
  samples: number,
  figuresOf: (weights: Float64Array) => Readonly<Record<Name, number>>,
  options: BootstrapOptions = {},
): Readonly<Record<Name, FigureInterval>> {
  const { resamples, level, seed, groups } = readOptions('bootstrapIntervals', schema, options)
  const units = unitsOf(new Array<string>(samples).fill(''), groups)
  const random = createRandom(seed, 'bootstrap')
  const found = new Map<Name, number[]>()
  const weights = new Float64Array(samples)
  for (let draw = 0; draw < resamples; draw++) {
    weights.fill(0)
    for (let drawn = 0; drawn < units.length; drawn++) {
      for (const sample of units[random.integer(units.length)]!.samples) weights[sample]!++
    }
    for (const [name, value] of Object.entries(figuresOf(weights)) as [Name, number][]) {
      if (!found.has(name)) found.set(name, [])
      if (Number.isFinite(value)) found.get(name)!.push(value)
    }
  }
  const intervals = [...found].map(([name, values]) => [name, percentiles(values, (1 - level) / 2)] as const)
  return Object.fromEntries(intervals) as Record<Name, FigureInterval>
}

/** The values of which `tail` are below and above. */
function percentiles(values: number[], tail: number): FigureInterval {
  values.sort((a, b) => a - b)
  const at = (share: number) => {
    const place = share * (values.length - 1)
    const [low, high] = [values[Math.floor(place)]!, values[Math.ceil(place)]!]
    return low + (high - low) * (place - Math.floor(place))
  }
  return [at(tail), at(1 - tail)]
}
