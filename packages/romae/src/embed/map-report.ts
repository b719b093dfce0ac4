import { renderReport } from '@romae/report'
import type { MapSection } from '@romae/report/map'
import type { AnyTokenizer } from '@romae/trainer/node'
import type { HostModality, SampleSet } from '../modality/host-modality.ts'
import { curvesOf } from './curves.ts'
import { drawMap, type Look, pictureLooks } from './draw-map.ts'

/** The side of a picture, in pixels. */
const SIDE = 40

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
export function mapSection<Sample>(choice: MapChoice<Sample>): Promise<MapSection> {
  const { modality, set, tokenizer, vectors, neighbours, seed } = choice
  return drawMap({
    what: modality.samples,
    vectors,
    ids: set.ids,
    labels: set.labels,
    neighbours,
    seed,
    looks: (chosen) => (set.preview === undefined ? curvesOf(set.samples, tokenizer, chosen) : picturesOf(set, chosen)),
  })
}

/** Small pictures of as many, spread over all, as a page can hold. */
async function picturesOf<Sample>(set: MapChoice<Sample>['set'], chosen: readonly number[]): Promise<Look[]> {
  const { default: sharp } = await import('sharp')
  return pictureLooks(chosen, async (index) => {
    const { png } = await set.preview!(index)
    const small = sharp(png).resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true })
    return `data:image/webp;base64,${(await small.webp({ quality: 70 }).toBuffer()).toString('base64')}`
  })
}
