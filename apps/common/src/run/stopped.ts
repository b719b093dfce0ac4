/** Thrown where a run ends before its last step because a signal asked for it: no fault, but nothing more is to be done. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
  readonly exitCode: number

  /** @param message what was done, and how to go on */
  constructor(message: string, exitCode: number) {
    super(message)
    this.exitCode = exitCode
  }
}
