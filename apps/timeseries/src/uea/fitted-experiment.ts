import type { UeaExperiment } from './settings.ts'

/** An experiment that was fitted to what a machine can do, and what was changed: a line each. */
export interface FittedExperiment {
  readonly experiment: UeaExperiment
  readonly notes: readonly string[]
}

/** Whether the user has set it by `--set`: what the user has set stays as it is. */
export function isSet(assignments: readonly string[], key: string): boolean {
  return assignments.some((assignment) => assignment.startsWith(`${key}=`))
}
