import type { Splits } from '@romae/app-common'
import type { Spectrogram } from '@romae/audio'
import { createRandom } from '@romae/core'
import type { Image } from '@romae/image'
import type { SampleSet } from 'romae'
import { drawDigit } from './draw-digit.ts'

/** A digit as it was spoken and as it was drawn. */
export interface WholeDigit {
  readonly sound: Spectrogram
  readonly drawing: Image
}

/** The same, of which either may be missing. */
export type Digit = { readonly [Name in keyof WholeDigit]?: WholeDigit[Name] | null | undefined }

/** Digits with their labels. */
export interface LabelledDigits {
  readonly samples: readonly WholeDigit[]
  readonly labels: readonly string[]
}

/** Where no recordings are left out, as many of each digit as there are; else about as many. */
function spread(length: number, most: number): number[] {
  const count = Math.min(length, most)
  return Array.from({ length: count }, (_, index) => Math.floor((index * length) / count))
}

/** A drawing for each recording of a split: of the same digit, and of nothing else that they have in common. */
async function drawn(set: SampleSet<Spectrogram>, most: number, name: string, seed: number): Promise<LabelledDigits> {
  const places = spread(set.samples.length, most)
  const labels = places.map((place) => set.labels[place]!)
  const samples = await Promise.all(
    places.map(async (place, index) => ({
      sound: await set.samples.sample(place),
      drawing: drawDigit(Number(labels[index]), createRandom(seed, `drawing/${name}`, place), set.ids[place]!),
    })),
  )
  return { samples, labels }
}

/** Both splits of the recordings, each with a drawing. @param counts how many of each at most */
export async function pairedDigits(
  { train, test }: Splits<Spectrogram>,
  counts: { readonly train: number; readonly test: number },
  seed: number,
): Promise<{ readonly train: LabelledDigits; readonly test: LabelledDigits }> {
  return {
    train: await drawn(train, counts.train, 'train', seed),
    test: await drawn(test, counts.test, 'test', seed),
  }
}
