import type { App } from './app.ts'
import type { CommandResult } from './command.ts'

/** What a case is given to work with. */
export interface Workplace {
  /** An empty folder of its own, removed afterwards. */
  readonly folder: string
  /**
   * Runs a command of an app as a user would in `folder`: `await run('timeseries', 'impute', 'a.csv', …)`.
   * It never throws for a command that fails: `code` tells. One that takes longer than a minute is killed (`code` null).
   */
  run(app: App, ...words: readonly string[]): Promise<CommandResult>
  /** The same in another folder. */
  runIn(folder: string, app: App, ...words: readonly string[]): Promise<CommandResult>
  /** The same in a process that runs nothing else: for what is said or done once a process. */
  runAlone(app: App, ...words: readonly string[]): Promise<CommandResult>
}

/** A situation that once came out wrong. */
export interface Case {
  /** What is tried, as a short phrase: `a planted link at NAME.filled.csv is not written through`. */
  readonly name: string
  /**
   * Tries it.
   *
   * @returns a figure or a remark for the line that is printed, or nothing
   * @throws what was found instead of what should be, as the message; `Skipped` where this machine cannot try it
   */
  try(place: Workplace): Promise<string | undefined>
}

/** Thrown by a case that cannot be tried on this machine. The message says what it lacks. */
export class Skipped extends Error {}
