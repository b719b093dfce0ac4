import { physioNetVariables } from '@romae/datasets'
import type { ChartSection } from '@romae/report'
import type { FilledChannel } from './hidden-times.ts'

/** How many stays a report shows. */
const SHOWN = 4

/** Heart rates of the first stays that have some at hidden times: what was seen, what was hidden, what was predicted. */
export function stayCharts(stays: readonly (readonly FilledChannel[])[]): ChartSection[] {
  const heartRate = physioNetVariables.indexOf('HR')
  return stays
    .map((channels) => channels[heartRate]!)
    .filter(({ hidden }) => hidden.times.length > 0)
    .slice(0, SHOWN)
    .map(({ seen, hidden, predicted }, index) => ({
      kind: 'chart',
      heading: `Test stay ${index + 1}: heart rate`,
      width: 'half',
      height: 240,
      x: { label: 'hours' },
      y: { label: 'standard deviations' },
      series: [
        { label: 'seen', x: hours(seen.times), y: seen.values, style: 'points' },
        { label: 'hidden', x: hours(hidden.times), y: hidden.values, style: 'points' },
        { label: 'predicted', x: hours(hidden.times), y: predicted, style: 'points' },
      ],
    }))
}

function hours(minutes: Float64Array): Float64Array {
  return minutes.map((minute) => minute / 60)
}
