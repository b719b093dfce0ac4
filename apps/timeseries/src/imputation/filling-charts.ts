import type { ChartSection } from '@romae/report'
import type { Hidden } from './hide-values.ts'
import { placeOf } from './windows.ts'

/** How many windows a report shows. */
const SHOWN = 4

/** Of each of the first windows the channel of which most is hidden: what was seen, what was hidden, what it was filled with. */
export function fillingCharts(hidden: Hidden, filled: Float32Array): ChartSection[] {
  const { seen, truth } = hidden
  const { count, steps, channels } = truth
  const placesOf = (window: number, channel: number) =>
    Array.from({ length: steps }, (_, step) => ({ step, place: placeOf(truth, window, step, channel) }))
  const isHidden = ({ place }: { readonly place: number }) =>
    Number.isNaN(seen.values[place]) && !Number.isNaN(truth.values[place])
  const withMost = (window: number) => {
    const counts = channels.map((_, channel) => placesOf(window, channel).filter(isHidden).length)
    return { window, channel: counts.indexOf(Math.max(...counts)), most: Math.max(...counts) }
  }
  const shown = Array.from({ length: count }, (_, window) => window)
    .map(withMost)
    .filter(({ most }) => most > 0)
    .slice(0, SHOWN)
  return shown.map(({ window, channel }) => {
    const places = placesOf(window, channel)
    const points = (label: string, values: Float32Array, some: typeof places) => ({
      label,
      x: some.map(({ step }) => step),
      y: some.map(({ place }) => values[place]!),
      style: 'points' as const,
    })
    const known = places.filter(({ place }) => !Number.isNaN(seen.values[place]))
    const series = [
      points('seen', seen.values, known),
      points('hidden', truth.values, places.filter(isHidden)),
      points('filled', filled, places.filter(isHidden)),
    ]
    return {
      kind: 'chart',
      heading: `Test window ${window + 1}: ${channels[channel]}`,
      width: 'half',
      height: 240,
      x: { label: 'hours' },
      y: { label: 'standard deviations' },
      series: series.filter(({ x }) => x.length > 0),
    }
  })
}
