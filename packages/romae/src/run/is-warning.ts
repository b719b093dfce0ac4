import type { Note } from '@romae/trainer/node'

const warnings: readonly Note['code'][] = ['POSITIONS_TOO_CLOSE', 'POSITIONS_TOO_FAR', 'FEW_ROTATIONS', 'NOTHING_SEEN']

/** Whether a note is about something that makes the result worse. */
export function isWarning({ code }: Note): boolean {
  return warnings.includes(code)
}
