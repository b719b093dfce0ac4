import type { TimeSeries } from '@romae/timeseries'

/** How times are written in the file: each is that of some channel. */
export function timeTexts({ channels }: TimeSeries): Map<number, string> {
  const texts = new Map<number, string>()
  for (const { times, text } of channels) {
    times.forEach((time, entry) => {
      const written = text?.times?.[entry]
      if (typeof written === 'string') texts.set(time, written)
    })
  }
  return texts
}
