import type { CellTexts, ChannelText, SeriesChannel, TimeSeries } from './series.ts'

/** The channel's observations whose index `keep` accepts, copied. */
export function selectObservations(channel: SeriesChannel, keep: (index: number) => boolean): SeriesChannel {
  return mapColumns(
    channel,
    (column) => column.filter((_, index) => keep(index)),
    (texts) => texts.filter((_, index) => keep(index)),
  )
}

/** Applies one function to every column of a channel, and another to how the cells of every column are written. */
export function mapColumns(
  channel: SeriesChannel,
  map: (column: Float64Array) => Float64Array,
  mapTexts: (texts: CellTexts) => CellTexts,
): SeriesChannel {
  const { times, values, extras, text } = channel
  return {
    ...channel,
    times: map(times),
    values: map(values),
    ...(extras && { extras: extras.map(map) }),
    ...(text && { text: mapText(text, mapTexts) }),
  }
}

function mapText({ times, values, extras }: ChannelText, map: (texts: CellTexts) => CellTexts): ChannelText {
  return {
    ...(times && { times: map(times) }),
    ...(values && { values: map(values) }),
    ...(extras && { extras: extras.map((texts) => texts && map(texts)) }),
  }
}

/** The series with other channels. */
export function withChannels(series: TimeSeries, channels: readonly SeriesChannel[]): TimeSeries {
  return { ...series, channels }
}
