import type { Note } from '@romae/trainer/node'
import { tell } from './print.ts'

/** Tells a note about the use of a model, and goes on. */
export function tellNote({ message }: Note): void {
  tell(`note: ${message}`)
}
