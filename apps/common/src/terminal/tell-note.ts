import type { Note } from '@romae/trainer/node'
import { tell } from './print.ts'

/** Tells what should be known about the use of a model, and stops nothing. */
export function tellNote({ message }: Note): void {
  tell(`note: ${message}`)
}
