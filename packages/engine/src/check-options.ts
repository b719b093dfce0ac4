import { type OptionChecks, optionChecks } from '@romae/internal/errors'
import { errors } from './errors.ts'

/** Checks of options, with this package's errors. */
export const checks: OptionChecks = optionChecks({
  unknown: errors.ENGINE_OPTION_UNKNOWN,
  invalid: errors.ENGINE_OPTION_INVALID,
})

/** Refuses all but an integer of at least 1, and nothing at all. @throws RomaeError `ENGINE_OPTION_INVALID` */
export function checkCount(of: string, key: string, value: unknown): void {
  if (value === undefined) return
  checks.requireNumber(of, key, value, 'an integer, at least 1', (count) => Number.isSafeInteger(count) && count > 0)
}

/** Refuses all but texts that are not empty, and nothing at all. @throws RomaeError `ENGINE_OPTION_INVALID` */
export function checkText(of: string, key: string, value: unknown, expected: string): void {
  if (value === undefined || (typeof value === 'string' && value !== '')) return
  throw errors.ENGINE_OPTION_INVALID({ of, key, expected, got: value })
}
