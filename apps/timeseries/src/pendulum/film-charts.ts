import type { ChartSection } from '@romae/report'
import type { Film } from './frames.ts'

/** How many films a report shows. */
const SHOWN = 4

/**
 * The sine of the angle in the first films, as it is and as predicted.
 *
 * @param predicted of each film: sine and cosine of every frame
 */
export function filmCharts(films: readonly Film[], predicted: readonly Float32Array[]): ChartSection[] {
  return films.slice(0, SHOWN).map(({ times, targets }, film) => {
    const sines = (pairs: Float32Array) => Array.from(times, (_, frame) => pairs[2 * frame]!)
    return {
      kind: 'chart',
      heading: `Test film ${film + 1}`,
      width: 'half',
      height: 240,
      x: { label: 'frame (0.01 s)' },
      y: { label: 'sine of the angle' },
      series: [
        { label: 'true', x: times, y: sines(targets), style: 'dashed' },
        { label: 'predicted', x: times, y: sines(predicted[film]!), style: 'points' },
      ],
    }
  })
}
