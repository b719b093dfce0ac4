import { count, type Schema, type ValueOf } from '@romae/internal/options'
import type { Tokens } from '@romae/tokenizer'
import { errors } from '../errors.ts'
import type { SeriesChannel, TimeSeries } from '../series/series.ts'
import { toTimeGrid } from '../series/time-grid.ts'
import { defineTokenizer, type OptionsWith, type ResolvedWith } from './define-tokenizer.ts'
import { interpolateChannel } from './interpolate.ts'
import { fixedScaling, scalingOf } from './scaling.ts'
import { keptIndices } from './thin.ts'
import { timeOf, timePositions } from './time-axis.ts'
import type { TokenizerFactory } from './tokenizer.ts'

const NAME = 'timeseries/timesteps'

/**
 * What stands in a token where a channel has no value at its time.
 *
 * - `error`: nothing; such a series is refused
 * - `zero`: 0 after standardisation, i.e. the mean if the values are standardised
 * - `interpolate`: the straight line between the channel's observed neighbours, in the series' own units
 * - `indicator`: 0, and every token ends with one more number a channel: 1 = missing, 0 = observed
 */
export type MissingValues = ValueOf<typeof schema.missing>

const schema = {
  missing: {
    kind: 'choice',
    of: ['error', 'zero', 'interpolate', 'indicator'],
    default: 'error',
    help: 'what stands in a token where a channel has no value at its time',
  },
  maxLength: { ...count, help: 'the most time stamps that a series may give; absent: no limit' },
} as const satisfies Schema

/** Options of {@link timestepTokenizer}. */
export interface TimestepOptions extends OptionsWith<typeof schema> {}

/** {@link TimestepOptions} with its defaults filled in. */
export interface ResolvedTimestepOptions extends ResolvedWith<typeof schema> {}

/**
 * One token for each time stamp, at position [time], holding all channels: the paper's set-up for the UEA archive.
 *
 * A token holds channel 0's value and extras, then channel 1's, …, then with `missing: 'indicator'` one flag a channel.
 * Time stamps are those of all channels merged. A series with more than `maxLength` of them is an error, or keeps
 * evenly spaced ones (`overlong: 'thin'`).
 *
 * `detokenize` gives back missing values as missing (NaN) with `indicator` only; filled ones look observed.
 */
export const timestepTokenizer: TokenizerFactory<TimestepOptions, ResolvedTimestepOptions> = defineTokenizer({
  name: NAME,
  axes: ['time'],
  schema,
  build,
})

function build(options: ResolvedTimestepOptions) {
  const { channels, extras, time, overlong, missing, maxLength } = options
  const width = 1 + extras
  const flagsAt = channels * width
  const tokenSize = flagsAt + (missing === 'indicator' ? channels : 0)

  function tokenize(series: TimeSeries): Tokens {
    const { id } = series
    const grid = toTimeGrid(series)
    if (grid.times.length === 0) throw errors.TIMESERIES_EMPTY({ id })
    const rows = keptIndices(grid.times.length, maxLength, overlong, `series "${id}"`)
    const times = Float64Array.from(rows, (row) => grid.times[row]!)
    const scaling = scalingOf(series, options)
    const values = new Float32Array(rows.length * tokenSize)
    grid.channels.forEach((given, channel) => {
      const filled = missing === 'interpolate' ? interpolateChannel(given, channel, id) : given
      const columns = [filled.values, ...(filled.extras ?? [])]
      rows.forEach((row, token) => {
        const place = { id, channel, time: times[token]! }
        if (Number.isNaN(filled.values[row])) {
          if (missing === 'error') throw errors.TIMESERIES_MISSING_VALUE(place)
          if (missing === 'indicator') values[token * tokenSize + flagsAt + channel] = 1
          return
        }
        columns.forEach((column, index) => {
          values[token * tokenSize + channel * width + index] = scaling.scale(column[row]!, index, place)
        })
      })
    })
    return { values, positions: timePositions(times, times[0]!, time, series), length: rows.length }
  }

  function detokenize({ values, positions, length }: Tokens, of?: TimeSeries): TimeSeries {
    const scaling = fixedScaling(options, of)
    const tokens = Array.from({ length }, (_, token) => token).sort((a, b) => positions[a]! - positions[b]!)
    const times = Float64Array.from(tokens, (token) => timeOf(positions[token]!, time, of))
    const toChannel = (channel: number): SeriesChannel => {
      const column = (index: number) =>
        Float64Array.from(tokens, (token, entry) => {
          // A flag from a model is any number: nearer to 1 than to 0 means missing.
          if (missing === 'indicator' && values[token * tokenSize + flagsAt + channel]! >= 0.5) return Number.NaN
          return scaling.unscale(values[token * tokenSize + channel * width + index]!, index, channel, times[entry]!)
        })
      return {
        times,
        values: column(0),
        ...(extras > 0 && { extras: Array.from({ length: extras }, (_, extra) => column(1 + extra)) }),
      }
    }
    return { id: '', channels: Array.from({ length: channels }, (_, channel) => toChannel(channel)) }
  }

  return { tokenSize, maxLength, tokenize, detokenize }
}
