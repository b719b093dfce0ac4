import { audio } from '@romae/audio/modality'
import { imageFromPixels, imageTokenizer } from '@romae/image'
import type { ReadContext } from '@romae/tokenizer/modality'

/** What a page has made of a sound and a picture. */
export interface PageMedia {
  /** The spectrogram of a WAV file, as the modality for sounds reads it. */
  readonly spectrogram: readonly number[]
  /** Red, green and blue in [0, 1] of each picture. */
  readonly pictures: readonly (readonly number[])[]
  /** How many tokens the first picture becomes. */
  readonly tokens: number
}

/** Files as bytes, in JSON. */
export interface MediaFiles {
  readonly wav: readonly number[]
  readonly pictures: readonly (readonly number[])[]
}

/** Reads a WAV file as the modality does, without anything of Node. */
export async function spectrogramOf(wav: Uint8Array<ArrayBuffer>): Promise<readonly number[]> {
  const options = { pattern: null, rate: 16_000, bins: 64, frameLength: 25, frameShift: 10, seconds: 5, group: null }
  const augment = { timeMasks: 1, timeWidth: 8, frequencyMasks: 1, frequencyWidth: 8 }
  const context = { purpose: 'train', note: () => {} } as unknown as ReadContext
  const { samples } = await audio.read([new File([wav], 'sound.wav')], { ...options, augment } as never, context)
  const { sample } = samples as { sample(index: number): Promise<{ readonly values: Float32Array }> }
  return [...(await sample(0)).values]
}

/** A picture by the browser’s own decoder: a canvas has its pixels. */
async function pictureOf(bytes: readonly number[], canvasOf: Canvas) {
  const { width, height, data } = await canvasOf(new Blob([Uint8Array.from(bytes)]))
  const rgb = Uint8Array.from(
    { length: width * height * 3 },
    (_, place) => data[Math.floor(place / 3) * 4 + (place % 3)]!,
  )
  return imageFromPixels({ width, height, channels: 3, data: rgb, id: 'picture' })
}

/** Decodes a file, as the page's script does with a canvas. */
export type Canvas = (
  file: Blob,
) => Promise<{ readonly width: number; readonly height: number; readonly data: Uint8ClampedArray }>

export async function pageMedia({ wav, pictures }: MediaFiles, canvasOf: Canvas): Promise<PageMedia> {
  const images = await Promise.all(pictures.map((bytes) => pictureOf(bytes, canvasOf)))
  const tokenizer = imageTokenizer({ patch: [8, 8], channels: 3 })
  return {
    spectrogram: await spectrogramOf(Uint8Array.from(wav)),
    pictures: images.map(({ data }) => [...data]),
    tokens: tokenizer.tokenize(images[0]!).length,
  }
}
