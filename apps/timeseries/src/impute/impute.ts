import { tellNote } from '@romae/app-common'
import type { Engine } from '@romae/engine'
import { fillMissing, observationTokenizer, type TimeSeries, windows } from '@romae/timeseries'
import { createImputer, type PretrainedModel } from '@romae/trainer'

/** A model with the window that it was trained on. */
export interface Imputer {
  readonly model: PretrainedModel
  readonly window: number
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

function observedCount(channels: TimeSeries['channels']): number {
  return channels.reduce((sum, { values }) => sum + values.filter((value) => !Number.isNaN(value)).length, 0)
}
