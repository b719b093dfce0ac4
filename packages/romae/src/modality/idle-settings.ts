import type { Experiment } from '../settings/experiment.ts'
import type { IdleSettings } from '../settings/require-effect.ts'
import type { HostModality } from './host-modality.ts'
import type { Task } from './targets.ts'

type Idle<Sample> = Pick<HostModality<Sample>, 'idle' | 'members'>

/** What `pretrain` does not use of an experiment. */
export function idleInPretraining<Sample>(
  modality: Idle<Sample>,
  experiment: Experiment,
  paths: readonly string[],
): IdleSettings {
  return {
    'finetuning.': 'it is of fine-tuning; set it in finetune',
    ...Object.fromEntries(
      (modality.members ?? [null]).map((name) => [
        `data.${name === null ? '' : `${name}.`}augment.`,
        'samples are changed in fine-tuning only; set it in finetune',
      ]),
    ),
    ...idleInModel(experiment),
    ...idleEpochs('pretraining', experiment),
    ...modality.idle?.(experiment, paths),
  }
}

/** What `finetune` does not use of an experiment. @param start the folder of a pre-trained model, or null */
export function idleInFinetuning<Sample>(
  modality: Idle<Sample>,
  experiment: Experiment,
  paths: readonly string[],
  { start, task }: { readonly start: string | null; readonly task: Task },
): IdleSettings {
  const ofModel = `it is as in ${start}, which was trained with it; set it in pretrain`
  const scratch = 'it is of pre-training; set it in pretrain, and give its run with --from'
  return {
    ...(start === null
      ? {
          'pretraining.': scratch,
          'model.decoder': scratch,
          'model.normalizeTargets': scratch,
          'model.likelihood.': scratch,
        }
      : { 'pretraining.': ofModel, 'model.': ofModel, 'tokenizer.': ofModel }),
    ...(task === 'regression' && { 'finetuning.labelSmoothing': 'a regression has no classes' }),
    ...idleInModel(experiment),
    ...idleEpochs('finetuning', experiment),
    ...modality.idle?.(experiment, paths),
  }
}

function idleInModel({ model: { positionEncoding = 'rope' } }: Experiment): IdleSettings {
  if (positionEncoding === 'rope') return {}
  return { 'model.ropeFraction': `nothing rotates with model.positionEncoding=${positionEncoding}` }
}

/** Only of a preset: `applySettings` refuses epochs beside steps. */
function idleEpochs(stage: 'pretraining' | 'finetuning', experiment: Experiment): IdleSettings {
  const { steps } = experiment[stage]
  return steps == null ? {} : { [`${stage}.epochs`]: `${stage}.steps decides how long` }
}
