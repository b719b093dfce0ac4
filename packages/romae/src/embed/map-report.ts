import { type MapPoint, type MapSection, renderReport } from '@romae/report'
import type { Tokenizer, Tokens } from '@romae/tokenizer'
import type { AnyTokenizer } from '@romae/trainer/node'
import type { HostModality, SampleSet } from '../modality/host-modality.ts'
import { singleTokenizer } from '../modality/single-tokenizer.ts'
import { onPlane } from './plane.ts'

/** Points of a map, spread over the set: a page of less than a megabyte. */
const MOST_POINTS = 1000
/** Base64 digits of all pictures of a page, the side of one in pixels, and points of a curve. */
const MOST_PICTURES = 500_000
const SIDE = 40
const MOST_VALUES = 40

/** What a map is made of, and how. */
export interface MapChoice<Sample> {
  readonly modality: Pick<HostModality<Sample>, 'samples'>
  readonly tokenizer: AnyTokenizer<Sample>
  readonly set: Pick<SampleSet<Sample>, 'samples' | 'ids' | 'labels' | 'preview'>
  /** One a sample. */
  readonly vectors: readonly Float32Array[]
  readonly neighbours: number
  readonly seed: number
}

/** A page with a map of embeddings. @throws RomaeError `APP_MAP_POINTS` */
export async function mapReport<Sample>(
  choice: MapChoice<Sample>,
  { subtitle, command }: { readonly subtitle: string; readonly command: string },
): Promise<string> {
  const sections = [await mapSection(choice), { kind: 'code', heading: 'Command', code: command } as const]
  return renderReport({ title: `How a model sees ${choice.modality.samples}`, subtitle, sections })
}

/** A map of embeddings: coloured by label, with a picture or a curve of each. @throws RomaeError `APP_MAP_POINTS` */
export async function mapSection<Sample>(choice: MapChoice<Sample>): Promise<MapSection> {
  const { modality, set, vectors, neighbours, seed } = choice
  const { length } = vectors
  const count = Math.min(MOST_POINTS, length)
  const chosen = Array.from({ length: count }, (_, place) => Math.floor((place * length) / count))
  const plane = await onPlane(
    chosen.map((index) => vectors[index]!),
    { neighbours, seed },
  )
  const looks = set.preview === undefined ? await curvesOf(choice, chosen) : await picturesOf(set, chosen)
  const points = chosen.map((index, place): MapPoint => {
    const [x, y] = plane[place] as [number, number]
    const group = set.labels[index]
    return { x, y, label: set.ids[index]!, ...(group !== undefined && { group }), ...looks[place] }
  })
  const part =
    count < length
      ? `${count.toLocaleString('en')} of ${length.toLocaleString('en')} ${modality.samples}, spread over all. `
      : ''
  const caption = `${part}By UMAP of ${Math.min(neighbours, count - 1)} neighbours, seed ${seed}: what is near each other is alike to the model; the axes, and how far groups are apart, mean nothing.`
  return { kind: 'map', heading: 'Map of embeddings', caption, points }
}

type Look = Pick<MapPoint, 'picture' | 'curve'>

/** Small pictures of as many, spread over all, as a page can hold. */
async function picturesOf<Sample>(set: MapChoice<Sample>['set'], chosen: readonly number[]): Promise<Look[]> {
  const { default: sharp } = await import('sharp')
  const looks: Look[] = chosen.map(() => ({}))
  let digits = 0
  for (const place of spread(chosen.length)) {
    if (digits > MOST_PICTURES) break
    const { png } = await set.preview!(chosen[place]!)
    const small = await sharp(png)
      .resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 70 })
      .toBuffer()
    const picture = `data:image/webp;base64,${small.toString('base64')}`
    digits += picture.length
    looks[place] = { picture }
  }
  return looks
}

/** 0 to count − 1 so that whatever part of them comes first is spread over all: every 16th, then those after each, … */
function spread(count: number): number[] {
  const stride = 16
  return Array.from({ length: stride }, (_, first) => first).flatMap((first) =>
    Array.from({ length: Math.max(0, Math.ceil((count - first) / stride)) }, (_, index) => first + index * stride),
  )
}

/** The first value of the tokens along their last axis: of series the first channel over time. None where tokens are a set, or of several modalities. */
async function curvesOf<Sample>(
  { set, tokenizer: any }: MapChoice<Sample>,
  chosen: readonly number[],
): Promise<Look[]> {
  const tokenizer = singleTokenizer(any)
  if (tokenizer === null || tokenizer.unordered === true) return chosen.map(() => ({}))
  const looks: Look[] = []
  for (const index of chosen) {
    looks.push({ curve: curveOf(await tokenizer.tokenize(await set.samples.sample(index)), tokenizer) })
  }
  return looks
}

function curveOf(
  { values, positions, length }: Tokens,
  { axes, channels }: Pick<Tokenizer<unknown>, 'axes' | 'channels'>,
) {
  const size = values.length / length
  const at = (token: number, axis: number) => positions[token * axes.length + axis]!
  const channelAxis = channels?.axis === undefined ? -1 : axes.indexOf(channels.axis)
  const first = Math.min(...Array.from({ length }, (_, token) => (channelAxis < 0 ? 0 : at(token, channelAxis))))
  const last = axes.length - 1
  const tokens = Array.from({ length }, (_, token) => token)
    .filter((token) => channelAxis < 0 || at(token, channelAxis) === first)
    .sort((a, b) => at(a, last) - at(b, last))
  const count = Math.min(MOST_VALUES, tokens.length)
  return Array.from(
    { length: count },
    (_, place) => values[tokens[Math.floor((place * tokens.length) / count)]! * size]!,
  )
}
