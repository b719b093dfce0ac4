import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Where a form's files are: a folder for each form that saved models and unfinished runs have had. */
export const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url))

/** The names of the forms, the oldest first. */
export function keptForms(): string[] {
  return readdirSync(fixtures).sort()
}
