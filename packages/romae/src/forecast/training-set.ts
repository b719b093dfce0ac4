import {
  fitTimeUnit,
  observationTokenizer,
  type ResolvedObservationOptions,
  type TimeSeries,
  type TimeSeriesTokenizer,
  typicalSteps,
  windows,
} from '@romae/timeseries'
import type { PretrainMaskPattern } from '@romae/trainer'
import { errors } from '../errors.ts'
import type { Beginning } from './beginning.ts'

/** Fewer observations than this teach nothing about each other. */
const LEAST_TOKENS = 4
/** A window has so many horizons, and so many rows at least; fewer where channels would make too many tokens. */
const HORIZONS = 4
const LEAST_ROWS = 32
const MOST_TOKENS = 2048
/** Windows of the file, at most: of more, they begin further apart. */
const MOST_WINDOWS = 20_000
/** What part of the samples is masked at the end; the others by single values. */
const AT_THE_END = 0.5

/** What to pre-train on to forecast. */
export interface ForecastTrainingSet {
  /** Span of time that the model sees at once, the forecast included. */
  readonly window: number
  /** The least and the most that is masked of a window. */
  readonly maskRatio: number
  readonly maskRatioUpTo: number
  /** The longest span from what is known to the last target. */
  readonly longest: number
  readonly maskPatterns: readonly PretrainMaskPattern[]
  readonly tokenizer: TimeSeriesTokenizer<ResolvedObservationOptions>
  readonly samples: readonly TimeSeries[]
  readonly cut: (series: readonly TimeSeries[]) => readonly TimeSeries[]
}

/** What is asked for; null: as it fits. */
export interface AskedTraining {
  readonly horizon: number
  readonly window: number | null
  readonly timeUnit: number | null
  readonly maskRatio: number | null
  readonly maskRatioUpTo: number | null
  readonly known: readonly string[]
  readonly estimate: Beginning
}

/**
 * Windows of the values that may be learned from, a tokenizer for them, and masks of the end: from the horizon's part of a
 * window up to twice that, so that horizons of all lengths are learned.
 *
 * @param kept before the first target
 * @throws RomaeError `APP_WINDOW` where no window has anything to learn from, or there is no room for the horizon
 */
export function forecastTrainingSet(kept: readonly TimeSeries[], asked: AskedTraining): ForecastTrainingSet {
  const { horizon, known, estimate } = asked
  const { step } = typicalSteps(kept) ?? { step: 1 }
  const window = asked.window ?? Number((rowsFor(kept, horizon) * step).toPrecision(9))
  const span = horizon * step
  if (2 * span > window * (1 + 1e-9)) {
    const reason = `a forecast of ${horizon} rows takes ${span} of them, and at least as much has to be known before`
    throw errors.APP_WINDOW({ window, reason, way: `try --window ${Number((HORIZONS * span).toPrecision(6))}` })
  }
  const stride = Math.max(step, spanOf(kept) / MOST_WINDOWS)
  const cut = (series: readonly TimeSeries[]) =>
    series.flatMap((one) => windows(one, { length: window, stride, least: LEAST_TOKENS }))
  const samples = cut(kept)
  if (samples.length === 0) {
    const reason = `no window has ${LEAST_TOKENS} observed values, which it takes to learn`
    throw errors.APP_WINDOW({ window, reason, way: 'give a longer --window, or take a longer file' })
  }
  const maskRatio = asked.maskRatio ?? span / window
  const maskRatioUpTo = Math.max(maskRatio, asked.maskRatioUpTo ?? Math.min(0.75, 2 * maskRatio))
  const unit = asked.timeUnit ?? fitTimeUnit(samples)
  const tokenizer = observationTokenizer.fit(kept, {
    season: 'harmonics',
    seriesStatistics: 'own',
    estimate,
    time: { unit },
  })
  return {
    window,
    maskRatio,
    maskRatioUpTo,
    longest: maskRatioUpTo * window,
    maskPatterns: patternsFor(span / unit, known.length > 0),
    tokenizer,
    samples,
    cut,
  }
}

function rowsFor(series: readonly TimeSeries[], horizon: number): number {
  const most = Math.floor(MOST_TOKENS / series[0]!.channels.length)
  return Math.max(2 * horizon, Math.min(most, Math.max(LEAST_ROWS, HORIZONS * horizon)))
}

/** The time that all series take together. */
function spanOf(series: readonly TimeSeries[]): number {
  const ends = series.map(({ channels }) => channels.filter(({ times }) => times.length > 0))
  return ends.reduce((sum, channels) => {
    if (channels.length === 0) return sum
    const first = Math.min(...channels.map(({ times }) => times[0]!))
    return sum + Math.max(...channels.map(({ times }) => times.at(-1)!)) - first
  }, 0)
}

/** Where the future of some channels is known, a stretch of one channel is masked as often as the end of all. */
function patternsFor(span: number, isKnown: boolean): readonly PretrainMaskPattern[] {
  const scattered = { kind: 'scattered', share: 1 - AT_THE_END } as const
  if (!isKnown) return [{ kind: 'end', share: AT_THE_END }, scattered]
  return [
    { kind: 'end', share: AT_THE_END / 2 },
    { kind: 'gaps', share: AT_THE_END / 2, spans: [span, 2 * span], channels: 'one' },
    scattered,
  ]
}
