import {
  fillMissing,
  fitTimeUnit,
  observationTokenizer,
  type ResolvedObservationOptions,
  type TimeSeries,
  type TimeSeriesTokenizer,
  windows,
} from '@romae/timeseries'
import { errors } from '../errors.ts'
import { defaultWindows, LEAST_TOKENS, shortestSpan } from './spans.ts'

/** What to pre-train on to fill gaps. */
export interface TrainingSet {
  /** Span of time that the model sees at once. */
  readonly window: number
  readonly tokenizer: TimeSeriesTokenizer<ResolvedObservationOptions>
  readonly samples: readonly TimeSeries[]
}

/** How a tokenizer is fitted; null: the unit is the typical step. */
interface Asked {
  readonly timeUnit: number | null
  readonly estimate: 'none' | 'smoother'
}

/**
 * Windows of the observed values, and a tokenizer for them.
 *
 * Without a span, it is the first of `defaultWindows` that does.
 *
 * @param series as the file has them: what is to be filled
 * @param kept what may be learned from
 * @throws RomaeError `APP_WINDOW` where there is nothing to learn from in a window, or it could not be filled afterwards
 */
export async function trainingSet(
  series: readonly TimeSeries[],
  kept: readonly TimeSeries[],
  { window: given, ...asked }: Asked & { readonly window: number | null },
): Promise<TrainingSet> {
  if (given !== null) return windowed(series, kept, given, asked)
  const [best, ...others] = defaultWindows(kept)
  try {
    return await windowed(series, kept, best, asked)
  } catch (cause) {
    for (const window of others) {
      const found = await windowed(series, kept, window, asked).catch(() => null)
      if (found !== null) return found
    }
    throw cause
  }
}

/** What the calendar knows is not for the model to learn; of a few long series, each has its own. */
const takenOut = { season: 'harmonics', seriesStatistics: 'own' } as const

async function windowed(
  series: readonly TimeSeries[],
  kept: readonly TimeSeries[],
  window: number,
  { timeUnit, estimate }: Asked,
): Promise<TrainingSet> {
  // Before anything is cut: of windows much too short there would be millions.
  const shortest = shortestSpan(kept)
  const samples = shortest < window ? cutTraining(kept, window) : []
  if (samples.length === 0) {
    const which = shortest < Infinity ? 'no window' : 'no series'
    const reason = `${which} has ${LEAST_TOKENS} observed values, which it takes to learn`
    const way = shortest < Infinity ? `try --window ${Number((2 * shortest).toPrecision(6))}` : 'take a longer file'
    throw errors.APP_WINDOW({ window, reason, way })
  }
  // What counts is what the model sees at once: between windows there may be months.
  const unit = timeUnit ?? fitTimeUnit(samples)
  const tokenizer = observationTokenizer.fit(kept, { ...takenOut, estimate, time: { unit } })
  for (const one of series) await requireFillable(one, tokenizer, window)
  return { window, tokenizer, samples }
}

/** Every window that a model learns from. @throws RomaeError `APP_WINDOW` of millions */
export function cutTraining(series: readonly TimeSeries[], window: number): TimeSeries[] {
  try {
    return series.flatMap((one) => windows(one, { length: window, stride: window / 8, least: LEAST_TOKENS }))
  } catch (cause) {
    if ((cause as { code?: string }).code !== 'TIMESERIES_TOO_MANY_WINDOWS') throw cause
    const way = `try --window ${defaultWindows(series)[0]}`
    throw errors.APP_WINDOW({ window, reason: 'they are more than ten million', way }, cause)
  }
}

/** Goes through all that filling does but for the model, so that what cannot be filled is said before anything is trained. */
async function requireFillable(series: TimeSeries, tokenizer: TrainingSet['tokenizer'], window: number): Promise<void> {
  const fill: Parameters<typeof fillMissing>[1]['fill'] = async (all) => all.map(({ tokens }) => tokens)
  try {
    await fillMissing(series, { tokenizer, length: window, fill })
  } catch (cause) {
    const { code, fields } = cause as { code?: string; fields?: { time: number } }
    if (code !== 'TIMESERIES_TIME_RESOLUTION') throw cause
    const reason =
      `in series "${series.id}" time ${fields!.time} is so close to the one before, beside the length of a window, that ` +
      '32-bit positions cannot tell them apart'
    throw errors.APP_WINDOW({ window, reason, way: 'give a shorter --window' }, cause)
  }
}
