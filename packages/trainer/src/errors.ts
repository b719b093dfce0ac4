import { defineErrors, didYouMean } from '@romae/errors'

export const errors = defineErrors({
  TRAINER_OPTION: ({ key, got, expected }: { key: string; got: unknown; expected: string }) =>
    `the option ${key} must be ${expected}; got ${String(got)}`,
  TRAINER_UNKNOWN_OPTION: ({ where, key, known }: { where: string; key: string; known: readonly string[] }) =>
    `${where} has no option "${key}"${didYouMean(key, known)}`,
})
