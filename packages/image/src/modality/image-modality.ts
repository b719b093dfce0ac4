import { unusedByLists, withoutLabelSets } from '@romae/internal/lists'
import { defineModality, type Modality, type OptionValues } from '@romae/tokenizer/modality'
import type { Image } from '../image/image.ts'
import { image as restorer } from '../restorer.ts'
import type { ImageTokenizer } from '../tokenizer/image-tokenizer.ts'
import { augmentation } from './augmentation.ts'
import { figures } from './figures.ts'
import { fitTokenizer } from './fit-tokenizer.ts'
import { inspect } from './inspect.ts'
import { imageOptions, patchOptions } from './options.ts'
import { scoreColumns, scoreFigures, scorePlaces } from './scores.ts'
import { suggests } from './suggests.ts'

type ImageModality = Modality<Image, typeof imageOptions, typeof patchOptions>

/** What a platform has for images: files of it, and how pictures are written. */
export interface ImagePlatform {
  readonly read: ImageModality['read']
  readonly toPng: (image: Image) => Promise<Uint8Array>
}

/** Images, for whatever takes a modality: files of them become samples, and samples tokens. */
export const imageModality = ({ read, toPng }: ImagePlatform): ImageModality =>
  defineModality({
    specVersion: 1,
    name: restorer.name,
    samples: 'images',
    files:
      'image files, folders of them or of class folders, CSV, JSONL or Parquet lists (list.csv#split), tar archives (archive.tar#folder)',
    extensions: ['.jpg', '.jpeg', '.png', '.webp', '.avif', '.tif', '.tiff', '.gif'],
    readsOnDemand: true,
    options: imageOptions,
    tokenizerOptions: patchOptions,
    read,
    fit: fitTokenizer,
    restore: restorer.restore,
    // New images need no labels, nor what they belong to: a list may be without their columns.
    optionsForModel: (saved, purpose) =>
      purpose === 'predict' ? { ...saved, label: null, group: null, pattern: null, ...withoutLabelSets(saved) } : saved,
    unusedOptions,
    inspect,
    augment: augmentation,
    figureCount: 6,
    figures: (reconstructions, { tokenizer }) => figures(reconstructions, tokenizer as ImageTokenizer, toPng),
    scores: {
      columns: scoreColumns,
      places: scorePlaces,
      figures: (scored, { tokenizer }) => scoreFigures(scored, tokenizer as ImageTokenizer, toPng),
    },
    suggests,
  })

/** What sources and other options leave without effect. */
function unusedOptions(
  { data }: { readonly data: OptionValues },
  sources: readonly string[],
): Readonly<Record<string, string>> {
  const { operations } = (data.augment ?? {}) as { readonly operations?: number }
  return {
    ...unusedByLists(sources, 'the names of folders'),
    ...(operations === 0 && { 'data.augment.magnitude': 'there are no operations; set data.augment.operations' }),
  }
}
