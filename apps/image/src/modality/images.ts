import { CHANNEL_STATISTICS, type Image, imageTokenizer } from '@romae/image'
import { type Experiment, type IdleSettings, integer, type Modality, positiveUpTo, texts, within } from 'romae'
import { augmentation } from './augmentation.ts'
import { fitTokenizer } from './image-tokenizer.ts'
import { presets } from './presets.ts'
import { type ImageData, isList, readImages } from './read-images.ts'
import { reconstructions } from './reconstructions.ts'

/** Images, for the commands that all apps share. */
export const images: Modality<Image> = {
  name: 'image',
  samples: 'images',
  files: 'image files, folders of them or of class folders, CSV or JSONL lists, tar archives (archive.tar#folder)',
  presets,
  kinds: {
    data: {
      size: integer(1, 4096),
      channels: integer(1, 3),
      file: 'text',
      label: 'text?',
      group: 'text?',
      missing: texts,
      augment: {
        flip: 'flag',
        leastArea: positiveUpTo(1),
        operations: integer(0, 16),
        magnitude: within(0, 30),
      },
    },
    tokenizer: {
      patch: integer(1, 4096),
      normalize: ['fitted', 'none', ...Object.keys(CHANNEL_STATISTICS)],
      positions: ['patch', 'unit'],
    },
  },
  dataOptions: [
    { flags: '--size <pixels>', key: 'size', description: 'the side that every image is resized to' },
    { flags: '--file <column>', key: 'file', description: 'CSV, JSONL: the paths of images' },
    { flags: '--label <column>', key: 'label', description: 'CSV, JSONL: their classes' },
    {
      flags: '--group <column|level>',
      key: 'group',
      description:
        'what stays in one part, as a patient: CSV, JSONL: a column; folders: a level (1: the class folder, 2: in it)',
    },
    { flags: '--missing <text...>', key: 'missing', description: 'CSV, JSONL: labels that mean none' },
  ],
  readsOnDemand: true,
  read: readImages,
  // New images need no labels, nor what they belong to: a list may be without their columns.
  inherit: (data, use) => (use === 'predict' ? { ...data, label: null, group: null, isLabelled: false } : data),
  idle,
  fit: fitTokenizer,
  tokenizers: ['image/patches'],
  restore: imageTokenizer.fromJSON,
  augment: augmentation,
  reconstructions,
}

/** What files and other settings leave without effect. */
function idle({ data }: Pick<Experiment, 'data'>, paths: readonly string[]): IdleSettings {
  const noList = 'no CSV or JSONL list is read: labels are the names of folders'
  const { operations } = (data as Partial<ImageData>).augment ?? {}
  return {
    ...(!paths.some(isList) && { 'data.file': noList, 'data.label': noList, 'data.missing': noList }),
    ...(operations === 0 && { 'data.augment.magnitude': 'there are no operations; set data.augment.operations' }),
  }
}
