import { count, type Schema } from '@romae/internal/options'
import type { Tokens } from '@romae/tokenizer'
import { errors } from '../errors.ts'
import { fillMissing } from '../series/fill-missing.ts'
import type { SeriesChannel, TimeSeries } from '../series/series.ts'
import { defineTokenizer, type OptionsWith, type ResolvedWith } from './define-tokenizer.ts'
import { fixedScaling, scalingOf } from './scaling.ts'
import { keptIndices } from './thin.ts'
import { firstTime, timeOf, timePositions } from './time-axis.ts'
import type { TokenizerFactory } from './tokenizer.ts'

const NAME = 'timeseries/observations'

const schema = {
  maxLengthPerChannel: { ...count, help: 'the most observations that one channel may give; absent: no limit' },
} as const satisfies Schema

/** Options of {@link observationTokenizer}. */
export interface ObservationOptions extends OptionsWith<typeof schema> {}

/** {@link ObservationOptions} with its defaults filled in. */
export interface ResolvedObservationOptions extends ResolvedWith<typeof schema> {}

/**
 * One token for each observation, at position [channel, time]: for channels with times of their own (ELAsTiCC,
 * PhysioNet 2012), and for filling gaps channel by channel.
 *
 * A token holds the value, then the extras. Missing (NaN) entries give none. Tokens are in order of channel, then time.
 * A channel longer than `maxLengthPerChannel` is an error, or keeps evenly spaced observations (`overlong: 'thin'`).
 */
export const observationTokenizer: TokenizerFactory<ObservationOptions, ResolvedObservationOptions> = defineTokenizer({
  name: NAME,
  axes: ['channel', 'time'],
  schema,
  build,
  fillMissing,
})

function build(options: ResolvedObservationOptions) {
  const { channels, extras, time, overlong, maxLengthPerChannel: limit } = options
  const tokenSize = 1 + extras

  function tokenize(series: TimeSeries): Tokens {
    const { id } = series
    const scaling = scalingOf(series, options)
    const observed = series.channels.map(({ values }) => observedIndices(values))
    const kept = observed.map((indices, channel) =>
      keptIndices(indices.length, limit, overlong, `channel ${channel} of series "${id}"`).map((at) => indices[at]!),
    )
    const length = kept.reduce((sum, indices) => sum + indices.length, 0)
    if (length === 0) throw errors.TIMESERIES_EMPTY({ id })
    const first = firstTime(series)
    // Written where they belong at once: a value is copied here, and nowhere else on its way to the batch.
    const values = new Float32Array(length * tokenSize)
    const positions = new Float32Array(length * 2)
    let token = 0
    series.channels.forEach((own, channel) => {
      const indices = kept[channel]!
      const columns = [own.values, ...(own.extras ?? [])]
      const times = Float64Array.from(indices, (index) => own.times[index]!)
      timePositions(times, first, time, series).forEach((position, at) => {
        positions[2 * token] = channel
        positions[2 * token + 1] = position
        const place = { id, channel, time: times[at]! }
        columns.forEach((column, columnIndex) => {
          values[token * tokenSize + columnIndex] = scaling.scale(column[indices[at]!]!, columnIndex, place)
        })
        token++
      })
    })
    return { values, positions, length }
  }

  function detokenize({ values, positions, length }: Tokens, of?: TimeSeries): TimeSeries {
    const scaling = fixedScaling(options, of)
    const tokensOf: number[][] = Array.from({ length: channels }, () => [])
    for (let token = 0; token < length; token++) {
      const channel = positions[2 * token]!
      const tokens = tokensOf[channel]
      if (tokens === undefined) {
        throw errors.TIMESERIES_INVALID_TOKENS({
          expected: `a channel from 0 to ${channels - 1} as the first position`,
          got: String(channel),
        })
      }
      tokens.push(token)
    }
    const toChannel = (tokens: number[], channel: number): SeriesChannel => {
      tokens.sort((a, b) => positions[2 * a + 1]! - positions[2 * b + 1]!)
      const times = Float64Array.from(tokens, (token) => timeOf(positions[2 * token + 1]!, time, of))
      const column = (index: number) =>
        Float64Array.from(tokens, (token, entry) =>
          scaling.unscale(values[token * tokenSize + index]!, index, channel, times[entry]!),
        )
      return {
        times,
        values: column(0),
        ...(extras > 0 && { extras: Array.from({ length: extras }, (_, extra) => column(1 + extra)) }),
      }
    }
    return { id: '', channels: tokensOf.map(toChannel) }
  }

  return { tokenSize, maxLength: limit === undefined ? undefined : limit * channels, tokenize, detokenize }
}

/** The indices of the values that are there. */
function observedIndices(values: Float64Array): number[] {
  const indices: number[] = []
  for (let index = 0; index < values.length; index++) if (!Number.isNaN(values[index]!)) indices.push(index)
  return indices
}
