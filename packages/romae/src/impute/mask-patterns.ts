import { type Gap, gapsOf, type TimeSeries } from '@romae/timeseries'
import type { PretrainMaskPattern } from '@romae/trainer'

/** How many lengths of gaps a pattern lists: of more, that many are picked evenly from the shortest to the longest. */
const MOST_SPANS = 64
/** What part of the samples is masked like gaps, where there are some; the others by single values. */
const LIKE_GAPS = 0.5

/** What is masked of a sample where gaps are to be filled, and where single values are. */
const OF_GAPS = 0.5
const OF_SCATTERED = 0.3

/**
 * The fraction of a sample that training masks. Of single values that are missing, most neighbours are known: a model that always
 * had to do without half of them learns less from the nearest.
 *
 * @param heldOutPattern what is to be filled is like, as `--held-out-pattern` has it
 */
export function maskRatioFor(heldOutPattern: string): number {
  return heldOutPattern === 'scattered' ? OF_SCATTERED : OF_GAPS
}

/**
 * Masks for a model that is to fill these series: half of them like the series' own gaps, by their lengths and by whether they are
 * of one channel or of all, and half scattered. Where there are no gaps, scattered alone.
 *
 * @param positions how many positions apart two rows are, typically
 * @param longest the longest gap that a window can show, in positions
 */
export function patternsLike(
  series: readonly TimeSeries[],
  positions: number,
  longest: number,
): readonly PretrainMaskPattern[] {
  const gaps = gapsOf(series)
  const channels = series[0]?.channels.length ?? 1
  const together = gaps.filter((gap) => gap.channels.length > channels / 2)
  const alone = gaps.filter((gap) => gap.channels.length <= channels / 2)
  const share = (some: readonly Gap[]) => (LIKE_GAPS * some.length) / gaps.length
  const spans = (some: readonly Gap[]) => lengthsOf(some).map((rows) => Math.min(rows * positions, longest))
  return [
    { kind: 'scattered', share: gaps.length === 0 ? 1 : 1 - LIKE_GAPS },
    ...(together.length > 0 ? [{ kind: 'gaps', share: share(together), spans: spans(together) } as const] : []),
    ...(alone.length > 0 ? [{ kind: 'gaps', share: share(alone), spans: spans(alone), channels: 'one' } as const] : []),
  ]
}

/** Their lengths in rows, each as often as there are such gaps, as far as the list may be long. */
function lengthsOf(gaps: readonly Gap[]): number[] {
  const lengths = gaps.map(({ rows }) => rows).sort((a, b) => a - b)
  if (lengths.length <= MOST_SPANS) return lengths
  return Array.from({ length: MOST_SPANS }, (_, index) => {
    return lengths[Math.round((index * (lengths.length - 1)) / (MOST_SPANS - 1))]!
  })
}
