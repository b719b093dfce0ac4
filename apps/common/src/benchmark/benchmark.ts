import type { Section } from '@romae/report'
import type { RunPlan } from '@romae/trainer/node'
import type { RunOptions, Session, Settings } from 'romae'
import type { ResultsText } from '../results/results-page.ts'

/** Where a trial runs. */
export interface TrialPlace {
  readonly folder: string
  /** The seed's: for what several variants use. */
  readonly seedFolder: string
  /** Begins labels and messages. */
  readonly prefix: string
  readonly session: Session
  readonly options: Pick<RunOptions, 'resume' | 'overwrite' | 'saveEvery' | 'tensorboard'>
}

/** What a trial came to. */
export interface Outcome {
  /** By metric, with its unit if it has one. */
  readonly figures: Readonly<Record<string, number>>
  /** Milliseconds of the steps of its runs, all sessions together. */
  readonly trainingTime?: number
  /** For the report, such as curves. */
  readonly sections?: readonly Section[]
  /** Whatever else is worth keeping in `results.json`: plain JSON. */
  readonly metrics?: unknown
}

/** A variant with one seed: data are made or read, nothing has begun. */
export interface Trial {
  /** What each run of it is going to do, for `--dry-run`. */
  plans(): Promise<readonly { readonly label: string; readonly plan: RunPlan }[]>
  run(place: TrialPlace): Promise<Outcome>
}

/** One row or more of a table: an experiment that is run with every seed. */
export interface Variant {
  /** As results name it: `positions/tiny-cls`; or what they name each metric's: `{ RMSE: 'spirals/clean' }`. */
  readonly experiment: string | Readonly<Record<string, string>>
  /** The folder of its runs within that of a seed; left out where the benchmark has one variant. */
  readonly key?: string
  readonly label?: string
  /** As published, by metric and then by method. */
  readonly published?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Plain JSON, for `results.json`. */
  readonly settings: Settings
  /** Where its runs are within a seed's folder, unless they are in its own and in that of each stage. */
  readonly stages?: readonly string[]
  trial(seed: number): Trial | Promise<Trial>
}

/** A table of the paper as a command runs it. */
export interface Benchmark {
  /** What the user types before the options: `pnpm timeseries`. */
  readonly app: string
  /** The folder of its runs, by default. */
  readonly out: string
  readonly text: ResultsText
  readonly variants: readonly Variant[]
}
