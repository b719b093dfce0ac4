import type { Section } from '@romae/report'
import type { Tokenizer } from '@romae/tokenizer'
import type { AnyModality, Figure, Reconstruction } from '@romae/tokenizer/modality'
import { pictureFigure } from '../report/picture-figure.ts'
import { shortName } from '../report/short-name.ts'
import type { ReconstructionContext } from './host-modality.ts'
import { reconstruct, reconstructionNotes } from './reconstruct.ts'

/** Samples that a report shows, where a modality does not say. */
export const SHOWN = 4

/** What a report shows of samples that a pre-trained model reconstructs: the modality's figures. Empty where it has none. */
export async function sectionsOf<Sample>(
  modality: Pick<AnyModality, 'figures' | 'figureCount'>,
  context: ReconstructionContext<Sample>,
): Promise<readonly Section[]> {
  const { model, set } = context
  const tokenizer = context.tokenizer as Tokenizer<Sample>
  // A normalized target of one value says nothing.
  const isMute = model.config.normalizeTargets && tokenizer.tokenSize === 1
  if (modality.figures === undefined || isMute) return []
  const shown = await shownSamples(context, modality.figureCount ?? SHOWN)
  if (shown.length === 0) return []
  const made = await reconstruct(
    context,
    shown.map(({ tokens }) => tokens),
  )
  const reconstructions = shown.map((one, index): Reconstruction<Sample> => ({ ...one, ...made[index]! }))
  const figures: readonly Figure[] = await modality.figures(reconstructions, { tokenizer, options: set.data })
  if (figures.length === 0) return []
  const extent: Section = {
    kind: 'text',
    text: `${shown.length} of ${set.samples.length.toLocaleString('en')} samples are shown.`,
  }
  return [...figures.map(figureSection), extent, ...reconstructionNotes(model)]
}

/** Samples from all over the set. Of one token nothing can be masked and something seen. */
async function shownSamples<Sample>({ set, tokenizer: any }: ReconstructionContext<Sample>, most: number) {
  const tokenizer = any as Tokenizer<Sample>
  const { length } = set.samples
  const count = Math.min(most, length)
  const places = Array.from({ length: count }, (_, index) => Math.floor((index * length) / count))
  const all = await Promise.all(
    places.map(async (place) => {
      const sample = await set.samples.sample(place)
      return { id: set.ids[place]!, sample, tokens: await tokenizer.tokenize(sample) }
    }),
  )
  return all.filter(({ tokens }) => tokens.length > 1)
}

/** A modality's figure as a section of a report. */
export function figureSection(figure: Figure): Section {
  const heading = figure.heading === undefined ? {} : { heading: figure.heading }
  if (figure.kind === 'pictures') {
    const { across, note } = figure
    const figures = figure.pictures.map((one) => pictureFigure(one, shortName(one.caption), one.caption))
    return {
      kind: 'figures',
      ...heading,
      ...(note !== undefined && { caption: note }),
      ...(across !== undefined && { across }),
      figures,
    }
  }
  const { x, y, curves } = figure
  return { kind: 'chart', ...heading, width: 'half', height: 200, x, y, series: curves }
}
