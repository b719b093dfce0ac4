import type { PictureFigure, Reconstruction } from '@romae/tokenizer/modality'
import type { Image } from '../image/image.ts'
import type { ImageTokenizer } from '../tokenizer/image-tokenizer.ts'

/** What masked pixels look like. */
const GREY = 0.5
/** Small images are shown larger, pixel by pixel. */
const LEAST_SIDE = 128

/** Original, masked and reconstructed, side by side. */
export async function figures(
  reconstructions: readonly Reconstruction<Image>[],
  tokenizer: ImageTokenizer,
  toPng: (image: Image) => Promise<Uint8Array>,
): Promise<readonly PictureFigure[]> {
  const pictures = await Promise.all(
    reconstructions.map(async ({ id, tokens, masked, filled }) => {
      const original = tokenizer.detokenize(tokens)
      const isMasked = maskedPixels(original, tokenizer.options.patch.at(-1)!, masked)
      const greyed = { ...original, data: original.data.map((value, index) => (isMasked(index) ? GREY : value)) }
      const strip = sideBySide([original, greyed, tokenizer.detokenize(filled)])
      return { png: await toPng(enlarged(strip, Math.ceil(LEAST_SIDE / original.height))), caption: id }
    }),
  )
  return [{ kind: 'pictures', heading: 'Original, masked, reconstructed', pictures }]
}

/** Whether the number at an index of the image's data belongs to a masked token. */
function maskedPixels({ width, channels }: Image, patch: number, masked: Uint8Array): (index: number) => boolean {
  const columns = width / patch
  return (index) => {
    const pixel = Math.floor(index / channels)
    const row = Math.floor(Math.floor(pixel / width) / patch)
    return masked[row * columns + Math.floor((pixel % width) / patch)] === 1
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
