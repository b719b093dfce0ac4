import {
  type AnyTokenizer,
  describeFinetuning,
  type FinetuneOptions,
  type PretrainedModel,
  type TrainingOptions,
} from '@romae/trainer/node'
import type { HostModality, SampleSet } from '../modality/host-modality.ts'
import type { LabelledSplits } from '../modality/read-splits.ts'
import { labelsOf, numbersOf, scaleOf, type TargetScale, targetOptions } from '../modality/targets.ts'
import type { TrainedModel } from '../modality/trained-model.ts'
import { type ValidationOptions, validationTask } from '../modality/validation.ts'
import { describePlan } from '../run/describe-plan.ts'
import { folders } from '../run/stage-state.ts'
import { fitTokenizer, printTokenizer } from '../samples/fit-tokenizer.ts'
import { augmentedSamples, trainerSamples } from '../samples/trainer-samples.ts'
import type { Experiment } from '../settings/experiment.ts'
import { finetuningOptions } from '../settings/to-options.ts'
import type { Splits } from '../splits/divide.ts'
import { type SplitHistory, splitHistory } from '../splits/split-history.ts'

/** What a fine-tuning starts from. */
export interface FinetuningStart {
  /** As the user gave it. */
  readonly given: string
  readonly trained: TrainedModel<PretrainedModel>
}

/** A fine-tuning of some splits, before it has begun. */
export interface PreparedFinetuning<Sample> {
  readonly splits: Splits<Sample>
  readonly test: SampleSet<Sample>
  readonly tokenizer: AnyTokenizer<Sample>
  readonly targetScale: TargetScale | null
  readonly experiment: Experiment
  readonly history: SplitHistory
  options(training: TrainingOptions): FinetuneOptions<Sample>
}

/** @param start null: from scratch */
export async function prepareFinetuning<Sample>(
  modality: HostModality<Sample>,
  chosen: Experiment,
  { task, ...splits }: Omit<LabelledSplits<Sample>, 'notes'>,
  start: FinetuningStart | null,
  options: ValidationOptions,
): Promise<PreparedFinetuning<Sample>> {
  const [train, validation, test] = [splits.train.set, splits.validation?.set ?? null, splits.test.set]
  const experiment: Experiment = { ...chosen, data: train.data, finetuning: { ...chosen.finetuning, task } }
  const tokenizer =
    start === null
      ? await fitTokenizer(modality, train.samples, experiment.tokenizer)
      : modality.restore(start.trained.model)
  if (start !== null) printTokenizer(modality, tokenizer)
  const targetScale = task === 'regression' ? scaleOf(numbersOf(labelsOf(train), train.ids)) : null
  const { labelSmoothing } = experiment.finetuning
  const targetsOf = (set: SampleSet<Sample>) => targetOptions(task, set, labelsOf(set), targetScale, labelSmoothing)
  const evaluation =
    validation && validationTask(await trainerSamples(validation, tokenizer), targetsOf(validation), options)
  const samples = await augmentedSamples(modality, train, tokenizer, experiment.data)
  const runOptions = { tokenizer, samples, ...targetsOf(train), ...(evaluation && { evaluation }) }
  const pretrained = start?.trained.model ?? null
  const origin = start && { given: start.given, folder: start.trained.folder }
  return {
    splits,
    test,
    tokenizer,
    targetScale,
    experiment,
    history: await splitHistory(splits, origin, modality.samples),
    options: (training) => ({ ...runOptions, ...finetuningOptions(experiment, pretrained, training) }),
  }
}

/** What `--dry-run` prints of it. */
export async function planOfFinetuning<Sample>(prepared: PreparedFinetuning<Sample>, seed: number): Promise<string> {
  const plan = await describeFinetuning(prepared.options({ seed, checkpointFolder: folders.training }))
  return describePlan('fine-tuning', plan)
}
