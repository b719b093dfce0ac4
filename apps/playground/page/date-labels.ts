import type uPlot from 'uplot'

/**
 * Dates as no country reads them otherwise: by seconds between ticks what each says, and below it what is new at the first tick, at a new
 * year, at a new day and at a new minute.
 */
const labels: readonly (readonly [
  step: number,
  label: string,
  year: string | null,
  day: string | null,
  minute: string | null,
])[] = [
  [31_536_000, '{YYYY}', null, null, null],
  [2_419_200, '{MMM}', '\n{YYYY}', null, null],
  [86_400, '{D} {MMM}', '\n{YYYY}', null, null],
  [60, '{HH}:{mm}', '\n{D} {MMM} {YYYY}', '\n{D} {MMM}', null],
  [1, '{HH}:{mm}:{ss}', '\n{D} {MMM} {YYYY}', '\n{D} {MMM}', null],
  [0.001, '{ss}.{fff}', '\n{D} {MMM} {YYYY} {HH}:{mm}', '\n{D} {MMM} {HH}:{mm}', '\n{HH}:{mm}'],
]

/** As an axis of uPlot takes them. */
export const dateLabels = labels.map(([step, label, year, day, minute]) => {
  return [step, label, year, null, day, null, minute, null, 1]
}) as uPlot.Axis.Values
