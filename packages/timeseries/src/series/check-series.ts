import { errors } from '../errors.ts'
import { checkNames } from './channel-names.ts'
import type { SeriesChannel, TimeSeries } from './series.ts'

/** What a series has to look like for whoever checks it; what is left out is free. */
export interface SeriesShape {
  readonly channels?: number
  /** Extra columns in each channel. */
  readonly extras?: number
}

/**
 * Throws unless the series keeps the promises of its type: the right number of channels and columns, names on all channels
 * or none, columns of one length, times finite and strictly increasing, values finite or NaN, extras finite wherever there
 * is a value.
 */
export function checkSeries(series: TimeSeries, shape: SeriesShape = {}): void {
  const { id, channels } = series
  if (typeof id !== 'string') throw errors.TIMESERIES_NOT_A_SERIES({ what: 'its id', expected: 'a string', got: id })
  if (!Array.isArray(channels)) {
    throw errors.TIMESERIES_NOT_A_SERIES({ what: 'its channels', expected: 'an array', got: channels })
  }
  const expected = shape.channels ?? Math.max(1, channels.length)
  if (channels.length !== expected) throw errors.TIMESERIES_CHANNEL_COUNT({ id, expected, got: channels.length })
  checkNames(id, channels)
  channels.forEach((channel, index) => {
    checkColumns(id, index, channel, shape.extras)
    checkTimes(id, index, channel.times)
    checkValues(id, index, channel)
  })
}

function checkColumns(id: string, channel: number, { times, values, extras = [] }: SeriesChannel, expected?: number) {
  if (expected !== undefined && extras.length !== expected) {
    throw errors.TIMESERIES_EXTRAS_COUNT({ id, channel, expected, got: extras.length })
  }
  const columns: [string, Float64Array][] = [
    ['times', times],
    ['values', values],
  ]
  extras.forEach((column, index) => {
    columns.push([`extras[${index}]`, column])
  })
  for (const [column, data] of columns) {
    if (!(data instanceof Float64Array)) {
      const what = `${column} of channel ${channel} of series "${id}"`
      throw errors.TIMESERIES_NOT_A_SERIES({ what, expected: 'a Float64Array', got: data })
    }
    const { length } = data
    if (length !== times.length) {
      throw errors.TIMESERIES_COLUMN_LENGTH({ id, channel, column, expected: times.length, got: length })
    }
  }
}

function checkTimes(id: string, channel: number, times: Float64Array) {
  for (let index = 0; index < times.length; index++) {
    const time = times[index]!
    if (!Number.isFinite(time)) throw errors.TIMESERIES_TIME_NOT_FINITE({ id, channel, index, got: time })
    if (index > 0 && time <= times[index - 1]!) {
      throw errors.TIMESERIES_TIME_ORDER({ id, channel, index, previous: times[index - 1]!, time })
    }
  }
}

function checkValues(id: string, channel: number, { times, values, extras = [] }: SeriesChannel) {
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!
    if (Number.isNaN(value)) continue
    const bad = Number.isFinite(value) ? extras.find((column) => !Number.isFinite(column[index]))?.[index] : value
    if (bad !== undefined) throw errors.TIMESERIES_VALUE_NOT_FINITE({ id, channel, time: times[index]!, got: bad })
  }
}
