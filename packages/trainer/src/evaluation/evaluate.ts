import { createRandom, type Random } from '@romae/core'
import type { Communicator, CompiledProgram, HostTensors } from '@romae/engine'
import { outcomeOf } from '@romae/internal/communication'
import { prefetch } from '@romae/internal/iteration'
import { type BatchPlan, type Bucket, makeBuckets } from '../data/buckets.ts'
import type { SampleTokens } from '../data/sample-tokens.ts'
import type { TokenSet } from '../data/token-set.ts'
import { inferenceBuckets } from '../inference/batches.ts'
import type { ClassificationMetrics } from '../metrics.ts'
import type { MultiLabelFigures } from '../multi-label-metrics.ts'
import { type Evaluated, type EvaluatedBatch, evaluateTogether, type LossTerm } from '../ranks/evaluate-together.ts'
import type { RegressionMetrics } from '../regression-errors.ts'
import type { EvaluationConfig } from './evaluation-options.ts'

/** The loss, averaged over all samples as over one batch, and what else belongs to the task. */
export type EvaluationMetrics = { readonly loss: number } & Partial<
  ClassificationMetrics & MultiLabelFigures & RegressionMetrics & LossesOfModalities
>

/** Of several modalities: the mean loss of a masked token of each that has any, by name. */
interface LossesOfModalities {
  /** Where tokens are masked by the ratios. */
  readonly losses: Readonly<Record<string, number>>
  /** Where the whole modality is hidden, and the others are seen. */
  readonly hiddenLosses: Readonly<Record<string, number>>
}

/** What a task gives for its evaluation. */
export interface EvaluationTask {
  readonly options: EvaluationConfig
  readonly data: TokenSet<SampleTokens>
  /** Of the data and what they are to be predicted as. */
  readonly dataFingerprint: string
  /** The inputs of one batch, with targets and without dropout; `random` is the evaluation's own stream, the same each time, and in it each sample has one. */
  makeInputs(batch: BatchPlan, tokens: readonly SampleTokens[], random: Random): HostTensors
  /** The denominator of a batch's mean loss. */
  lossWeight(inputs: HostTensors): number
  /** Metrics beside the loss, null for none; `predictions` has one array a sample, in the order of the data. */
  readonly metrics: ((predictions: readonly Float32Array[]) => Omit<EvaluationMetrics, 'loss'>) | null
  /** In place of `makeInputs` and `lossWeight`, of several modalities. */
  readonly ofModalities?: ModalityEvaluation
}

/** How a loss of several modalities is evaluated: as means of several kinds, each over all samples. */
export interface ModalityEvaluation {
  /** How many means there are. */
  readonly means: number
  /** The inputs of a batch, in each way in which it is masked. */
  makeInputs(batch: BatchPlan, tokens: readonly SampleTokens[], random: Random): readonly HostTensors[]
  /** What a batch adds to each mean. @param runs outputs and inputs, of each way */
  terms(runs: readonly { readonly outputs: HostTensors; readonly inputs: HostTensors }[]): readonly LossTerm[]
  /** @param means NaN where nothing was added */
  metrics(means: readonly number[]): EvaluationMetrics
}

/**
 * Evaluates parameters in evaluation mode: nothing is dropped, samples come in a fixed order, and where something is
 * random (what is masked in pre-training) it is so by the seed and the sample's index alone: every evaluation of a run is of the
 * same, whatever its batch size.
 *
 * @param parameters packed
 * @param communicator of ranks that share the batches, and all find the same; null: this process evaluates alone
 * @throws RomaeError `ENGINE_*`, and what reading the data throws
 */
export async function evaluate(
  task: EvaluationTask,
  program: CompiledProgram,
  parameters: Float32Array,
  seed: number,
  communicator: Communicator | null,
): Promise<EvaluationMetrics> {
  const { options, data, makeInputs, lossWeight, metrics, ofModalities } = task
  const random = createRandom(seed, 'evaluation')
  const samples = data.lengths.length
  const all = [...orderedBatches(makeBuckets(data.lengths, inferenceBuckets, data.partLengths), options.batchSize)]
  const places = all.map((batch, place) => ({ ...batch, place }))
  const run = async (): Promise<Evaluated> => {
    const batches: EvaluatedBatch[] = []
    const predictions = new Array<Float32Array | undefined>(samples).fill(undefined)
    const own = communicator && places.filter(({ place }) => place % communicator.size === communicator.rank)
    const read = (batch: BatchPlan) => data.read(batch.samples, 1)
    for await (const { task: batch, made: tokens } of prefetch(own ?? places, read, 1)) {
      if (ofModalities !== undefined) {
        const runs: { outputs: HostTensors; inputs: HostTensors }[] = []
        for (const inputs of ofModalities.makeInputs(batch, tokens, random)) {
          runs.push({ inputs, outputs: await program.run(parameters, inputs) })
        }
        batches.push({ place: batch.place, terms: ofModalities.terms(runs) })
        continue
      }
      const inputs = makeInputs(batch, tokens, random)
      const { loss, predictions: outputs } = await program.run(parameters, inputs)
      batches.push({ place: batch.place, terms: [{ loss: loss!.data[0]!, weight: lossWeight(inputs) }] })
      if (metrics === null) continue
      const row = outputs!.data.length / batch.samples.length
      batch.samples.forEach((sample, slot) => {
        predictions[sample] = Float32Array.from(outputs!.data.subarray(slot * row, (slot + 1) * row))
      })
    }
    return { batches, predictions }
  }
  const { batches, predictions } =
    communicator === null
      ? await run()
      : await evaluateTogether(communicator, await outcomeOf(run), {
          batches: all.length,
          terms: ofModalities?.means ?? 1,
        })
  const mean = (term: number) => {
    const weights = batches.reduce((sum, { terms }) => sum + terms[term]!.weight, 0)
    const total = batches.reduce((sum, { terms }) => sum + terms[term]!.weight * terms[term]!.loss, 0)
    return total / weights
  }
  if (ofModalities !== undefined)
    return ofModalities.metrics(Array.from({ length: ofModalities.means }, (_, i) => mean(i)))
  return { loss: mean(0), ...metrics?.(predictions as readonly Float32Array[]) }
}

/** Every sample once, in a fixed order; the last batch of a bucket may be smaller. */
function* orderedBatches(buckets: readonly Bucket[], batchSize: number): Generator<BatchPlan> {
  for (const { samples, ...padded } of buckets) {
    for (let start = 0; start < samples.length; start += batchSize) {
      yield { ...padded, samples: samples.subarray(start, start + batchSize) }
    }
  }
}
