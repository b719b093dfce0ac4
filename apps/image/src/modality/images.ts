import type { Modality } from '@romae/app-common'
import { CHANNEL_STATISTICS, type Image, imageTokenizer } from '@romae/image'
import { augmentation } from './augmentation.ts'
import { fitTokenizer } from './image-tokenizer.ts'
import { presets } from './presets.ts'
import { readImages } from './read-images.ts'
import { reconstructions } from './reconstructions.ts'

/** Images, for the commands that all apps share. */
export const images: Modality<Image> = {
  name: 'image',
  samples: 'images',
  files: 'image files, folders of them or of class folders, CSV or JSONL lists, tar archives (archive.tar#folder)',
  presets,
  kinds: {
    data: {
      size: 'number',
      channels: 'number',
      file: 'text',
      label: 'text?',
      augment: {
        flip: 'flag',
        leastArea: 'number',
        operations: 'number',
        magnitude: 'number',
      },
    },
    tokenizer: {
      patch: 'number',
      normalize: ['fitted', 'none', ...Object.keys(CHANNEL_STATISTICS)],
      positions: ['patch', 'unit'],
    },
  },
  dataOptions: [
    { flags: '--size <pixels>', key: 'size', description: 'the side that every image is resized to' },
    { flags: '--file <column>', key: 'file', description: 'CSV, JSONL: the paths of images' },
    { flags: '--label <column>', key: 'label', description: 'CSV, JSONL: their classes' },
  ],
  readsOnDemand: true,
  read: readImages,
  fit: fitTokenizer,
  restore: imageTokenizer.fromJSON,
  augment: augmentation,
  reconstructions,
}
