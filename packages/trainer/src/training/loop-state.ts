import { quote } from '@romae/internal/errors'
import { nothingSelected, type Scored, type Selection } from '../evaluation/selection.ts'

/** Where a run is, apart from its vectors: plain JSON, part of every checkpoint. */
export interface LoopState {
  /** Batches done, those skipped included. Random numbers and the place in the data are functions of seed and step. */
  readonly step: number
  /** Of these, how many made no update because a number was not finite. */
  readonly skippedSteps: number
  /** The last steps that were all skipped. */
  readonly skippedInRow: number
  /** Sum of the losses of the epoch's steps so far, and how many these are: for the epoch's mean. */
  readonly epochLoss: number
  readonly epochSteps: number
  readonly selection: Selection
}

export const initialState: LoopState = {
  step: 0,
  skippedSteps: 0,
  skippedInRow: 0,
  epochLoss: 0,
  epochSteps: 0,
  selection: nothingSelected,
}

const counts = ['step', 'skippedSteps', 'skippedInRow', 'epochSteps'] as const

/** Checks what the loop computes with, as it was read from a file. @throws Error saying which is wrong */
export function checkState(json: { readonly [Key in keyof LoopState]?: unknown }): LoopState {
  for (const key of counts) {
    if (!(Number.isSafeInteger(json[key]) && Number(json[key]) >= 0))
      throw new Error(`${key} must be a count; got ${quote(json[key])}`)
  }
  if (typeof json.epochLoss !== 'number') throw new Error(`epochLoss must be a number; got ${quote(json.epochLoss)}`)
  const { step, skippedSteps, skippedInRow, epochSteps, epochLoss } = json as LoopState
  if (!(skippedInRow <= skippedSteps && skippedSteps <= step)) {
    throw new Error(`of ${step} steps ${skippedSteps} cannot be skipped, ${skippedInRow} in a row`)
  }
  return { step, skippedSteps, skippedInRow, epochLoss, epochSteps, selection: checkSelection(json.selection) }
}

function checkSelection(json: unknown): Selection {
  const { best, sinceBest } = (json ?? {}) as Partial<Selection>
  const scored = best as Partial<Scored> | null | undefined
  const isScored = scored === null || (Number.isSafeInteger(scored?.step) && typeof scored?.value === 'number')
  if (!isScored || !Number.isSafeInteger(sinceBest)) {
    throw new Error(`selection must have best and sinceBest; got ${quote(JSON.stringify(json))}`)
  }
  return { best: best!, sinceBest: sinceBest! }
}
