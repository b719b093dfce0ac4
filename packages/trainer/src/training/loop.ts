import {
  createRandom,
  type Parameters,
  type Random,
  type RomaeConfig,
  type StepSizes,
  unpackParameters,
} from '@romae/core'
import { createEngine, type HostTensors, type Program, type TrainingSession } from '@romae/engine'
import { RomaeError, type Tokens } from '@romae/tokenizer'
import { openCheckpoints, saveCheckpoint } from '../checkpoints/run-checkpoints.ts'
import { differencesOf, environmentOf } from '../checkpoints/run-record.ts'
import { type BatchPlan, epochBatches } from '../data/buckets.ts'
import { planBatches } from '../data/plan.ts'
import { prefetch } from '../data/prefetch.ts'
import type { TokenSet } from '../data/token-set.ts'
import { errors } from '../errors.ts'
import type { RomaeModel } from '../model/romae-model.ts'
import type { TrainingEvent, TrainingRun } from './events.ts'
import type { ResolvedTraining } from './options.ts'
import type { LossConfig, RunConfig } from './run-config.ts'
import { prepareRun } from './run-plan.ts'
import { learningRate } from './schedule.ts'

/** What a task gives the loop. */
export interface LoopTask<Config extends RomaeConfig> {
  readonly config: Config
  readonly program: Program
  readonly initial: Parameters
  readonly data: TokenSet
  /** Of the data and what they are to be predicted as. */
  readonly dataFingerprint: string
  readonly kind: RunConfig['task']
  readonly loss: LossConfig
  /** The tokens of a step on this many samples, padded to `length`. */
  sizes(samples: number, length: number): StepSizes
  /** The inputs of one step, dropout masks included; `random` is the step's own stream. */
  makeInputs(batch: BatchPlan, tokens: readonly Tokens[], random: Random): HostTensors
  /** Wraps trained parameters. */
  makeModel(parameters: Parameters): RomaeModel<Config>
}

/**
 * The training loop: shuffled epochs of batches, one optimizer update each, until all steps are made or the signal says
 * stop. Every step's random numbers are a function of seed and step alone, so that a run that goes on from a checkpoint
 * makes the very steps that it would have made. However it ends, the session is disposed, and
 * the engine too unless it was given.
 *
 * @throws RomaeError `TRAINER_*`, `CHECKPOINT_*`, `ENGINE_*`, and what `makeInputs` throws
 */
export async function* trainingLoop<Config extends RomaeConfig>(
  task: LoopTask<Config>,
  training: ResolvedTraining,
): TrainingRun<Config> {
  const { plan, buckets, schedule, parameters } = prepareRun(task, training)
  const { config, steps: totalSteps, batchesPerEpoch: perEpoch } = plan
  const { signal, checkpointFolder, optimizer, clipNorm } = training
  const random = createRandom(training.seed, 'training')
  const saved = checkpointFolder === null ? null : await openCheckpoints(checkpointFolder, training.resume, config)
  const engine = training.engine ?? (await createEngine())
  try {
    const session = engine.train(task.program, { optimizer, clipNorm, parameters })
    try {
      yield { type: 'start', ...plan, engine: engine.info }
      if (saved !== null) {
        const { state, folder, skipped, environment } = saved
        session.restore(state)
        const changed = differencesOf(environment, environmentOf(engine.info))
        yield { type: 'resume', step: state.steps, folder, skipped, changed }
        // The checkpoint of an epoch's last step is written before the epoch is told: the session may have ended between.
        const { steps } = state
        const epoch = Math.ceil(steps / perEpoch)
        const isOver = steps % perEpoch === 0 || steps === totalSteps
        if (isOver) yield { type: 'epoch', epoch, meanLoss: saved.epochLoss / (steps - (epoch - 1) * perEpoch) }
      }
      let step = session.steps
      let savedStep = step
      let epochLoss = saved?.epochLoss ?? 0
      const currentModel = () => task.makeModel(unpackParameters(task.config, session.parameters))
      const save = async (folder: string, model: RomaeModel, scheduled: boolean): Promise<TrainingEvent<Config>> => {
        const progress = { model, moments: session.moments, step, epochLoss, engine: engine.info }
        const written = await saveCheckpoint(folder, training.keepCheckpoints, config, progress)
        savedStep = step
        return { type: 'checkpoint', step, folder: written, scheduled }
      }
      const isStopped = () => signal?.aborted ?? false
      const epochOf = (epoch: number) => epochBatches(buckets, training, random.fork('epoch').fork(epoch))
      const feed = prefetch(
        planBatches(epochOf, perEpoch, step, totalSteps),
        ({ samples, epoch }) => task.data.read(samples, epoch),
        training.prefetch,
      )
      try {
        while (step < totalSteps && !isStopped()) {
          const started = performance.now()
          const { task: batch, made: tokens } = (await feed.next()).value!
          const { epoch, endsEpoch } = batch
          if (step % perEpoch === 0) epochLoss = 0
          const rate = learningRate(schedule, step)
          const inputs = task.makeInputs(batch, tokens, random.fork('step').fork(step))
          const waitMilliseconds = performance.now() - started
          const { loss, gradientNorm } = await takeStep(session, inputs, rate, batch)
          step++
          epochLoss += loss
          const milliseconds = performance.now() - started
          yield { type: 'step', step, epoch, loss, gradientNorm, learningRate: rate, milliseconds, waitMilliseconds }
          if (checkpointFolder !== null && step % training.checkpointEvery === 0) {
            yield await save(checkpointFolder, currentModel(), true)
          }
          if (!endsEpoch && step < totalSteps && !isStopped()) continue
          yield { type: 'epoch', epoch, meanLoss: epochLoss / (step - (epoch - 1) * perEpoch) }
        }
      } finally {
        await feed.return()
      }
      const model = currentModel()
      // A run that made no step since has nothing new to save.
      if (checkpointFolder !== null && step > savedStep) yield await save(checkpointFolder, model, false)
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
