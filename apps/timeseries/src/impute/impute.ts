import { linearInterpolation, tellNote } from '@romae/app-common'
import type { Engine } from '@romae/engine'
import { fillMissing, hideObservations, observationTokenizer, type TimeSeries, windows } from '@romae/timeseries'
import { createImputer, type PretrainedModel, regressionMetrics } from '@romae/trainer'

/** A model with the window that it was trained on. */
export interface Imputer {
  readonly model: PretrainedModel
  readonly window: number
}

/** One channel's error on the held-out values, in the channel's own unit. */
export interface HeldOutError {
  readonly count: number
  readonly romae: number
  readonly linear: number
}

/** Fewer observations than this teach nothing about each other. */
const LEAST_TOKENS = 4

/** The typical step between times, for a default window. */
export function medianStep(series: readonly TimeSeries[]): number {
  const steps = series
    .flatMap(({ channels }) => channels.flatMap(({ times }) => [...times.slice(1)].map((time, i) => time - times[i]!)))
    .sort((a, b) => a - b)
  return steps[Math.floor(steps.length / 2)] ?? 1
}

/** Windows of the observed values, and a tokenizer for them: what to pre-train on. */
export function imputationSamples(series: readonly TimeSeries[], window: number) {
  const tokenizer = observationTokenizer.fit(series, { time: { unit: medianStep(series) } })
  const samples = series
    .flatMap((one) => windows(one, { length: window, stride: window / 8 }))
    .filter(({ channels }) => observedCount(channels) >= LEAST_TOKENS)
  return { tokenizer, samples }
}

/** Fills every gap of every series. */
export async function imputeAll(
  imputer: Imputer,
  series: readonly TimeSeries[],
  engine: Engine,
): Promise<TimeSeries[]> {
  const tokenizer = observationTokenizer.fromJSON(imputer.model.tokenizer)
  const { fillTokens, dispose } = await createImputer(imputer.model, { engine, tokenizer, onNote: tellNote })
  try {
    const filled: TimeSeries[] = []
    for (const one of series) {
      filled.push(await fillMissing(one, { tokenizer, length: imputer.window, fill: fillTokens }))
    }
    return filled
  } finally {
    await dispose()
  }
}

/** Takes a fraction of the observed values away: they become missing, so that their times stay. */
export function holdOut(series: readonly TimeSeries[], heldOut: number, seed: number) {
  const parts = series.map((one) => hideObservations(one, heldOut, seed))
  const kept = series.map((one, index) => ({
    ...one,
    channels: one.channels.map((channel, position) => {
      const taken = new Set(parts[index]!.hidden.channels[position]!.times)
      return {
        ...channel,
        values: channel.values.map((value, i) => (taken.has(channel.times[i]!) ? Number.NaN : value)),
      }
    }),
  }))
  return { kept, hidden: parts.map(({ hidden }) => hidden) }
}

/** The error on held-out values, by channel, beside linear interpolation's. */
export function heldOutErrors(
  kept: readonly TimeSeries[],
  hidden: readonly TimeSeries[],
  filled: readonly TimeSeries[],
): HeldOutError[] {
  return hidden[0]!.channels.map((_, channel) => {
    const [actual, romae, linear]: [number[], number[], number[]] = [[], [], []]
    hidden.forEach((one, index) => {
      const { times, values } = one.channels[channel]!
      const complete = filled[index]!.channels[channel]!
      const places = new Map(Array.from(complete.times, (time, place) => [time, place]))
      actual.push(...values)
      romae.push(...Array.from(times, (time) => complete.values[places.get(time)!]!))
      linear.push(...linearInterpolation(observedOf(kept[index]!, channel), times))
    })
    if (actual.length === 0) return { count: 0, romae: Number.NaN, linear: Number.NaN }
    // There is no line through a channel of which a series has no value left.
    const error = (predicted: readonly number[]) =>
      predicted.every(Number.isFinite) ? regressionMetrics(predicted, actual).rmse : Number.NaN
    return { count: actual.length, romae: error(romae), linear: error(linear) }
  })
}

function observedOf(series: TimeSeries, channel: number) {
  const { times, values } = series.channels[channel]!
  const known = [...values.keys()].filter((index) => !Number.isNaN(values[index]!))
  return {
    times: Float64Array.from(known, (index) => times[index]!),
    values: Float64Array.from(known, (index) => values[index]!),
  }
}

function observedCount(channels: TimeSeries['channels']): number {
  return channels.reduce((sum, { values }) => sum + values.filter((value) => !Number.isNaN(value)).length, 0)
}
