import {
  type MissingValues,
  observationTokenizer,
  type Standardization,
  type TimeSeries,
  type TimeSeriesTokenizer,
  type Transform,
  timestepTokenizer,
} from '@romae/timeseries'
import type { Settings } from 'romae'

/** How series become tokens. */
interface TokenizerSettings {
  readonly kind: 'timesteps' | 'observations'
  readonly missing: MissingValues
  readonly standardize: Standardization
  /** Of the values of all channels; none where it is left out. */
  readonly transform?: Transform
  readonly relativeValues?: boolean
  /** The largest absolute value in a token; no limit where it is left out or null. */
  readonly clip?: number | null
  readonly timeUnit: number | null
  /** Of a series with more time stamps (`observations`: of a channel with more), as many evenly spaced ones are kept. */
  readonly maxLength?: number | null
}

/** A tokenizer with the statistics of these series. */
export function fitTokenizer(series: readonly TimeSeries[], settings: Settings): TimeSeriesTokenizer<unknown> {
  const {
    kind,
    missing,
    standardize,
    transform = 'none',
    relativeValues,
    clip = null,
    timeUnit,
    maxLength = null,
  } = settings as unknown as TokenizerSettings
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

/** @throws RomaeError `TIMESERIES_*` for another modality's */
export function restoreTokenizer(json: unknown): TimeSeriesTokenizer<unknown> {
  const { name } = (json ?? {}) as { readonly name?: unknown }
  const isByObservation = name === observationTokenizer({ channels: 1 }).name
  return isByObservation ? observationTokenizer.fromJSON(json) : timestepTokenizer.fromJSON(json)
}
