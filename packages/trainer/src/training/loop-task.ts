import type { Parameters, Random, RomaeConfig, StepSizes } from '@romae/core'
import type { HostTensors, Program } from '@romae/engine'
import type { Tokens } from '@romae/tokenizer'
import type { BatchPlan } from '../data/buckets.ts'
import type { TokenSet } from '../data/token-set.ts'
import type { EvaluationTask } from '../evaluation/evaluate.ts'
import type { RomaeModel } from '../model/romae-model.ts'
import type { TokenizerRecord } from '../model/tokenizer-record.ts'
import type { Note } from '../notes.ts'
import type { LossConfig, RunConfig } from './run-config.ts'

/** Rows of a step's batch: all, or those of one rank. */
interface StepRows extends BatchPlan {
  /** Their places in the whole batch; default 0, 1, … */
  readonly rows?: ArrayLike<number>
}

/** What a task gives the loop. */
export interface LoopTask<Config extends RomaeConfig> {
  readonly config: Config
  readonly tokenizerRecord: TokenizerRecord
  /** What should be known before the run, and stops nothing. */
  readonly notes: readonly Note[]
  readonly program: Program
  /** What training starts from, packed. Made when it is asked for: nobody needs it for longer than a moment. */
  readonly initial: () => Float32Array
  readonly data: TokenSet
  /** Of the data and what they are to be predicted as. */
  readonly dataFingerprint: string
  readonly kind: RunConfig['task']
  readonly loss: LossConfig
  readonly evaluation: EvaluationTask | null
  /** The tokens of a step on this many samples, padded to `length`. */
  sizes(samples: number, length: number): StepSizes
  /** The inputs of one step, dropout masks included; `random` is the step's own stream. */
  makeInputs(batch: StepRows, tokens: readonly Tokens[], random: Random): HostTensors
  /** The denominator of the mean loss of a batch, or of a micro-batch. */
  lossWeight(inputs: HostTensors): number
  /** Wraps trained parameters. */
  makeModel(parameters: Parameters): RomaeModel<Config>
}

/** Ends what reads the task's samples. */
export async function closeTask({ data, evaluation }: LoopTask<RomaeConfig>): Promise<void> {
  await data.close()
  await evaluation?.data.close()
}
