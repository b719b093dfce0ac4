export { defineErrors, type ErrorFactories, type ErrorMessages } from './define-errors.ts'
export { didYouMean, nearestName } from './nearest-name.ts'
export { type OptionChecks, type OptionErrors, optionChecks } from './option-checks.ts'
export { RomaeError } from './romae-error.ts'
