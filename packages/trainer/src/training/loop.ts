import { createRandom, type RomaeConfig } from '@romae/core'
import { createEngine, type TrainingOptions as SessionOptions } from '@romae/engine'
import { prefetch } from '@romae/internal/iteration'
import { RomaeError } from '@romae/tokenizer'
import { differencesOf } from '../checkpoints/differences.ts'
import { type OpenRun, openCheckpoints } from '../checkpoints/run-checkpoints.ts'
import { environmentOf } from '../checkpoints/run-record.ts'
import { epochBatches } from '../data/buckets.ts'
import { planBatches } from '../data/plan.ts'
import { errors } from '../errors.ts'
import { evaluate } from '../evaluation/evaluate.ts'
import type { TrainingRun } from './events.ts'
import type { LoopTask } from './loop-task.ts'
import { requireMemory } from './memory-limit.ts'
import { partSize, type ResolvedTraining } from './options.ts'
import { Progress } from './progress.ts'
import { type PreparedRun, prepareRun } from './run-plan.ts'
import { learningRate } from './schedule.ts'
import { takeStep } from './take-step.ts'
import { updateFactors } from './update-factors.ts'
import { withinMemory } from './within-memory.ts'

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
  const prepared = prepareRun(task, training)
  const { checkpointStorage, resume } = training
  if (checkpointStorage === null) return yield* trainFrom(task, training, prepared, null)
  const open = await openCheckpoints(checkpointStorage, resume, prepared.plan.config)
  try {
    return yield* trainFrom(task, training, prepared, open)
  } finally {
    await open.lock.release()
  }
}

async function* trainFrom<Config extends RomaeConfig>(
  task: LoopTask<Config>,
  training: ResolvedTraining,
  { plan, buckets, schedule, takeParameters }: PreparedRun<Config>,
  open: OpenRun | null,
): TrainingRun<Config> {
  const { config, steps: totalSteps, batchesPerEpoch: perEpoch } = plan
  const { signal, checkpointStorage, seed } = training
  const { evaluation } = task
  const saved = open?.saved ?? null
  const engine = training.engine ?? (await createEngine())
  try {
    requireMemory(plan, training, engine.info)
    const session = engine.train(task.program, sessionOptions(task.config, training, takeParameters()))
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
      const random = createRandom(seed, 'training')
      const epochOf = (epoch: number) => epochBatches(buckets, training, random.fork('epoch').fork(epoch))
      const feed = prefetch(
        planBatches(epochOf, perEpoch, progress.state.step, totalSteps),
        ({ samples, epoch }) => task.data.read(samples, epoch),
        training.prefetch,
      )
      const requireLock = () => {
        if (open?.lock.isLost !== true) return
        throw errors.TRAINER_FOLDER_LOST({ folder: checkpointStorage!.locate(), step: progress.state.step })
      }
      const isOver = () => isEnded() || (signal?.aborted ?? false)
      try {
        while (!isOver()) {
          requireLock()
          const started = performance.now()
          const { task: batch, made: tokens } = (await feed.next()).value!
          const { epoch, endsEpoch, samples } = batch
          if (batch.step % perEpoch === 0) progress.beginEpoch()
          const rate = learningRate(schedule, batch.step)
          const step = batch.step + 1
          const stepRandom = random.fork('step').fork(batch.step)
          const inputs = await withinMemory(batch, training, () => task.makeInputs(batch, tokens, stepRandom))
          const waitMilliseconds = performance.now() - started
          const { lossWeight } = task
          const size = partSize(training)
          const stepPlan = { inputs, samples, step, learningRate: rate, partSize: size, lossWeight }
          const taken = await withinMemory(batch, training, () => takeStep(session, stepPlan)).catch(
            (cause: unknown) => {
              if (training.nonFinite === 'skip' && RomaeError.isInstance(cause, 'TRAINER_NOT_FINITE')) return cause
              throw cause
            },
          )
          if (taken instanceof Error) {
            progress.skippedStep(samples, taken)
            const { skippedSteps } = progress.state
            yield { type: 'skip', step, epoch, samples: [...samples], reason: taken.message, skippedSteps }
          } else {
            const { loss, gradientNorm } = taken
            progress.tookStep(loss)
            const milliseconds = performance.now() - started
            yield { type: 'step', step, epoch, loss, gradientNorm, learningRate: rate, milliseconds, waitMilliseconds }
          }
          let improved = false
          if (evaluation !== null && (step === totalSteps || isDue(evaluation.options.every, step, endsEpoch))) {
            const begun = performance.now()
            const metrics = await evaluate(evaluation, evaluated!, progress.parameters, seed)
            improved = progress.evaluated(metrics)
            const { best } = progress.state.selection
            yield { type: 'evaluation', step, epoch, metrics, improved, best, milliseconds: performance.now() - begun }
          }
          const isDecisive = improved || progress.isExhausted
          if (isDecisive || step % training.checkpointEvery === 0) yield* progress.save(true)
          if (!endsEpoch && !isOver()) continue
          yield { type: 'epoch', epoch, meanLoss: progress.epochMean }
        }
      } finally {
        await feed.return()
      }
      requireLock()
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
  const { optimizer, clipNorm, ema } = training
  const factors = updateFactors(config, training)
  return { optimizer, clipNorm, parameters, factors, averageDecay: ema, inParts: training.accumulation > 1 }
}

function isDue(every: 'epoch' | number, step: number, endsEpoch: boolean): boolean {
  return every === 'epoch' ? endsEpoch : step % every === 0
}
