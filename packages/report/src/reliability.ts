import type { ChartSection } from './report.ts'

/** How many of some values lay within intervals of one coverage. */
export interface ReliabilityPoint {
  /** The coverage that was promised, above 0 and below 1. */
  readonly nominal: number
  /** Values that lay within, of so many. */
  readonly within: number
  readonly count: number
}

/** The 97.5 % quantile of the normal distribution: 95 % lie between it and its mirror image. */
const Z = 1.959963984540054

/**
 * A reliability diagram: the coverage that intervals reached beside the one that they promised, with the 95 % interval that the number of
 * values leaves (Wilson 1927).
 *
 * @param points in ascending order of what was promised
 * @param what is measured, for the caption: `3 channels of the last 200 rows`
 */
export function reliabilitySection(points: readonly ReliabilityPoint[], what: string): ChartSection {
  const x = points.map(({ nominal }) => 100 * nominal)
  const ends = points.map(wilson)
  const low = {
    label: 'lower end of its 95 % interval',
    x,
    y: ends.map(([low]) => 100 * low),
    style: 'dashed' as const,
  }
  return {
    kind: 'chart',
    heading: 'Reliability',
    width: 'half',
    height: 240,
    caption:
      `The share of ${what} that lay within intervals of 50 to 95 %. Above “as promised” intervals are too wide, below too narrow. ` +
      'The band is what chance leaves open where values are independent; neighbours are not, so that chance leaves more.',
    x: { label: 'coverage promised, %' },
    y: { label: 'coverage reached, %' },
    series: [
      { label: 'reached', x, y: points.map(({ within, count }) => (100 * within) / count), style: 'line-and-points' },
      { label: 'as promised', x, y: x },
      {
        label: 'upper end of its 95 % interval',
        x,
        y: ends.map(([, high]) => 100 * high),
        style: 'dashed',
        downTo: low.label,
      },
      low,
    ],
  }
}

/** The score interval of a proportion. */
function wilson({ within, count }: ReliabilityPoint): [low: number, high: number] {
  const share = within / count
  const square = Z ** 2 / count
  const middle = (share + square / 2) / (1 + square)
  const half = (Z / (1 + square)) * Math.sqrt((share * (1 - share)) / count + square / (4 * count))
  return [Math.max(0, middle - half), Math.min(1, middle + half)]
}
