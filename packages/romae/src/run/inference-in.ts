import type { SharedInferenceOptions } from '@romae/trainer/node'
import { tellNote } from '../terminal/tell-note.ts'
import type { Session } from './session.ts'

/** What predictions are computed by: an engine, on each of the ranks of a command. */
export type Computing = Pick<Session, 'engine' | 'ranks'>

/** Options of a prediction for all of a set, which the ranks of a command share. */
export function inferenceIn({ engine, ranks: { communicator } }: Computing): SharedInferenceOptions<never> {
  return { engine, onNote: tellNote, ...(communicator !== null && { communicator }) }
}
