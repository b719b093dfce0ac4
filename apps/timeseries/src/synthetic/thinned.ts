import { chooseIndices, createRandom, type Random } from '@romae/internal/random'
import type { TimeSeries } from '@romae/timeseries'
import type { SampleSource } from '@romae/trainer/node'

/** The least and the most points that are seen of a series. */
const SEEN = [3, 10] as const

/**
 * Series of which a different number of points is seen each time: as many are left of a series that the mask ratio shows 3 to
 * 10 of them, so that one ratio, and one shape of the model, serves all.
 */
export function thinnedSamples(series: readonly TimeSeries[], maskRatio: number): SampleSource<TimeSeries> {
  return {
    length: series.length,
    tokenCounts: series.map(({ channels }) => channels[0]!.times.length),
    fingerprint: `points so that ${SEEN.join(' to ')} are seen at a mask ratio of ${maskRatio}`,
    sample: (index, random) => thinned(series[index]!, maskRatio, random),
  }
}

/** The same, chosen once. */
export function thinnedSeries(series: readonly TimeSeries[], maskRatio: number, seed: number): TimeSeries[] {
  return series.map((one, index) => thinned(one, maskRatio, createRandom(seed, 'thinned', index)))
}

function thinned({ id, channels }: TimeSeries, maskRatio: number, random: Random): TimeSeries {
  const seen = SEEN[0] + random.integer(SEEN[1] - SEEN[0] + 1)
  const { length } = channels[0]!.times
  const kept = chooseIndices(length, Math.min(length, Math.round(seen / (1 - maskRatio))), random).sort()
  const pick = (all: Float64Array) => Float64Array.from(kept, (point) => all[point]!)
  return { id, channels: channels.map(({ times, values }) => ({ times: pick(times), values: pick(values) })) }
}
