import type { Random, RomaeConfig } from '@romae/core'
import type { HostTensors, TrainingSession } from '@romae/engine'
import { type Outcome, outcomeOf, resultOf } from '@romae/internal/communication'
import { RomaeError } from '@romae/tokenizer'
import type { Ranks } from '../ranks/ranks.ts'
import type { TrainingEvent } from './events.ts'
import type { FedBatch } from './feed.ts'
import type { LoopTask } from './loop-task.ts'
import { microBatchSize, type ResolvedTraining } from './options.ts'
import type { Progress } from './progress.ts'
import { learningRate, type Schedule } from './schedule.ts'
import { takeStep } from './take-step.ts'
import { withinMemory } from './within-memory.ts'

/** What the steps of a run share. */
export interface StepContext<Config extends RomaeConfig> {
  readonly task: LoopTask<Config>
  readonly training: ResolvedTraining
  readonly schedule: Schedule
  readonly session: TrainingSession
  readonly progress: Progress<Config>
  /** Null where this process trains alone. */
  readonly ranks: Ranks | null
  /** Throws where the run cannot go on. */
  readonly check: () => void
  /** Of the whole training: a step draws from a stream of it that is named by the step's number. */
  readonly random: Random
}

/**
 * One batch: its inputs are made, and one update. Where a number is not finite and the run skips such steps, no update is made.
 *
 * @param started when the wait for the batch began, in milliseconds
 * @returns what is told of it
 * @throws RomaeError `TRAINER_NOT_FINITE`, `TRAINER_SKIP_LIMIT`, `TRAINER_OUT_OF_MEMORY`, `ENGINE_*`
 */
export async function oneStep<Config extends RomaeConfig>(
  context: StepContext<Config>,
  batch: FedBatch,
  started: number,
): Promise<TrainingEvent<Config>> {
  const { task, training, schedule, session, progress, ranks } = context
  const { samples, epoch } = batch
  const step = batch.step + 1
  const rate = learningRate(schedule, batch.step)
  const make = () => rowInputs(context, batch)
  const stop = training.signal?.aborted ?? false
  const { inputs: made, totals } =
    ranks === null ? countedInputs(task, await make()) : await agreedInputs(context, ranks, await outcomeOf(make), stop)
  const { modalityLosses } = task
  const inputs = made && (modalityLosses?.weighed(made, totals) ?? made)
  const waitMilliseconds = performance.now() - started
  const { lossWeight } = task
  const plan = {
    inputs,
    samples,
    step,
    learningRate: rate,
    ofRanks: ranks !== null,
    microBatchSize: microBatchSize(training),
    lossWeight,
  }
  try {
    const { loss, gradientNorm, outputs } = await withinMemory(batch, training, () => takeStep(session, plan))
    progress.tookStep(loss)
    const milliseconds = performance.now() - started
    const losses = outputs && modalityLosses && { losses: modalityLosses.losses(outputs, totals) }
    const numbers = { loss, ...losses, gradientNorm, learningRate: rate, milliseconds, waitMilliseconds }
    return { type: 'step', step, epoch, ...numbers }
  } catch (cause) {
    if (training.onNonFinite !== 'skip' || !RomaeError.isInstance(cause, 'TRAINER_NOT_FINITE')) throw cause
    progress.skippedStep(samples, cause)
    const { skippedSteps } = progress.state
    return { type: 'skip', step, epoch, samples: [...samples], reason: cause.message, skippedSteps }
  }
}

/** Inputs, and what the whole batch counts for the loss of each modality. */
interface CountedInputs {
  readonly inputs: HostTensors | null
  readonly totals: readonly number[]
}

function countedInputs<Config extends RomaeConfig>(
  { modalityLosses }: Pick<LoopTask<Config>, 'modalityLosses'>,
  inputs: HostTensors | null,
): CountedInputs {
  return { inputs, totals: (inputs && modalityLosses?.counts(inputs)) ?? [] }
}

/** The same, of which all ranks have made a part. */
function agreedInputs<Config extends RomaeConfig>(
  { task }: StepContext<Config>,
  ranks: Ranks,
  made: Outcome<HostTensors | null>,
  stop: boolean,
): Promise<CountedInputs> {
  const { modalityLosses } = task
  if (modalityLosses === undefined) return ranks.agreeOnInputs(made, stop, [])
  const own = 'result' in made && made.result !== null ? modalityLosses.counts(made.result) : []
  const none = new Array<number>(1 + task.config.modalities!.length).fill(0)
  return ranks.agreeOnInputs(made, stop, own.length === 0 ? none : own)
}

/** The inputs of this process's rows of a batch; null where it has none. */
async function rowInputs<Config extends RomaeConfig>(
  { task, training, ranks, check, random }: StepContext<Config>,
  batch: FedBatch,
): Promise<HostTensors | null> {
  check()
  const tokens = resultOf(batch.tokens)
  const { first, end } = batch.own
  if (first === end) return null
  const samples = batch.samples.subarray(first, end)
  const rows = Array.from(samples, (_, row) => first + row)
  const own = ranks === null ? batch : { ...batch, samples, rows }
  const ofStep = random.fork('step').fork(batch.step)
  return withinMemory(batch, training, () => task.makeInputs(own, tokens, ofStep))
}
