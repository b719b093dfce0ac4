import type { Spectrogram } from '@romae/audio'
import type { Image } from '@romae/image'
import { createRandom } from '@romae/internal/random'
import type { TimeSeries } from '@romae/timeseries'
import type { Values } from '@romae/tokenizer'

/** The samples of one modality, with a class and a number to predict for each. */
export interface LabelledSamples<Sample> {
  readonly samples: readonly Sample[]
  readonly labels: readonly string[]
  readonly targets: readonly (readonly number[])[]
}

const count = 8

/** Seeded samples, of two kinds in turn. */
function labelled<Sample>(name: string, make: (random: () => number, kind: number, id: string) => Sample) {
  const numbers = Array.from({ length: count }, (_, index) => index)
  const random = numbers.map((number) => createRandom(20, name, number))
  return {
    samples: numbers.map((number) => make(() => random[number]!.normal(), number % 2, `${name}-${number}`)),
    labels: numbers.map((number) => ['calm', 'wild'][number % 2]!),
    targets: numbers.map((number) => [number % 2 === 0 ? -1 : 1]),
  }
}

/** Series of two channels at uneven times, of which the second lacks a value. */
export function makeSeries(): LabelledSamples<TimeSeries> {
  return labelled('series', (random, kind, id) => {
    let now = 0
    const times = Float64Array.from({ length: 6 + kind }, () => (now += 0.5 + Math.abs(random())))
    const channel = (level: number) => times.map((time) => level + (1 + kind) * Math.sin(time) + 0.1 * random())
    const second = channel(10)
    second[2] = Number.NaN
    return {
      id,
      channels: [
        { times, values: channel(0) },
        { times, values: second },
      ],
    }
  })
}

/** Colour images of 8 × 8 pixels. */
export function makeImages(): LabelledSamples<Image> {
  return labelled('image', (random, kind, id) => ({
    id,
    width: 8,
    height: 8,
    channels: 3,
    frames: 1,
    data: Float32Array.from({ length: 8 * 8 * 3 }, () => Math.round((0.3 + 0.4 * kind + 0.05 * random()) * 255) / 255),
  }))
}

/** Spectrograms of 12 or 16 frames and 8 bins. */
export function makeSpectrograms(): LabelledSamples<Spectrogram> {
  return labelled('spectrogram', (random, kind, id) => {
    const frames = 12 + 4 * kind
    const values = Float32Array.from({ length: frames * 8 }, (_, index) => random() - (kind === 0 ? 4 : index % 8))
    return { id, values, frames, bins: 8, framesPerSecond: 100 }
  })
}

/** What is known of a stay, any of which may be missing. */
export interface Stay {
  readonly vitals?: TimeSeries | null | undefined
  readonly scan?: Image | null | undefined
  readonly sheet?: Values | null | undefined
}

/** Series, images and values of the same kinds, each missing now and then. */
export function makeStays(): LabelledSamples<Stay> {
  const { samples: images } = makeImages()
  const { samples: series, ...others } = makeSeries()
  const samples = series.map((vitals, number): Stay => {
    return {
      ...(number !== 1 && { vitals }),
      ...(number % 3 !== 0 && { scan: images[number]! }),
      ...(number !== 4 && {
        sheet: { age: 40 + 3 * number, ward: number === 2 ? null : ['north', 'south'][number % 2]! },
      }),
    }
  })
  return { samples, ...others }
}
