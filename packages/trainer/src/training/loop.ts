import {
  createRandom,
  type Parameters,
  packParameters,
  type Random,
  type RomaeConfig,
  unpackParameters,
} from '@romae/core'
import { createEngine, type HostTensors, type Program } from '@romae/engine'
import { RomaeError } from '@romae/tokenizer'
import { type BatchPlan, type Bucket, epochBatches } from '../data/buckets.ts'
import { errors } from '../errors.ts'
import type { RomaeModel } from '../model/romae-model.ts'
import { saveModel } from '../model/save.ts'
import type { TrainingRun } from './events.ts'
import type { ResolvedTraining, TrainingOptions } from './options.ts'
import { learningRate } from './schedule.ts'

/** What a task gives the loop. */
export interface LoopTask<Config extends RomaeConfig> {
  readonly config: Config
  readonly program: Program
  readonly initial: Parameters
  readonly buckets: readonly Bucket[]
  /** The inputs of one step, dropout masks included; `random` is the step's own stream. */
  makeInputs(batch: BatchPlan, random: Random): HostTensors
  /** Wraps trained parameters. */
  makeModel(parameters: Parameters): RomaeModel<Config>
}

/**
 * The training loop: shuffled epochs of batches, one optimizer update each, until all steps are made or the signal says
 * stop. Every step's random numbers are a function of seed and step alone.
 */
export async function* trainingLoop<Config extends RomaeConfig>(
  task: LoopTask<Config>,
  training: ResolvedTraining,
  options: TrainingOptions,
): TrainingRun<Config> {
  const { schedule, batchSize, seed } = training
  const engine = options.engine ?? (await createEngine())
  const random = createRandom(seed, 'training')
  const parameters = packParameters(task.config, task.initial)
  const session = engine.train(task.program, {
    optimizer: training.optimizer,
    clipNorm: training.clipNorm,
    parameters,
  })
  const currentModel = () => task.makeModel(unpackParameters(task.config, session.parameters))
  try {
    const samples = task.buckets.reduce((sum, bucket) => sum + bucket.samples.length, 0)
    const { totalSteps } = schedule
    yield {
      type: 'start',
      steps: totalSteps,
      epochs: training.epochs,
      samples,
      parameters: parameters.length,
      engine: engine.info,
    }
    let step = 0
    let stopped = options.signal?.aborted ?? false
    for (let epoch = 1; step < totalSteps && !stopped; epoch++) {
      let epochLoss = 0
      let epochSteps = 0
      for (const batch of epochBatches(task.buckets, batchSize, random.fork('epoch').fork(epoch))) {
        const started = performance.now()
        const rate = learningRate(schedule, step)
        const inputs = task.makeInputs(batch, random.fork('step').fork(step))
        const { loss, gradientNorm } = await session.step(inputs, { learningRate: rate }).catch((cause: unknown) => {
          throw namingSamples(cause, step + 1, batch)
        })
        step++
        epochSteps++
        epochLoss += loss
        const milliseconds = performance.now() - started
        yield { type: 'step', step, epoch, loss, gradientNorm, learningRate: rate, milliseconds }
        if (options.checkpointFolder !== undefined && step % (options.checkpointEvery ?? Infinity) === 0) {
          await saveModel(options.checkpointFolder, currentModel())
          yield { type: 'checkpoint', step, folder: options.checkpointFolder }
        }
        stopped = options.signal?.aborted ?? false
        if (step === totalSteps || stopped) break
      }
      yield { type: 'epoch', epoch, meanLoss: epochLoss / epochSteps }
    }
    const model = currentModel()
    if (options.checkpointFolder !== undefined) {
      await saveModel(options.checkpointFolder, model)
      yield { type: 'checkpoint', step, folder: options.checkpointFolder }
    }
    yield { type: 'finish', step, stopped, model }
    return model
  } finally {
    await session.dispose()
    if (options.engine === undefined) await engine.dispose()
  }
}

/** An engine knows that a number was not finite; only the loop knows which samples it came from. */
function namingSamples(cause: unknown, step: number, batch: BatchPlan): unknown {
  if (!RomaeError.isInstance(cause, 'ENGINE_NON_FINITE') && !RomaeError.isInstance(cause, 'ENGINE_INPUT_NOT_FINITE')) {
    return cause
  }
  return errors.TRAINER_NOT_FINITE({ step, samples: [...batch.samples], cause: cause.message }, cause)
}
