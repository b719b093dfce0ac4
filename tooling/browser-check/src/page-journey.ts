import { createRandom } from '@romae/core'
import { fillMissing, observationTokenizer, type TimeSeries } from '@romae/timeseries'
import {
  type CheckpointStorage,
  createImputer,
  embed,
  modelFromCheckpoints,
  pretrain,
  runToEnd,
  type TrainingEvent,
} from '@romae/trainer'

/** What a page has trained and filled. */
export interface PageJourney {
  /** The steps of the two parts of a run that was stopped. */
  readonly parts: readonly (readonly number[])[]
  readonly losses: readonly number[]
  /** Of the model that was read from the storage, as numbers that another place can compare. */
  readonly embedding: readonly number[]
  /** Values that were missing, and are filled. */
  readonly filled: readonly number[]
}

const steps = 12

/**
 * The whole way of a model as an app of a user's goes it: it is trained, stopped, gone on with, read from its checkpoints, and used.
 *
 * @param checkpointStorage an empty one
 */
export async function pageJourney(checkpointStorage: CheckpointStorage): Promise<PageJourney> {
  const series = waves()
  const tokenizer = observationTokenizer.fit(series)
  const losses: number[] = []
  const part = async (training: { readonly resume?: boolean; readonly signal?: AbortSignal }, stopAt = steps + 1) => {
    const made: number[] = []
    const run = pretrain({
      tokenizer,
      samples: series,
      training: { steps, batchSize: 4, checkpointStorage, ...training },
    })
    await runToEnd(run, (event: TrainingEvent) => {
      if (event.type !== 'step') return
      made.push(event.step)
      losses.push(event.loss)
      if (event.step === stopAt) controller.abort()
    })
    return made
  }
  const controller = new AbortController()
  const parts = [await part({ signal: controller.signal }, 5), await part({ resume: true })]
  const model = await modelFromCheckpoints(checkpointStorage)
  const [embedding] = await embed(model, series.slice(0, 1), { tokenizer })
  const imputer = await createImputer(model)
  const gaps = series[0]!.channels.map(({ times, values }) => {
    return { times, values: values.map((value, place) => (place % 4 === 1 ? Number.NaN : value)) }
  })
  const whole = await fillMissing(
    { id: 'gaps', channels: gaps },
    { tokenizer, length: 12, fill: (tokens) => imputer.fillTokens(tokens) },
  )
  await imputer.dispose()
  const filled = whole.channels.flatMap(({ values }) => [...values].filter((_, place) => place % 4 === 1))
  return { parts, losses, embedding: [...embedding!], filled }
}

/** Two channels of sine waves at the same times: something to learn. */
export function waves(): TimeSeries[] {
  const random = createRandom(1, 'browser-check')
  return Array.from({ length: 8 }, (_, index) => {
    const phase = 2 * Math.PI * random.uniform()
    const channels = [1, 2].map((factor) => ({
      times: Float64Array.from({ length: 12 }, (_, time) => time),
      values: Float64Array.from({ length: 12 }, (_, time) => Math.sin(factor * time + phase)),
    }))
    return { id: `wave ${index}`, channels }
  })
}
