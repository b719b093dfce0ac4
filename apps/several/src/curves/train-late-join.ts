import { createRandom } from '@romae/core'
import type { Engine, HostTensors } from '@romae/engine'
import { collate, type Tokens } from '@romae/tokenizer'
import { learningRate, predictionHostInputs } from '@romae/trainer/node'
import { initializeLateJoin, type JoinedConfigs, lateJoinProgram } from './late-join.ts'
import type { CurvesExperiment } from './settings.ts'

/** Samples as tokens of each modality, and their classes as numbers. */
export interface JoinedSamples {
  /** `[samples]` of each modality. */
  readonly tokens: Readonly<Record<string, readonly Tokens[]>>
  readonly labels: Int32Array
}

/** How to train it. */
interface LateJoinTraining {
  readonly engine: Engine
  readonly seed: number
  readonly classes: number
  readonly training: CurvesExperiment['finetuning']
  /** Called after each step; what it throws ends the training. */
  readonly observe: (step: number, loss: number) => void
}

/**
 * Trains encoders that are joined late with the settings of a fine-tuning: batches of samples in random order, cosine, AdamW, clipping.
 *
 * @returns the most likely class of each test sample, and how many parameters there are
 */
export async function trainLateJoin(
  configs: JoinedConfigs,
  train: JoinedSamples,
  test: JoinedSamples,
  { engine, seed, classes, training, observe }: LateJoinTraining,
): Promise<{ readonly predicted: Int32Array; readonly parameters: number }> {
  const { optimizer, clipNorm, learningRate: baseRate, warmupSteps, steps, batchSize } = training
  if (optimizer?.kind !== 'adamw' || steps == null)
    throw new Error('late joins are trained by AdamW, for a number of steps')
  const lengths = Object.fromEntries(
    Object.keys(configs).map((name) => [
      name,
      Math.max(...[...train.tokens[name]!, ...test.tokens[name]!].map(({ length }) => length)),
    ]),
  )
  const inputsOf = ({ tokens, labels }: JoinedSamples, rows: readonly number[], withTargets: boolean): HostTensors => {
    const parts = Object.entries(configs).flatMap(([name, config]) => {
      const own = rows.map((row) => tokens[name]![row]!)
      const batch = collate(own, { tokenSize: config.tokenSize, axes: config.axes, length: lengths[name]! })
      return Object.entries(predictionHostInputs(batch, config, { complete: true })).map(
        ([input, tensor]) => [`${input}.${name}`, tensor] as const,
      )
    })
    const targets = { data: Int32Array.from(rows, (row) => labels[row]!), shape: [rows.length] }
    return { ...Object.fromEntries(parts), ...(withTargets && { targets }) }
  }
  const program = lateJoinProgram(configs, classes)
  const schedule = { kind: 'cosine', baseRate: baseRate!, warmupSteps: warmupSteps ?? 0, totalSteps: steps } as const
  const session = engine.train(program, {
    optimizer: { epsilon: 1e-8, betas: [0.9, 0.95], weightDecay: 0.05, ...optimizer },
    clipNorm: clipNorm ?? null,
    parameters: initializeLateJoin(configs, classes, seed),
  })
  const compiled = engine.compile(program)
  try {
    const order = batchesOf(train.labels.length, batchSize!, seed)
    for (let step = 0; step < steps; step++) {
      const { loss } = await session.step(inputsOf(train, order(step), true), {
        learningRate: learningRate(schedule, step),
      })
      observe(step + 1, loss)
    }
    const predicted = new Int32Array(test.labels.length)
    for (let first = 0; first < predicted.length; first += batchSize!) {
      const rows = Array.from({ length: Math.min(batchSize!, predicted.length - first) }, (_, row) => first + row)
      const { predictions } = await compiled.run(session.parameters, inputsOf(test, rows, false))
      rows.forEach((row, place) => {
        const scores = predictions!.data.subarray(place * classes, (place + 1) * classes)
        predicted[row] = scores.indexOf(Math.max(...scores))
      })
    }
    return { predicted, parameters: program.layout.size }
  } finally {
    await session.dispose()
    await compiled.dispose()
  }
}

/** Whole batches of one random order after the other. */
function batchesOf(samples: number, batchSize: number, seed: number): (step: number) => readonly number[] {
  const perEpoch = Math.max(1, Math.floor(samples / batchSize))
  const orders = new Map<number, Int32Array>()
  return (step) => {
    const epoch = Math.floor(step / perEpoch)
    const order =
      orders.get(epoch) ??
      createRandom(seed, 'late join batches', epoch).shuffle(Int32Array.from({ length: samples }, (_, index) => index))
    orders.set(epoch, order)
    const first = (step % perEpoch) * batchSize
    return [...order.subarray(first, first + batchSize)]
  }
}
