import { defineErrors, didYouMean } from '@romae/errors'

export const errors = defineErrors({
  TRAINER_OPTION: ({ key, got, expected }: { key: string; got: unknown; expected: string }) =>
    `the option ${key} must be ${expected}; got ${String(got)}`,
  TRAINER_UNKNOWN_OPTION: ({ where, key, known }: { where: string; key: string; known: readonly string[] }) =>
    `${where} has no option "${key}"${didYouMean(key, known)}`,
  TRAINER_NO_SAMPLES: ({ what }: { what: string }) => `${what} has no samples; at least one is needed`,
  TRAINER_COUNT_MISMATCH: ({ what, expected, got }: { what: string; expected: number; got: number }) =>
    `${what}: ${expected} are needed; got ${got}`,
  TRAINER_ONE_CLASS: ({ label }: { label: string }) =>
    `all samples have the label "${label}"; a classifier needs at least two classes (give classes to name the others)`,
  TRAINER_UNKNOWN_LABEL: ({ index, label, classes }: { index: number; label: string; classes: readonly string[] }) =>
    `sample ${index} has the label "${label}", which is none of the classes: ${classes.join(', ')}`,
  TRAINER_VALUE_NOT_FINITE: ({ what, sample, got }: { what: string; sample: number; got: number }) =>
    `${what} of sample ${sample} must be finite numbers; got ${got}: leave the sample out or fill it in first`,
  TRAINER_MODEL_MISMATCH: ({ what, model, data }: { what: string; model: number | string; data: number | string }) =>
    `the model was made for ${what} ${model}, the data have ${data}; use the tokenizer that the model was trained with`,
  TRAINER_TASK: ({ expected, got }: { expected: string; got: string }) =>
    `a ${expected} model is needed here; got a ${got} model`,
  TRAINER_NORMALIZED_TARGETS: ({ where }: { where: string }) =>
    `${where}: this model reconstructs standardised tokens (normalizeTargets), which do not tell the values themselves; ` +
    'pre-train with normalizeTargets: false to fill values in',
  TRAINER_NOT_FINITE: ({ step, samples, cause }: { step: number; samples: readonly number[]; cause: string }) =>
    `step ${step} met a number that is not finite on samples ${samples.join(', ')}: ${cause}; ` +
    'lower the learning rate, clip gradients, or look at these samples',
  CHECKPOINT_UNREADABLE: ({ path, reason }: { path: string; reason: string }) =>
    `the checkpoint ${path} cannot be read: ${reason}`,
  CHECKPOINT_UNWRITABLE: ({ path, reason }: { path: string; reason: string }) =>
    `the checkpoint ${path} cannot be written: ${reason}`,
})

/** What a caught value says, for the message of the error that wraps it. */
export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
