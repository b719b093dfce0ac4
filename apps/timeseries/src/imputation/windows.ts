import type { DatasetSeries } from '@romae/datasets'
import { fromGrid, type TimeSeries } from '@romae/timeseries'

/** Samples of one length over the same channels, one value an hour. */
export interface Windows {
  readonly count: number
  readonly steps: number
  /** Their names. */
  readonly channels: readonly string[]
  /** `[count, steps, channels]`, NaN where nothing is known. */
  readonly values: Float32Array
}

/** Windows with other values. @param values `[count, steps, channels]` */
export function withValues(windows: Windows, values: Float32Array): Windows {
  return { ...windows, values }
}

/** Where a value is. */
export function placeOf({ steps, channels }: Windows, window: number, step: number, channel: number): number {
  return (window * steps + step) * channels.length + channel
}

/** Each window as a series whose times are its steps. */
export function seriesOf(windows: Windows, name: string): TimeSeries[] {
  const { count, steps, channels, values } = windows
  return Array.from({ length: count }, (_, window) =>
    fromGrid({
      id: `${name} ${window + 1}`,
      names: channels,
      values: channels.map((_, channel) =>
        Float64Array.from({ length: steps }, (_, step) => values[placeOf(windows, window, step, channel)]!),
      ),
    }),
  )
}

/**
 * Windows of series whose times count steps.
 *
 * @param stride steps from one window's start to the next; a series shorter than a window gives one that ends in missing values
 * @param length of the series in steps
 */
export function windowsOf(
  series: readonly DatasetSeries[],
  channels: readonly string[],
  { steps, stride, length }: { readonly steps: number; readonly stride: number; readonly length: number },
): Windows {
  const each = Math.floor((length - steps) / stride) + 1
  const count = series.length * each
  const values = new Float32Array(count * steps * channels.length).fill(Number.NaN)
  const windows = { count, steps, channels, values }
  series.forEach((one, index) => {
    one.channels.forEach((channel, at) => {
      channel.times.forEach((time, entry) => {
        const first = Math.max(0, Math.ceil((time - steps + 1) / stride))
        for (let window = first; window < each && window * stride <= time; window++) {
          values[placeOf(windows, index * each + window, time - window * stride, at)] = channel.values[entry]!
        }
      })
    })
  })
  return windows
}
