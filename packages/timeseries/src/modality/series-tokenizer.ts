import type { TimeSeries } from '../series/series.ts'
import { observationTokenizer } from '../tokenizers/observation.ts'
import { timestepTokenizer } from '../tokenizers/timestep.ts'
import type { TimeSeriesTokenizer } from '../tokenizers/tokenizer.ts'
import type { Transform } from '../tokenizers/transform.ts'
import type { TokenizerOptions } from './options.ts'

/** A tokenizer with the statistics of these series. */
export function fitTokenizer(
  series: readonly TimeSeries[],
  options: Partial<TokenizerOptions> & Pick<TokenizerOptions, 'kind'>,
): TimeSeriesTokenizer<unknown> {
  const {
    kind,
    missing = 'interpolate',
    standardize = 'per-channel',
    transform = 'none',
    relativeValues,
    clip = null,
    timeUnit = null,
    maxLength = null,
  } = options
  const channels = series[0]?.channels.length ?? 0
  const common = {
    standardize,
    transform: Array<Transform>(channels).fill(transform),
    ...(relativeValues !== undefined && { relativeValues }),
    ...(clip !== null && { clip }),
    ...(timeUnit !== null && { time: { unit: timeUnit } }),
  }
  if (kind === 'observations') {
    const limit = maxLength === null ? {} : ({ maxLengthPerChannel: maxLength, overlong: 'thin' } as const)
    return observationTokenizer.fit(series, { ...common, ...limit })
  }
  const limit = maxLength === null ? {} : ({ maxLength, overlong: 'thin' } as const)
  return timestepTokenizer.fit(series, { ...common, missing, ...limit })
}
