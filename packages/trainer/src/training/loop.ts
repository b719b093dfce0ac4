import {
  createRandom,
  type Parameters,
  packParameters,
  type Random,
  type RomaeConfig,
  unpackParameters,
} from '@romae/core'
import { createEngine, type HostTensors, type Program, type TrainingSession } from '@romae/engine'
import { RomaeError } from '@romae/tokenizer'
import { type BatchPlan, batchesPerEpoch, epochBatches, makeBuckets } from '../data/buckets.ts'
import { errors } from '../errors.ts'
import { saveModel } from '../model/checkpoint.ts'
import type { RomaeModel } from '../model/romae-model.ts'
import type { TrainingRun } from './events.ts'
import { type ResolvedTraining, scheduleOf } from './options.ts'
import { learningRate } from './schedule.ts'

/** What a task gives the loop. */
export interface LoopTask<Config extends RomaeConfig> {
  readonly config: Config
  readonly program: Program
  readonly initial: Parameters
  /** Tokens in each sample. */
  readonly lengths: readonly number[]
  /** The inputs of one step, dropout masks included; `random` is the step's own stream. */
  makeInputs(batch: BatchPlan, random: Random): HostTensors
  /** Wraps trained parameters. */
  makeModel(parameters: Parameters): RomaeModel<Config>
}

/**
 * The training loop: shuffled epochs of batches, one optimizer update each, until all steps are made or the signal says
 * stop. Every step's random numbers are a function of seed and step alone. However it ends, the session is disposed, and
 * the engine too unless it was given.
 *
 * @throws RomaeError `TRAINER_OPTION`, `TRAINER_NOT_FINITE`, `CHECKPOINT_UNWRITABLE`, `ENGINE_*`, and what `makeInputs` throws
 */
export async function* trainingLoop<Config extends RomaeConfig>(
  task: LoopTask<Config>,
  training: ResolvedTraining,
): TrainingRun<Config> {
  const buckets = makeBuckets(task.lengths, training.buckets)
  const perEpoch = batchesPerEpoch(buckets, training.batchSize)
  const schedule = scheduleOf(training, perEpoch)
  const { totalSteps } = schedule
  const { signal, checkpointFolder } = training
  const random = createRandom(training.seed, 'training')
  const parameters = packParameters(task.config, task.initial)
  const engine = training.engine ?? (await createEngine())
  try {
    const { optimizer, clipNorm } = training
    const session = engine.train(task.program, { optimizer, clipNorm, parameters })
    try {
      const currentModel = () => task.makeModel(unpackParameters(task.config, session.parameters))
      yield {
        type: 'start',
        steps: totalSteps,
        epochs: Math.ceil(totalSteps / perEpoch),
        samples: task.lengths.length,
        parameters: parameters.length,
        engine: engine.info,
      }
      let step = 0
      let savedStep = 0
      const isStopped = () => signal?.aborted ?? false
      for (let epoch = 1; step < totalSteps && !isStopped(); epoch++) {
        const losses: number[] = []
        for (const batch of epochBatches(buckets, training.batchSize, random.fork('epoch').fork(epoch))) {
          const started = performance.now()
          const rate = learningRate(schedule, step)
          const inputs = task.makeInputs(batch, random.fork('step').fork(step))
          const { loss, gradientNorm } = await takeStep(session, inputs, rate, batch)
          step++
          losses.push(loss)
          const milliseconds = performance.now() - started
          yield { type: 'step', step, epoch, loss, gradientNorm, learningRate: rate, milliseconds }
          if (checkpointFolder !== null && step % training.checkpointEvery === 0) {
            await saveModel(checkpointFolder, currentModel())
            savedStep = step
            yield { type: 'checkpoint', step, folder: checkpointFolder }
          }
          if (step === totalSteps || isStopped()) break
        }
        yield { type: 'epoch', epoch, meanLoss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length }
      }
      const model = currentModel()
      // A run that made no step since has nothing new to save, and must not overwrite what is there.
      if (checkpointFolder !== null && step > savedStep) {
        await saveModel(checkpointFolder, model)
        yield { type: 'checkpoint', step, folder: checkpointFolder }
      }
      yield { type: 'finish', step, stopped: step < totalSteps, model }
      return model
    } finally {
      await session.dispose()
    }
  } finally {
    if (training.engine === null) await engine.dispose()
  }
}

/** One update. An engine knows that a number was not finite; only the loop knows which samples it came from. */
async function takeStep(session: TrainingSession, inputs: HostTensors, rate: number, { samples }: BatchPlan) {
  try {
    return await session.step(inputs, { learningRate: rate })
  } catch (cause) {
    if (!RomaeError.isInstance(cause, 'ENGINE_NON_FINITE') && !RomaeError.isInstance(cause, 'ENGINE_INPUT_NAN')) {
      throw cause
    }
    const fields = { step: session.steps + 1, samples: [...samples], cause: cause.message }
    throw errors.TRAINER_NOT_FINITE(fields, cause)
  }
}
