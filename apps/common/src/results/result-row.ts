import { type Session, type Spread, spreadOf } from 'romae'
import { describeMachine } from './machine.ts'

/** One figure of one experiment over its seeds: an entry of `docs/results/*.json`. */
export interface ResultRow extends Spread {
  /** Names the experiment whatever the command: `uea/LSST`. */
  readonly experiment: string
  /** What is measured, with its unit if it has one: `accuracy`. */
  readonly metric: string
  readonly seeds: readonly number[]
  /** Makes the row again. */
  readonly command: string
  /** The figure of every seed, in their order. */
  readonly values: readonly number[]
  /** What tables call the experiment besides its name. */
  readonly label?: string
  /** The same figure as published, by method, as it is printed there. */
  readonly published?: Readonly<Record<string, string>>
  /** How long the command took, or its last part where it was resumed. */
  readonly seconds: number
  /** Of training steps, over all seeds and however often the command was resumed. */
  readonly trainingSeconds?: number
  readonly machine: string
  /** `2026-11-26` */
  readonly date: string
}

/** What a command knows of a row; the rest follows from the session. */
export interface Measured extends Pick<ResultRow, 'experiment' | 'metric' | 'label' | 'published'> {
  readonly results: readonly {
    readonly seed: number
    readonly value: number
    /** Milliseconds of training steps. */
    readonly trainingTime?: number
  }[]
}

export function resultRow(
  { experiment, metric, results, label, published }: Measured,
  { command, elapsedSeconds }: Pick<Session, 'command' | 'elapsedSeconds'>,
): ResultRow {
  const values = results.map(({ value }) => value)
  const training = results.reduce((sum, { trainingTime = Number.NaN }) => sum + trainingTime, 0)
  return {
    experiment,
    metric,
    ...spreadOf(values),
    seeds: results.map(({ seed }) => seed),
    command,
    values,
    ...(label !== undefined && { label }),
    ...(published !== undefined && { published }),
    seconds: Math.round(elapsedSeconds()),
    ...(Number.isFinite(training) && { trainingSeconds: Math.round(training / 1000) }),
    machine: describeMachine(),
    date: new Date().toISOString().slice(0, 10),
  }
}
