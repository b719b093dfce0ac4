import { defineErrors, didYouMean } from '@romae/errors'

export const errors = defineErrors({
  DATASETS_UNKNOWN_OPTION: ({ of, key, known }: { of: string; key: string; known: readonly string[] }) =>
    `${of} has no option "${key}"${didYouMean(key, known)}`,
  DATASETS_INVALID_OPTION: ({ of, key, expected, got }: { of: string; key: string; expected: string; got: unknown }) =>
    `${of}: ${key} must be ${expected}; got ${String(got)}`,

  DATASETS_NOTHING_LEFT: ({ of, dropped, length }: { of: string; dropped: number; length: number }) =>
    `${of}: dropping ${dropped} of ${length} time stamps leaves none; use a smaller fraction`,
  DATASETS_NOTHING_DROPPED: ({ of, dropped, length }: { of: string; dropped: number; length: number }) =>
    `${of}: dropping ${dropped} of ${length} time stamps drops none; use a larger fraction, or 0 to keep all`,
  DATASETS_DROP_MISCOUNTED: (fields: { split: string; series: number; expected: number; got: number }) =>
    `series ${fields.series} of the ${fields.split} split should have kept ${fields.expected} time stamps, each once ` +
    `and in order, but has ${fields.got} such; please report this`,
})
