import type { Parameters, Random, RomaeConfig, StepSizes } from '@romae/core'
import type { HostTensors, Program } from '@romae/engine'
import type { BatchPlan, PaddedLength } from '../data/buckets.ts'
import type { SampleTokens } from '../data/sample-tokens.ts'
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
  readonly data: TokenSet<SampleTokens>
  /** Of the data and what they are to be predicted as. */
  readonly dataFingerprint: string
  readonly kind: RunConfig['task']
  readonly loss: LossConfig
  readonly evaluation: EvaluationTask | null
  /** The tokens of a step on this many samples, padded so. */
  sizes(samples: number, padded: PaddedLength): StepSizes
  /** The inputs of one step, dropout masks included; `random` is the step's own stream. */
  makeInputs(batch: StepRows, tokens: readonly SampleTokens[], random: Random): HostTensors
  /** What the loss of several modalities needs beside: absent where there is one. */
  readonly modalityLosses?: ModalityLosses
  /** The denominator of the mean loss of a batch, or of a micro-batch. */
  lossWeight(inputs: HostTensors): number
  /** Wraps trained parameters. */
  makeModel(parameters: Parameters): RomaeModel<Config>
}

/** How the loss of a batch is made of those of its modalities, whatever parts it is computed in. */
export interface ModalityLosses {
  /** What is counted of rows of a batch, to be added up over all of its rows. */
  counts(inputs: HostTensors): readonly number[]
  /** Gives rows of a batch what their errors count in the loss of the whole. @param totals the counts of all of its rows */
  weighed(inputs: HostTensors, totals: readonly number[]): HostTensors
  /** The mean loss of each modality of which the batch has anything masked, by name. @param outputs of all of its rows */
  losses(outputs: HostTensors, totals: readonly number[]): Readonly<Record<string, number>>
}

/** Ends what reads the task's samples. */
export async function closeTask({ data, evaluation }: LoopTask<RomaeConfig>): Promise<void> {
  await data.close()
  await evaluation?.data.close()
}
