/** Thrown when a signal has ended a run before its last step. It is no failure, but ends the command. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
  readonly exitCode: number

  /** @param message what was done, and how to go on */
  constructor(message: string, exitCode: number) {
    super(message)
    this.exitCode = exitCode
  }
}
