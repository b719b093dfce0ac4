import type { PictureFigure, Reconstruction } from '@romae/tokenizer/modality'
import type { Image } from '../image/image.ts'
import type { ImageTokenizer } from '../tokenizer/image-tokenizer.ts'
import { shrink } from './shrink.ts'

/** What masked pixels look like. */
const GREY = 0.5

/** Original, masked and reconstructed, side by side. */
export async function figures(
  reconstructions: readonly Reconstruction<Image>[],
  tokenizer: ImageTokenizer,
  toPng: (image: Image) => Promise<Uint8Array>,
): Promise<readonly PictureFigure[]> {
  const pictures = await Promise.all(
    reconstructions.map(({ id, tokens, masked, filled }) => {
      const original = tokenizer.detokenize(tokens)
      const isMasked = maskedPixels(original, tokenizer.options.patch.at(-1)!, masked)
      const greyed = { ...original, data: original.data.map((value, index) => (isMasked(index) ? GREY : value)) }
      const shown = [
        { image: original, caption: id },
        { image: greyed, caption: 'masked' },
        { image: tokenizer.detokenize(filled), caption: 'reconstructed' },
      ]
      return Promise.all(shown.map(async ({ image, caption }) => ({ png: await toPng(shrink(image)), caption })))
    }),
  )
  return [{ kind: 'pictures', heading: 'Original, masked, reconstructed', across: 3, pictures: pictures.flat() }]
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
