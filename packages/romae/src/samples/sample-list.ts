/** A set's samples by index: held in memory, or each decoded whenever it is asked for. */
export interface SampleList<Sample> {
  readonly length: number
  /** All of them where they are held, else null. */
  readonly held: readonly Sample[] | null
  /** Whether a tokenizer makes as many tokens of each. */
  readonly alike: boolean
  /** One sample. Calls may overlap in time. @throws RomaeError what decoding throws, naming the file */
  sample(index: number): Sample | Promise<Sample>
}

/** Samples that are in memory. */
export function heldSamples<Sample>(samples: readonly Sample[]): SampleList<Sample> {
  return { length: samples.length, held: samples, alike: false, sample: (index) => samples[index]! }
}

/** Some of a list's samples, in the order of `indices`. */
export function selectSamples<Sample>(list: SampleList<Sample>, indices: readonly number[]): SampleList<Sample> {
  if (list.held !== null) return heldSamples(indices.map((index) => list.held![index]!))
  return { ...list, length: indices.length, sample: (place) => list.sample(indices[place]!) }
}
