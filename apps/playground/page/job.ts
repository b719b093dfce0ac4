import type { Engine } from '@romae/engine'
import type { TimeSeries } from '@romae/timeseries'
import { exportOnnx, type PretrainedModel, type PretrainOptions, type TrainingOptions } from '@romae/trainer/browser'
import type { Filled, ShownErrors } from './messages.ts'
import type { OfferedFile } from './training-messages.ts'

export const SEED = 1
export const COVERAGE = 0.9

/** What training learns from, and what is made of a model of it, whatever that is asked for. */
export interface Job {
  readonly steps: number
  /** Whether steps are so large that threads help. */
  readonly isLarge: boolean
  options(training: TrainingOptions): PretrainOptions<TimeSeries>
  /** Looks at a model after some steps. */
  looker(engine: Engine): (step: number, model: PretrainedModel) => Promise<Look>
}

/** What a model makes of a table. */
export interface Look {
  readonly shown: Filled
  /** All that there is to take away. */
  files(): Promise<readonly OfferedFile[]>
}

/** Notes for the command line, of which the page shows its own. */
export const quiet = { note: () => {}, onNote: () => {} }

/** What a page has in place of standard input: nothing asks for it, as a file is given. */
export const standardInput = async (): Promise<never> => {
  throw new Error('a page has no standard input')
}

/** Of small steps threads wait for each other more than they compute, and a page has other things to do. */
export function isLarge(window: number, timeUnit: number, channels: number): boolean {
  return (window / timeUnit) * channels > 256
}

/** Text that may come in pieces. */
export async function csvOf(content: unknown): Promise<Blob> {
  const pieces: string[] = []
  if (typeof content === 'string') pieces.push(content)
  else for await (const piece of content as AsyncIterable<string>) pieces.push(piece)
  return new Blob(pieces, { type: 'text/csv' })
}

export function bytesOf(content: Uint8Array, type: string): Blob {
  return new Blob([content as Uint8Array<ArrayBuffer>], { type })
}

/** A name without its ending. */
export function stemOf({ name }: { readonly name: string }): string {
  return name.replace(/\.[^.]*$/, '')
}

/** A model to take away. */
export function modelFiles(file: File, model: PretrainedModel, archive: Uint8Array) {
  return [
    { kind: 'model', name: `${stemOf(file)}.model.zip`, content: bytesOf(archive, 'application/zip') },
    {
      kind: 'onnx',
      name: `${stemOf(file)}.imputer.onnx`,
      content: bytesOf(exportOnnx(model, 'imputer'), 'application/octet-stream'),
    },
  ] as const
}

/** How many of the intervals hold what they promise, as the page says it; null where there are none. */
export function shownCoverage(
  intervals: {
    readonly coverage: number
    readonly all: { readonly coverage: number; readonly count: number }
  } | null,
): ShownErrors['coverage'] {
  return intervals && { promised: intervals.coverage, reached: intervals.all.coverage, count: intervals.all.count }
}
