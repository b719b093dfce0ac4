import type { Roles } from './guess-columns.ts'

/** What the worker is asked to fill. */
export interface FillInput {
  readonly file: File
  /** Null: they are to be found. */
  readonly roles: Roles | null
  /** What the run's checkpoints are kept under. */
  readonly run: string
}

/** What was understood of a file. */
export interface Understood {
  readonly type: 'understood'
  readonly header: readonly string[]
  readonly roles: Roles
  /** Of the table, as `romae inspect` says them. */
  readonly facts: readonly (readonly [label: string, value: string])[]
  readonly notes: readonly string[]
  readonly missing: number
  readonly channels: readonly string[]
  readonly series: readonly ShownSeries[]
  /** What times count, such as `days`; null where they are numbers. */
  readonly timeUnit: string | null
}

/** A series by rows. */
interface ShownSeries {
  readonly id: string
  readonly times: Float64Array
  /** `[channel][row]`: NaN where nothing is observed. */
  readonly values: readonly Float64Array[]
}

/** Errors on held-out values: of each channel by method, NaN of one that left some empty. */
export interface ShownErrors {
  readonly methods: readonly string[]
  readonly channels: readonly { readonly count: number; readonly errors: readonly number[] }[]
  /** On the half of the held-out values that chose nothing: of each method, and of the choice after them. */
  readonly others: readonly { readonly count: number; readonly errors: readonly number[] }[]
  /** Of how many held-out values that made no interval lay within; null where there are too few for intervals. */
  readonly coverage: { readonly promised: number; readonly reached: number; readonly count: number } | null
}

/** Series as they are filled after some steps. */
export interface Filled {
  readonly type: 'filled'
  readonly step: number
  readonly errors: ShownErrors | null
  /** `[series][channel][row]`. */
  readonly values: readonly (readonly Float64Array[])[]
  /** `[series][channel][row]`, NaN where nothing was filled; null without intervals. */
  readonly lower: readonly (readonly Float64Array[])[] | null
  readonly upper: readonly (readonly Float64Array[])[] | null
}

/** What the worker says while it works. */
export type FillEvent =
  | Understood
  | Filled
  | { readonly type: 'doing'; readonly what: string }
  /** The columns, before anything else is known, with a guess of what they are for. */
  | { readonly type: 'header'; readonly header: readonly string[]; readonly roles: Roles }
  | {
      readonly type: 'started'
      readonly threads: number
      readonly reason: string
      readonly steps: number
      readonly isLasting: boolean
      /** Of how much there is to learn from. */
      readonly lines: readonly string[]
    }
  | { readonly type: 'resumed'; readonly step: number }
  | { readonly type: 'step'; readonly step: number; readonly loss: number }

/** What comes of it: all files that there are to take away. */
export interface FillResult {
  /** Whether it was paused before its last step. */
  readonly stopped: boolean
  /** None where a run was paused before it had filled anything. */
  readonly files: readonly { readonly kind: FileKind; readonly name: string; readonly content: Blob }[]
}

export type FileKind = 'filled' | 'intervals' | 'methods' | 'model' | 'onnx'
