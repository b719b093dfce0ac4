import { type ChartSection, renderReport, type TableSection, trainingSections } from '@romae/report'
import type { LoggedEvent } from '@romae/trainer/node'
import type { City, FilledValues, Settings } from './experiment.ts'
import { channels, startOfYear } from './weather.ts'

/** What the report shows. */
export interface Results {
  readonly settings: Settings
  readonly cities: readonly City[]
  readonly filled: Readonly<Record<string, FilledValues>>
  /** `[method][channel]` */
  readonly errors: Readonly<Record<string, readonly number[]>>
  readonly events: readonly LoggedEvent[]
  readonly facts: readonly (readonly [label: string, value: string])[]
}

/** Days of the test year that the curves show. */
const shown = { from: 90, to: 180 }

/** The whole run as one HTML page. */
export function weatherReport(results: Results): string {
  const { settings, cities, filled, events } = results
  const city = cities[0]!
  const curves = channels.map((_, channel) => curve(city, channel, filled.RoMAE![0]![channel]!, settings))
  return renderReport({
    title: 'Filling the gaps of daily weather',
    subtitle:
      `${cities.map(({ name }) => name).join(' and ')}: trained on the years before ${settings.testYear}; ` +
      `${settings.hiddenFraction * 100} % of ${settings.testYear} hidden, channel by channel`,
    sections: [
      errorTable(results),
      ...curves,
      ...trainingSections(events, { name: 'Pre-training', lossLabel: 'squared error, in standard deviations' }),
      { kind: 'facts', heading: 'The run', facts: results.facts },
    ],
  })
}

function errorTable({ errors }: Results): TableSection {
  return {
    kind: 'table',
    heading: 'Error of the hidden values',
    caption: 'Root mean squared error over both cities; the lowest of each column is marked.',
    columns: [
      { label: 'method' },
      ...channels.map(({ label, unit }) => ({ label: `${label} (${unit})`, decimals: 2, best: 'lowest' as const })),
    ],
    rows: Object.entries(errors).map(([method, values]) => [method, ...values]),
  }
}

function curve(city: City, channel: number, filled: Float64Array, { testYear }: Settings): ChartSection {
  const { label, unit } = channels[channel]!
  const start = startOfYear(testYear)
  const points = (times: Float64Array, values: Float64Array) => {
    const inside = [...times.keys()].filter((index) => {
      const day = times[index]! - start
      return day >= shown.from && day < shown.to
    })
    return { x: inside.map((index) => times[index]! - start), y: inside.map((index) => values[index]!) }
  }
  const observed = city.observed.channels[channel]!
  const hidden = city.hidden.channels[channel]!
  return {
    kind: 'chart',
    heading: `${city.name}: ${label}`,
    width: 'half',
    x: { label: `day of ${testYear}` },
    y: { label: unit },
    series: [
      { label: 'observed', ...points(observed.times, observed.values), style: 'points' },
      { label: 'hidden', ...points(hidden.times, hidden.values), style: 'points' },
      { label: 'filled by RoMAE', ...completed(observed, hidden.times, filled, points) },
    ],
  }
}

/** The filled curve: observed values where there are any, the model's elsewhere. */
function completed(
  observed: { readonly times: Float64Array; readonly values: Float64Array },
  hiddenTimes: Float64Array,
  filled: Float64Array,
  points: (times: Float64Array, values: Float64Array) => { x: number[]; y: number[] },
): { x: number[]; y: number[] } {
  const entries = [
    ...Array.from(observed.times, (time, index) => [time, observed.values[index]!] as const),
    ...Array.from(hiddenTimes, (time, index) => [time, filled[index]!] as const),
  ].sort(([a], [b]) => a - b)
  return points(
    Float64Array.from(entries, ([time]) => time),
    Float64Array.from(entries, ([, value]) => value),
  )
}
