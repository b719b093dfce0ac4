let name = 'romae'

/** What the user types before a command, such as `romae`: for hints, and for the record of a run. */
export function programName(): string {
  return name
}

/** Called once, by whoever runs a program. */
export function setProgramName(typed: string): void {
  name = typed
}
