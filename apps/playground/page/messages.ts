import type { MediaKind } from './media-kind.ts'
import type { Roles } from './roles.ts'
import type { TrainingEvent } from './training-messages.ts'

/** What a model is for, as the page shows it. */
export type ModelDescription =
  | { readonly name: string; readonly task: 'fill' | 'forecast'; readonly channels: readonly string[] }
  /** Of pictures or sounds; without classes they become vectors. */
  | {
      readonly name: string
      readonly task: 'tell'
      readonly kind: MediaKind
      readonly classes: readonly string[] | null
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

/** Errors on values that neither training nor the choice of methods saw, NaN of a method that left some empty. */
export interface ShownErrors {
  readonly methods: readonly string[]
  /** By channel: of each method, and of the choice after them. */
  readonly channels: readonly { readonly count: number; readonly errors: readonly number[] }[]
  /** Of how many held-out values that made no interval lay within; null where there are too few for intervals. */
  readonly coverage: { readonly promised: number; readonly reached: number; readonly count: number } | null
}

/** Series as they are filled, or forecast, after some steps. */
export interface Filled {
  readonly type: 'filled'
  /** 0 where no training has taken place. */
  readonly step: number
  readonly errors: ShownErrors | null
  /** Of each series the times of rows after those of the file; empty where gaps are filled. */
  readonly after: readonly Float64Array[]
  /** `[series][channel][row]`: of the file's rows, then of those after them. */
  readonly values: readonly (readonly Float64Array[])[]
  /** `[series][channel][row]`, NaN where nothing was filled; null without intervals. */
  readonly lower: readonly (readonly Float64Array[])[] | null
  readonly upper: readonly (readonly Float64Array[])[] | null
}

/** What the worker says while it works on a table. */
export type TableEvent =
  | TrainingEvent
  | Understood
  | Filled
  /** The columns, before anything else is known, with a guess of what they are for. */
  | { readonly type: 'header'; readonly header: readonly string[]; readonly roles: Roles }
  /** Of what the user should know. */
  | { readonly type: 'note'; readonly text: string }
