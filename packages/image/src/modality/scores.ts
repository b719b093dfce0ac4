import type { Tokens } from '@romae/tokenizer'
import type { PictureFigure, ScoreContext, ScoredSample, ScorePlace } from '@romae/tokenizer/modality'
import type { Image } from '../image/image.ts'
import type { ImageTokenizer } from '../tokenizer/image-tokenizer.ts'
import { shrink } from './shrink.ts'

/** Images of a report. */
const SHOWN = 6
/** The rarity that has the full colour: one in a thousand, in powers of ten. */
const RAREST = 3
const RED = [0.9, 0.1, 0.1]

/** What places of images are: patches, by the pixel at their upper left, of the image at the model's size. */
export const scoreColumns = ['row', 'column']

/** One place a patch, row by row. */
export function scorePlaces(
  image: Image,
  { values, length }: Tokens,
  { tokenizer }: Pick<ScoreContext<Image>, 'tokenizer'>,
): ScorePlace[] {
  const { height, width } = (tokenizer as ImageTokenizer).detokenize((tokenizer as ImageTokenizer).tokenize(image))
  const [patchRows, patchColumns] = (tokenizer as ImageTokenizer).options.patch.slice(-2) as [number, number]
  const columns = width / patchColumns
  const rows = height / patchRows
  const size = values.length / length
  return Array.from({ length }, (_, token) => ({
    cells: [(Math.floor(token / columns) % rows) * patchRows, (token % columns) * patchColumns],
    values: Array.from({ length: size }, (_, value) => token * size + value),
  }))
}

/** Each image beside a grey one that is the redder the rarer it is that a model is so far off. */
export async function scoreFigures(
  scored: readonly ScoredSample<Image>[],
  tokenizer: ImageTokenizer,
  toPng: (image: Image) => Promise<Uint8Array>,
): Promise<readonly PictureFigure[]> {
  const shown = scored.slice(0, SHOWN)
  if (shown.length === 0) return []
  const pictures = await Promise.all(
    shown.map(async ({ id, sample, places }) => {
      const original = tokenizer.detokenize(tokenizer.tokenize(sample))
      const marked = places.filter(({ isMarked }) => isMarked).length
      const heat = heatMap(original, places, tokenizer.options.patch.slice(-2) as [number, number])
      return Promise.all([
        toPng(shrink(original)).then((png) => ({ png, caption: id })),
        toPng(shrink(heat)).then((png) => ({ png, caption: `${marked} of ${places.length} patches marked` })),
      ])
    }),
  )
  const note =
    'The redder a patch, the rarer it is that the model is so far off; full red is one in a thousand, or rarer.'
  return [{ kind: 'pictures', heading: 'Where the model is far off', note, across: 2, pictures: pictures.flat() }]
}

/** In grey and red, `[height, width, 3]`. */
function heatMap(
  { width, height, channels, data }: Image,
  places: ScoredSample<Image>['places'],
  [patchRows, patchColumns]: readonly [number, number],
): Image {
  const columns = width / patchColumns
  const rarity = places.map(({ p }) => (Number.isNaN(p) ? 0 : Math.min(1, -Math.log10(p) / RAREST)))
  const mixed = new Float32Array(width * height * 3)
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [row, column] = [Math.floor(pixel / width), pixel % width]
    const share = rarity[Math.floor(row / patchRows) * columns + Math.floor(column / patchColumns)] ?? 0
    const own = data.subarray(pixel * channels, (pixel + 1) * channels)
    const grey = own.reduce((sum, value) => sum + value, 0) / channels
    for (const [channel, red] of RED.entries()) mixed[3 * pixel + channel] = grey * (1 - share) + red * share
  }
  return { id: '', width, height, channels: 3, frames: 1, data: mixed.map((value) => Math.min(1, Math.max(0, value))) }
}
