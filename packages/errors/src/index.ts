export { defineErrors, type ErrorFactories, type ErrorMessages } from './define-errors.ts'
export { RomaeError } from './romae-error.ts'
