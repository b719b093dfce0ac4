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

/** Samples that are decoded in advance while the ones before them are used. */
const AHEAD = 3

/** Samples that are in memory. */
export function heldSamples<Sample>(samples: readonly Sample[]): SampleList<Sample> {
  return { length: samples.length, held: samples, alike: false, sample: (index) => samples[index]! }
}

/** Some of a list's samples, in the order of `indices`. */
export function selectSamples<Sample>(list: SampleList<Sample>, indices: readonly number[]): SampleList<Sample> {
  if (list.held !== null) return heldSamples(indices.map((index) => list.held![index]!))
  return { ...list, length: indices.length, sample: (place) => list.sample(indices[place]!) }
}

/** All samples as an array, for modalities whose sets are always held. */
export async function allSamples<Sample>(list: SampleList<Sample>): Promise<readonly Sample[]> {
  if (list.held !== null) return list.held
  const samples: Sample[] = []
  for await (const sample of samplesInOrder(list)) samples.push(sample)
  return samples
}

/**
 * Yields samples in order, reading a few ahead. A failure is thrown when it is that sample's turn. Ending early waits for the
 * reads under way.
 */
export async function* samplesInOrder<Sample>({
  length,
  sample,
}: Pick<SampleList<Sample>, 'length' | 'sample'>): AsyncGenerator<Sample, void, void> {
  const pending: Promise<Sample>[] = []
  try {
    for (let index = 0; index < length; index++) {
      const reading = Promise.resolve(sample(index))
      // It is awaited below, unless an earlier one fails: then its own failure is nobody's business.
      reading.catch(() => {})
      pending.push(reading)
      if (pending.length > AHEAD) yield await pending.shift()!
    }
    while (pending.length > 0) yield await pending.shift()!
  } finally {
    await Promise.allSettled(pending)
  }
}
