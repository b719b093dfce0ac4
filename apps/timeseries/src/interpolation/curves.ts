import { fromGrid, type TimeSeries } from '@romae/timeseries'

/** Curves at the times that they share, with and without noise, and which points are to be predicted. */
export interface Curves {
  readonly count: number
  readonly length: number
  /** `[length]` */
  readonly times: Float64Array
  /** `[count, length, channels]` */
  readonly clean: Float32Array
  /** `[count, length, channels]` */
  readonly noisy: Float32Array
  /** `[count, length]`: 1 = masked, to be predicted; 0 = observed. */
  readonly mask: Uint8Array
}

/** A split's noisy curves as series. */
export function noisySeries({ count, length, times, noisy }: Curves, name: string): TimeSeries[] {
  return seriesOf(noisy, { count, length, times }, name)
}

/** Curves as series: one channel for each number of a point. */
function seriesOf(
  values: Float32Array,
  { count, length, times }: Pick<Curves, 'count' | 'length' | 'times'>,
  name: string,
): TimeSeries[] {
  const channels = count === 0 ? 0 : values.length / (count * length)
  return Array.from({ length: count }, (_, curve) =>
    fromGrid({
      id: `${name}-${curve}`,
      times,
      values: Array.from({ length: channels }, (_, channel) =>
        Array.from({ length }, (_, point) => values[(curve * length + point) * channels + channel]!),
      ),
    }),
  )
}
