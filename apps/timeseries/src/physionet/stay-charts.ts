import { physioNetVariables } from '@romae/datasets'
import type { ChartSection } from '@romae/report'
import type { FilledSeries } from './hidden-times.ts'

/** How many stays a report shows. */
const SHOWN = 4

/** Heart rates of the first stays that have some at hidden times: what was seen, what was hidden, what was predicted. */
export function stayCharts(stays: readonly FilledSeries[]): ChartSection[] {
  const channel = physioNetVariables.indexOf('HR')
  return stays
    .map((stay) => pointsOf(stay, channel))
    .filter(({ hidden }) => hidden.x.length > 0)
    .slice(0, SHOWN)
    .map(({ seen, hidden, predicted }, index) => ({
      kind: 'chart',
      heading: `Test stay ${index + 1}: heart rate`,
      width: 'half',
      height: 240,
      x: { label: 'hours' },
      y: { label: 'standard deviations' },
      series: [
        { label: 'seen', ...seen, style: 'points' },
        { label: 'hidden', ...hidden, style: 'points' },
        { label: 'predicted', ...predicted, style: 'points' },
      ],
    }))
}

function pointsOf({ series, hidden, values, filled }: FilledSeries, channel: number) {
  const before = series.channels.slice(0, channel).reduce((sum, { times }) => sum + times.length, 0)
  const { times } = series.channels[channel]!
  const points = (of: ArrayLike<number>, mark: 0 | 1) => {
    const kept = [...times.keys()].filter((index) => hidden[before + index] === mark)
    return { x: kept.map((index) => times[index]! / 60), y: kept.map((index) => of[before + index]!) }
  }
  return { seen: points(values, 0), hidden: points(values, 1), predicted: points(filled, 1) }
}
