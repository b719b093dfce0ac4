import { tell } from './print.ts'

/** The notes told so far: files may be decoded repeatedly, and there may be thousands of them. */
const told = new Set<string>()
const MOST_TOLD = 3

/** Tells a note about a file once. After three notes, it only tells that there are more. */
export function tellOnce(note: string): void {
  if (told.has(note) || told.size > MOST_TOLD) return
  told.add(note)
  tell(`note: ${told.size > MOST_TOLD ? 'there are more such files' : note}`)
}
