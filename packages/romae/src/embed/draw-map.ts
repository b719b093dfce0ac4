import type { MapPoint, MapSection } from '@romae/report/map'
import { onPlane } from './plane.ts'

/** Points of a map, spread over the set: a page of less than a megabyte. */
const MOST_POINTS = 1000
/** Base64 digits of all pictures of a page. */
const MOST_PICTURES = 500_000

/** What is shown of a point. */
export type Look = Pick<MapPoint, 'picture' | 'curve'>

/** What a map is drawn of; lists have an entry a sample. */
export interface MapDrawing {
  /** What the samples are called: `images`. */
  readonly what: string
  readonly vectors: readonly Float32Array[]
  readonly ids: readonly string[]
  readonly labels: readonly (string | undefined)[]
  /** That each point is to stay near to. */
  readonly neighbours: number
  readonly seed: number
  /** Of the chosen samples, in their order. */
  looks(chosen: readonly number[]): Promise<readonly Look[]>
}

/** A map of embeddings, by UMAP, of at most a thousand samples that are spread over all. @throws RomaeError `APP_MAP_POINTS` */
export async function drawMap({
  what,
  vectors,
  ids,
  labels,
  neighbours,
  seed,
  looks,
}: MapDrawing): Promise<MapSection> {
  const { length } = vectors
  const count = Math.min(MOST_POINTS, length)
  const chosen = Array.from({ length: count }, (_, place) => Math.floor((place * length) / count))
  const plane = await onPlane(
    chosen.map((index) => vectors[index]!),
    { neighbours, seed },
  )
  const all = await looks(chosen)
  const points = chosen.map((index, place): MapPoint => {
    const [x, y] = plane[place] as [number, number]
    const group = labels[index]
    return { x, y, label: ids[index]!, ...(group !== undefined && { group }), ...all[place] }
  })
  const part =
    count < length ? `${count.toLocaleString('en')} of ${length.toLocaleString('en')} ${what}, spread over all. ` : ''
  const caption = `${part}By UMAP of ${Math.min(neighbours, count - 1)} neighbours, seed ${seed}: what is near each other is alike to the model; the axes, and how far groups are apart, mean nothing.`
  return { kind: 'map', heading: 'Map of embeddings', caption, points }
}

/** Pictures of as many samples, spread over all, as a page can hold. @param pictureOf a data URL */
export async function pictureLooks(
  chosen: readonly number[],
  pictureOf: (index: number) => Promise<string>,
): Promise<Look[]> {
  const looks: Look[] = chosen.map(() => ({}))
  let digits = 0
  for (const place of spread(chosen.length)) {
    if (digits > MOST_PICTURES) break
    const picture = await pictureOf(chosen[place]!)
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
