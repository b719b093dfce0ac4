import type { Tokenizer } from './tokenizer.ts'

/** What a model has kept of the tokenizer that it was made with. */
export interface SavedTokenizer {
  /** The tokenizer's name, e.g. `timeseries/observations`. */
  readonly name: string
  /** What its `toJSON` gave, statistics included. */
  readonly state: unknown
}

/**
 * One kind of data, and how the tokenizers of it are made again. A package of tokenizers exports one, so that whoever loads a
 * model has its tokenizer without naming it.
 *
 * @typeParam Sample what the modality calls a sample: a series, an image, a sound
 */
export interface Modality<Sample> {
  /** What its tokenizers' names begin with: `timeseries` of `timeseries/observations`. */
  readonly name: string
  /** Makes a tokenizer again. Throws a `RomaeError` for a name or a state that is none of its own. */
  restore(saved: SavedTokenizer): Tokenizer<Sample>
}
