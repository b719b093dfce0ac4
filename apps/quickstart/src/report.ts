import { type ChartSection, renderReport, type TableSection, trainingSections } from '@romae/report'
import type { TimeSeries } from '@romae/timeseries'
import type { LoggedEvent } from '@romae/trainer/node'
import type { City, Settings } from './experiment.ts'
import type { Errors, FilledTask } from './methods.ts'
import { channels, startOfYear } from './weather.ts'

/** What the report shows. */
export interface Results {
  readonly settings: Settings
  /** With what the first mask hides, and how that was filled. */
  readonly cities: readonly City[]
  readonly filled: FilledTask
  readonly errors: { readonly scattered: Errors; readonly blocks: Errors }
  /** Of the first model. */
  readonly events: readonly LoggedEvent[]
  readonly facts: readonly (readonly [label: string, value: string])[]
}

/** The whole run as one HTML page. */
export function weatherReport({ settings, cities, filled, errors, events, facts }: Results): string {
  const [byModels] = filled.values()
  const curves = cities.flatMap((city, index) =>
    channels.map((_, channel) => curve(city, byModels![index]!, channel, settings)),
  )
  const { masks, blockDays, hiddenFraction, testYear } = settings
  return renderReport({
    title: 'Filling the gaps of daily weather',
    subtitle: `${cities.map(({ name }) => name).join(' and ')}: trained on the years before ${testYear}, filled in ${testYear}`,
    sections: [
      errorTable(
        errors.scattered,
        `Half of the values hidden`,
        `${hiddenFraction * 100} % of each channel’s values are hidden; mean of ${masks} masks.`,
      ),
      errorTable(errors.blocks, `Blocks of ${blockDays} days hidden`, 'No channel has a value in them.'),
      ...curves,
      ...trainingSections(events, { name: 'Pre-training', lossLabel: 'squared error, in standard deviations' }),
      { kind: 'facts', heading: 'The run', facts },
    ],
  })
}

function errorTable(errors: Errors, heading: string, what: string): TableSection {
  return {
    kind: 'table',
    heading,
    caption: `Root mean squared error over both cities; the lowest of each column is marked. ${what}`,
    columns: [
      { label: 'method' },
      ...channels.map(({ label, unit }) => ({ label: `${label} (${unit})`, decimals: 2, best: 'lowest' as const })),
    ],
    rows: Object.entries(errors).map(([method, values]) => [method, ...values]),
  }
}

/** The whole year of one channel: what was observed, what was hidden, and the filled curve. */
function curve(
  { name, kept, hidden }: City,
  filled: TimeSeries,
  channel: number,
  { testYear }: Settings,
): ChartSection {
  const { label, unit } = channels[channel]!
  const start = startOfYear(testYear)
  const points = ({ times, values }: TimeSeries['channels'][number]) => ({
    x: times.map((time) => time - start),
    y: values,
  })
  return {
    kind: 'chart',
    heading: `${name}: ${label}`,
    width: 'half',
    x: { label: `day of ${testYear}` },
    y: { label: unit },
    series: [
      { label: 'observed', ...points(kept.channels[channel]!), style: 'points' },
      { label: 'hidden', ...points(hidden.channels[channel]!), style: 'points' },
      { label: 'filled by RoMAE', ...points(filled.channels[channel]!) },
    ],
  }
}
