import type { Preview } from './figures.ts'
import type { OptionValues } from './options.ts'

/** Samples that are decoded when they are needed, or held by whoever uses them where they fit into memory. */
export interface LazySamples<Sample> {
  readonly length: number
  /** One sample. Calls may overlap in time; a sample is the same each time. */
  sample(index: number): Sample | Promise<Sample>
  /** Whether a tokenizer makes as many tokens of each, as of images of one size. Default false. */
  readonly alike?: boolean
  /** The file of a sample, which must not change while it is used; null where it has none of its own. */
  file?(index: number): string | null
  /** The bytes that a sample takes once it is decoded, beyond what it takes before. Absent: the samples are never held. */
  bytes?(sample: Sample, index: number): number
}

/** Samples: an array of them, or one at a time. */
export type Samples<Sample> = readonly Sample[] | LazySamples<Sample>

/** What is known of a sample that may have several labels, or none. It does not have those that are in neither list. */
export interface LabelSet {
  readonly has: readonly string[]
  /** Of which nobody knows whether the sample has them. */
  readonly unknown: readonly string[]
}

/** What reading gives: samples, and what the sources say of them. Lists have one entry a sample. */
export interface ReadSamples<Sample> {
  readonly samples: Samples<Sample>
  /** For predictions and messages. */
  readonly ids: readonly string[]
  /**
   * A class name or a number; or what classes a sample is of where it may be of several or none: then of every sample. Undefined where
   * nothing is known. Absent: there are none at all.
   */
  readonly labels?: readonly (string | number | LabelSet | undefined)[]
  /** All class names in order, where the sources list them. */
  readonly classes?: readonly string[]
  /** Whether the sources say that labels are numbers to be predicted. */
  readonly regression?: boolean
  /** What each sample belongs to, such as a patient: samples of one group are never in two parts of a split. */
  readonly groups?: readonly (string | undefined)[]
  /** The ids that the user gave, such as those of a column, by which copies are recognised; never made-up ones. */
  readonly givenIds?: readonly (string | undefined)[]
  /** A checksum of a sample's content, by which copies are recognised: its file's bytes, or its numbers. Calls may overlap. */
  content?(index: number): string | Promise<string>
  /**
   * How a report shows a sample, such as one that a classifier took for another. A report has a dozen of them and stays below a
   * megabyte: some 40 kB each are enough.
   */
  preview?(index: number): Preview | Promise<Preview>
  /** Options, completed with what was found and further sources must have too, such as names of channels. Saved with a model. */
  readonly options?: OptionValues
  /** What the user should know of how the sources were read, such as columns that were left out. */
  readonly notes?: readonly string[]
}
