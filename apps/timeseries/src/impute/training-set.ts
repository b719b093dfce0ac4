import { appErrors } from '@romae/app-common'
import {
  fillMissing,
  fitTimeUnit,
  mergedTimes,
  observationTokenizer,
  type ResolvedObservationOptions,
  type TimeSeries,
  type TimeSeriesTokenizer,
  typicalSteps,
  windows,
} from '@romae/timeseries'

/** What to pre-train on to fill gaps. */
export interface TrainingSet {
  /** Span of time that the model sees at once. */
  readonly window: number
  readonly tokenizer: TimeSeriesTokenizer<ResolvedObservationOptions>
  readonly samples: readonly TimeSeries[]
}

/** Fewer observations than this teach nothing about each other. */
const LEAST_TOKENS = 4
/** Typical steps in a window. */
const STEPS = 16
/** Of values in bursts, those of so many a window holds at least, on average. */
const LEAST_STRETCH = 4

/**
 * Windows of the observed values, and a tokenizer for them.
 *
 * Without a span, a window is of 16 typical steps, or of 4 mean steps where values come in bursts. Should that not do, as where
 * bursts are so far apart that no position could tell their values apart, it is the first that does among 16 steps, twice as
 * many, and so on.
 *
 * @param series as the file has them: what is to be filled
 * @param kept what may be learned from
 * @throws RomaeError `APP_WINDOW` where there is nothing to learn from in a window, or it could not be filled afterwards
 */
export async function trainingSet(
  series: readonly TimeSeries[],
  kept: readonly TimeSeries[],
  { window: given, timeUnit }: { readonly window: number | null; readonly timeUnit: number | null },
): Promise<TrainingSet> {
  if (given !== null) return windowed(series, kept, given, timeUnit)
  const [best, ...others] = defaultWindows(kept)
  try {
    return await windowed(series, kept, best, timeUnit)
  } catch (cause) {
    for (const window of others) {
      const found = await windowed(series, kept, window, timeUnit).catch(() => null)
      if (found !== null) return found
    }
    throw cause
  }
}

/** Spans to try, the best first. */
export function defaultWindows(series: readonly TimeSeries[]): readonly [number, ...number[]] {
  const { step, stretch } = typicalSteps(series) ?? { step: 1, stretch: 1 }
  const rounded = (span: number) => Number(span.toPrecision(9))
  const best = rounded(Math.max(STEPS * step, LEAST_STRETCH * stretch))
  const others: number[] = []
  for (let span = rounded(STEPS * step); span < best; span *= 2) others.push(span)
  return [best, ...others]
}

async function windowed(
  series: readonly TimeSeries[],
  kept: readonly TimeSeries[],
  window: number,
  timeUnit: number | null,
): Promise<TrainingSet> {
  // Before anything is cut: of windows much too short there would be millions.
  const shortest = shortestSpan(kept)
  const samples = shortest < window ? cutAll(kept, window) : []
  if (samples.length === 0) {
    const which = shortest < Infinity ? 'no window' : 'no series'
    const reason = `${which} has ${LEAST_TOKENS} observed values, which it takes to learn`
    const way = shortest < Infinity ? `try --window ${Number((2 * shortest).toPrecision(6))}` : 'take a longer file'
    throw appErrors.APP_WINDOW({ window, reason, way })
  }
  // What counts is what the model sees at once: between windows there may be months.
  const tokenizer = observationTokenizer.fit(kept, { time: { unit: timeUnit ?? fitTimeUnit(samples) } })
  for (const one of series) await requireFillable(one, tokenizer, window)
  return { window, tokenizer, samples }
}

function cutAll(series: readonly TimeSeries[], window: number): TimeSeries[] {
  try {
    return series.flatMap((one) => windows(one, { length: window, stride: window / 8, least: LEAST_TOKENS }))
  } catch (cause) {
    if ((cause as { code?: string }).code !== 'TIMESERIES_TOO_MANY_WINDOWS') throw cause
    const way = `try --window ${defaultWindows(series)[0]}`
    throw appErrors.APP_WINDOW({ window, reason: 'they are more than ten million', way }, cause)
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
    throw appErrors.APP_WINDOW({ window, reason, way: 'give a shorter --window' }, cause)
  }
}

/** The shortest time in which a series has as many observed values, of any channels, as it takes to learn. */
function shortestSpan(series: readonly TimeSeries[]): number {
  let shortest = Infinity
  for (const one of series) {
    const times = mergedTimes(one)
    const counts = observedCounts(one, times)
    let [first, sum] = [0, 0]
    counts.forEach((count, last) => {
      sum += count
      while (sum - counts[first]! >= LEAST_TOKENS) sum -= counts[first++]!
      if (sum >= LEAST_TOKENS) shortest = Math.min(shortest, times[last]! - times[first]!)
    })
  }
  return shortest
}

/** `[time]`: how many channels have a value at it. */
function observedCounts({ channels }: TimeSeries, times: Float64Array): Uint32Array {
  const counts = new Uint32Array(times.length)
  for (const { times: own, values } of channels) {
    let row = 0
    own.forEach((time, index) => {
      while (times[row]! < time) row++
      if (!Number.isNaN(values[index])) counts[row]!++
    })
  }
  return counts
}
