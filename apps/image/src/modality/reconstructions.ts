import { type Image, imageTokenizer, toPng } from '@romae/image'
import type { Section } from '@romae/report'
import { type ReconstructionContext, reconstruct, reconstructionNotes } from 'romae'

const SHOWN = 8
/** What hidden pixels look like. */
const GREY = 0.5
/** Small images are shown larger, pixel by pixel. */
const LEAST_SIDE = 128

/** Original, masked and reconstructed, side by side, of images from all over the set. */
export async function reconstructions(context: ReconstructionContext<Image>): Promise<Section[]> {
  const { model, set } = context
  const tokenizer = imageTokenizer.fromJSON(model.tokenizer)
  const count = Math.min(SHOWN, set.samples.length)
  const shown = Array.from({ length: count }, (_, index) => Math.floor((index * set.samples.length) / count))
  const tokens = await Promise.all(shown.map(async (index) => tokenizer.tokenize(await set.samples.sample(index))))
  const results = await reconstruct(context, tokens)
  const figures = await Promise.all(
    results.map(async ({ hidden, filled }, place) => {
      const original = tokenizer.detokenize(tokens[place]!)
      const isHidden = hiddenPixels(original, tokenizer.options.patch.at(-1)!, hidden)
      const masked = { ...original, data: original.data.map((value, index) => (isHidden(index) ? GREY : value)) }
      const strip = sideBySide([original, masked, tokenizer.detokenize(filled)])
      const png = await toPng(enlarged(strip, Math.ceil(LEAST_SIDE / original.height)))
      return {
        source: `data:image/png;base64,${Buffer.from(png).toString('base64')}`,
        caption: set.ids[shown[place]!]!,
      }
    }),
  )
  return [{ kind: 'figures', heading: 'Original, masked, reconstructed', figures }, ...reconstructionNotes(model)]
}

/** Whether the number at an index of the image's data belongs to a hidden token. */
function hiddenPixels({ width, channels }: Image, patch: number, hidden: Uint8Array): (index: number) => boolean {
  const columns = width / patch
  return (index) => {
    const pixel = Math.floor(index / channels)
    const row = Math.floor(Math.floor(pixel / width) / patch)
    return hidden[row * columns + Math.floor((pixel % width) / patch)] === 1
  }
}

/** Images of one size in a row, a white column between them. */
function sideBySide(images: readonly Image[]): Image {
  const { height, width, channels } = images[0]!
  const gap = Math.max(1, Math.round(width / 32))
  const total = images.length * width + (images.length - 1) * gap
  const data = new Float32Array(height * total * channels).fill(1)
  for (const [place, image] of images.entries()) {
    for (let row = 0; row < height; row++) {
      const line = image.data.subarray(row * width * channels, (row + 1) * width * channels)
      data.set(line, (row * total + place * (width + gap)) * channels)
    }
  }
  return { id: '', frames: 1, height, width: total, channels, data }
}

/** Every pixel becomes a square. */
function enlarged({ height, width, channels, ...rest }: Image, factor: number): Image {
  const size = { height: height * factor, width: width * factor }
  const data = new Float32Array(size.height * size.width * channels)
  for (let row = 0; row < size.height; row++) {
    for (let column = 0; column < size.width; column++) {
      const from = (Math.floor(row / factor) * width + Math.floor(column / factor)) * channels
      data.set(rest.data.subarray(from, from + channels), (row * size.width + column) * channels)
    }
  }
  return { ...rest, ...size, channels, data }
}
