import { finetune, type PretrainedModel, readMetrics } from '@romae/trainer/node'
import type { HostModality, SampleSet } from '../modality/host-modality.ts'
import { labelsOf, numbersOf, scaleOf, type Task, targetOptions } from '../modality/targets.ts'
import { type ValidationOptions, validationTask } from '../modality/validation.ts'
import type { RunOptions } from '../run/run-options.ts'
import { runStage } from '../run/run-stage.ts'
import type { Session } from '../run/session.ts'
import { fitTokenizer } from '../samples/fit-tokenizer.ts'
import { augmentedSamples, trainerSamples } from '../samples/trainer-samples.ts'
import { type IdleSettings, usedSettings } from '../settings/require-effect.ts'
import { finetuningOptions } from '../settings/to-options.ts'
import type { TrialRun } from './search.ts'

/** What all trials have in common: no sample that a model is tested on is among it. */
export interface TrialData<Sample> {
  readonly train: SampleSet<Sample>
  readonly validation: SampleSet<Sample>
  readonly task: Task
  /** The model that fine-tuning starts from. */
  readonly pretrained: PretrainedModel | null
}

/**
 * Trains a trial, or takes one that is done.
 *
 * @returns the best value of the metric on the validation samples; NaN where training failed by itself
 */
export async function runTrial<Sample>(
  modality: HostModality<Sample>,
  { train, validation, task, pretrained }: TrialData<Sample>,
  { label, folder, experiment, idle }: TrialRun & { readonly idle: IdleSettings },
  session: Session,
  options: Pick<RunOptions, 'seed' | 'resume' | 'overwrite' | 'saveEvery' | 'tensorboard'> & ValidationOptions,
): Promise<number> {
  const tokenizer =
    pretrained === null
      ? await fitTokenizer(modality, train.samples, experiment.tokenizer)
      : modality.restore(pretrained)
  const targetScale = task === 'regression' ? scaleOf(numbersOf(labelsOf(train), train.ids)) : null
  const { labelSmoothing } = experiment.finetuning
  const targetsOf = (set: SampleSet<Sample>) => targetOptions(task, set, labelsOf(set), targetScale, labelSmoothing)
  const evaluation = validationTask(await trainerSamples(validation, tokenizer), targetsOf(validation), options)
  const samples = await augmentedSamples(modality, train, tokenizer, experiment.data)
  const { seed } = options
  await runStage(
    {
      label,
      folder,
      settings: { experiment: usedSettings(experiment, idle), targetScale },
      start: (training) =>
        finetune({
          tokenizer,
          samples,
          ...targetsOf(train),
          evaluation,
          ...finetuningOptions(experiment, pretrained, { seed, ...training }),
        }),
    },
    session,
    options,
  )
  return bestScore(folder)
}

/** The best value of the metric that a run's log has; NaN where there is none. */
export async function bestScore(folder: string): Promise<number> {
  const last = (await readMetrics(folder)).findLast(({ type }) => type === 'evaluation')
  const { best } = (last ?? {}) as { readonly best?: { readonly value: number } | null }
  return best?.value ?? Number.NaN
}
