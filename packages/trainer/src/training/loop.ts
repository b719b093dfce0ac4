import { createRandom, type RomaeConfig } from '@romae/core'
import { createEngine, type SessionOptions } from '@romae/engine'
import { together } from '@romae/internal/communication'
import { differencesOf } from '../checkpoints/differences.ts'
import { type OpenRun, openCheckpoints } from '../checkpoints/run-checkpoints.ts'
import { environmentOf } from '../checkpoints/run-record.ts'
import { errors } from '../errors.ts'
import { Ranks, rankFailed } from '../ranks/ranks.ts'
import { requireSameEngine, requireSameRun } from '../ranks/same-on-all.ts'
import { sharedStorage } from '../ranks/shared-storage.ts'
import { evaluateWhenDue } from './evaluate-when-due.ts'
import type { TrainingRun } from './events.ts'
import { feed } from './feed.ts'
import type { LoopTask } from './loop-task.ts'
import { requireMemory } from './memory-limit.ts'
import { oneStep } from './one-step.ts'
import type { ResolvedTraining } from './options.ts'
import { Progress } from './progress.ts'
import { type PreparedRun, prepareRun } from './run-plan.ts'
import { updateFactors } from './update-factors.ts'

/**
 * The training loop: shuffled epochs of batches, one optimizer update each, until all steps are made, evaluations do not get
 * better any more, or the signal says stop. Every step's random numbers are a function of seed and step alone, so that a
 * run that goes on from a checkpoint makes the very steps that it would have made. However it ends, what it made is
 * disposed, the engine too unless it was given.
 *
 * @throws RomaeError `TRAINER_*`, `CHECKPOINT_*`, `ENGINE_*`, and what the task's functions throw
 */
export async function* trainingLoop<Config extends RomaeConfig>(
  task: LoopTask<Config>,
  training: ResolvedTraining,
): TrainingRun<Config> {
  const { communicator = null } = training
  if (communicator === null) return yield* openAndTrain(task, training)
  const { checkpointStorage: storage } = training
  const shared = storage && { checkpointStorage: sharedStorage(communicator, storage) }
  return yield* openAndTrain(task, { ...training, ...shared })
}

async function* openAndTrain<Config extends RomaeConfig>(
  task: LoopTask<Config>,
  training: ResolvedTraining,
): TrainingRun<Config> {
  const { checkpointStorage, resume, communicator = null } = training
  const prepared = await together(communicator, rankFailed, () => prepareRun(task, training))
  const { config } = prepared.plan
  if (communicator !== null) await requireSameRun(communicator, config, resume)
  if (checkpointStorage === undefined) return yield* trainFrom(task, training, prepared, null)
  const open = await openCheckpoints(checkpointStorage, resume, config)
  try {
    return yield* trainFrom(task, training, prepared, open)
  } finally {
    await open.lock.release()
  }
}

async function* trainFrom<Config extends RomaeConfig>(
  task: LoopTask<Config>,
  training: ResolvedTraining,
  prepared: PreparedRun<Config>,
  open: OpenRun | null,
): TrainingRun<Config> {
  const { plan, schedule, takeParameters } = prepared
  const { config, steps: totalSteps, batchesPerEpoch: perEpoch } = plan
  const { signal, checkpointStorage, seed } = training
  const { evaluation } = task
  const saved = open?.saved ?? null
  const { communicator = null } = training
  const ranks = communicator && new Ranks(communicator, training.batchSize)
  const openEngine = () => createEngine('auto', { checkInputs: false })
  const engine = training.engine ?? (await together(communicator, rankFailed, openEngine))
  try {
    if (communicator !== null) await requireSameEngine(communicator, engine.info)
    const session = await together(communicator, rankFailed, () => {
      requireMemory(plan, training, engine.info)
      return engine.train(task.program, sessionOptions(task.config, training, takeParameters()))
    })
    const evaluated = evaluation === null ? null : engine.compile(task.program)
    try {
      yield { type: 'start', ...plan, engine: engine.info }
      const progress = new Progress(task, training, config, session, engine.info, saved)
      if (saved !== null) {
        const { state, folder, skipped, environment } = saved
        yield {
          type: 'resume',
          step: state.step,
          folder,
          skipped,
          changed: differencesOf(environment, environmentOf(engine.info)),
        }
      }
      const isEnded = () => progress.state.step === totalSteps || progress.isExhausted
      // The checkpoint of an epoch's last step is written before the epoch is told: the session may have ended between.
      if (saved !== null && (saved.state.step % perEpoch === 0 || isEnded())) {
        yield { type: 'epoch', epoch: Math.ceil(saved.state.step / perEpoch), meanLoss: progress.epochMean }
      }
      const requireLock = () => {
        if (open?.lock.isLost !== true) return
        throw errors.TRAINER_FOLDER_LOST({ folder: checkpointStorage!.locate(), step: progress.state.step })
      }
      const isStopped = () => ranks?.isStopped ?? signal?.aborted ?? false
      const isOver = () => isEnded() || isStopped()
      const random = createRandom(seed, 'training')
      const context = { task, training, schedule, session, progress, ranks, check: requireLock, random }
      const evaluating = evaluation && { task: evaluation, program: evaluated!, seed, communicator, steps: totalSteps }
      const batches = feed(task, training, prepared, progress.state.step, ranks, random)
      try {
        while (!isOver()) {
          const started = performance.now()
          const batch = (await batches.next()).value!
          if (batch.step % perEpoch === 0) progress.beginEpoch()
          yield await oneStep(context, batch, started)
          const found = evaluating && (await evaluateWhenDue(evaluating, progress, batch))
          if (found !== null) yield found
          const isDecisive = found?.improved === true || progress.isExhausted
          if (isDecisive || progress.state.step % (training.checkpointEvery ?? Infinity) === 0)
            yield* progress.save(true)
          if (!batch.endsEpoch && !isOver()) continue
          yield { type: 'epoch', epoch: batch.epoch, meanLoss: progress.epochMean }
        }
      } finally {
        await batches.return()
      }
      await together(communicator, rankFailed, requireLock)
      yield* progress.save(false)
      const { step, skippedSteps } = progress.state
      const reason = step === totalSteps ? 'steps' : progress.isExhausted ? 'patience' : 'signal'
      const { model, modelStep } = progress.finalModel()
      yield { type: 'finish', step, stopped: reason === 'signal', reason, skippedSteps, model, modelStep }
      return model
    } finally {
      await evaluated?.dispose()
      await session.dispose()
    }
  } finally {
    if (training.engine === null) await engine.dispose()
  }
}

function sessionOptions(config: RomaeConfig, training: ResolvedTraining, parameters: Float32Array): SessionOptions {
  const { optimizer, clipNorm, emaDecay, activationCheckpointing } = training
  const factors = updateFactors(config, training)
  return {
    optimizer,
    clipNorm,
    parameters,
    factors,
    averageDecay: emaDecay,
    microBatches: training.gradientAccumulationSteps > 1,
    activationCheckpointing,
    ...(training.communicator !== undefined && { communicator: training.communicator }),
  }
}
