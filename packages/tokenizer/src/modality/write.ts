import type { ReadContext } from './source.ts'

/** Samples of one source, as `read` gave them, and what is to stand in their place. */
export interface FilledSamples<Sample> {
  readonly read: readonly Sample[]
  /** As many, in the same order, with what was missing. */
  readonly filled: readonly Sample[]
}

/** What a modality may use while it writes. */
export interface WriteContext extends Pick<ReadContext, 'standardInput'> {
  /** Whether texts that a spreadsheet would take for formulas get an apostrophe, in files that spreadsheets open. */
  readonly escapeFormulas: boolean
}

/** What a file is to hold: text in UTF-8, bytes, or pieces of them one after the other. */
export type FileContent = string | Uint8Array | AsyncIterable<string | Uint8Array>
