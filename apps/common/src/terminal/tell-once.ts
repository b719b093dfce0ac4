import { tell } from './print.ts'

/** What was said of files: each may be decoded again and again, and there may be thousands. */
const told = new Set<string>()
const MOST_TOLD = 3

/** Says a note of a file, which it names, the first time that it is found: three of them, and that there are more. */
export function tellOnce(note: string): void {
  if (told.has(note) || told.size > MOST_TOLD) return
  told.add(note)
  tell(`note: ${told.size > MOST_TOLD ? 'there are more such files' : note}`)
}
