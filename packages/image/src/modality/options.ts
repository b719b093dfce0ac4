import { LONGEST_PATTERN, labelSetOptions, listOptions } from '@romae/internal/lists'
import type { OptionSchema, ResolvedOf } from '@romae/tokenizer/modality'
import { CHANNEL_STATISTICS } from '../statistics/channel-statistics.ts'
import type { StatisticsName } from '../tokenizer/options.ts'

/** How files are read. Runs compare what they have of it as JSON: the order of the keys is part of it. */
export const imageOptions = {
  size: {
    kind: 'integer',
    least: 1,
    most: 4096,
    default: 64,
    help: 'the side that every image is resized to',
    placeholder: 'pixels',
  },
  channels: { kind: 'choice', of: [1, 3], default: 3 },
  file: { kind: 'text', default: 'file', help: 'lists: the paths of images, or path', placeholder: 'column' },
  label: { kind: 'text', or: [null], default: null, help: 'lists: their classes', placeholder: 'column' },
  /** What happens to images in fine-tuning, in every epoch anew. */
  augment: {
    /** Left and right exchanged, half of the time. */
    flip: { kind: 'flag', default: true },
    /** The least part of the area that a random crop keeps; 1: no crop. */
    leastArea: { kind: 'number', above: 0, most: 1, default: 0.6 },
    /** Operations of RandAugment, at `magnitude` of 30. */
    operations: { kind: 'integer', least: 0, most: 16, default: 0 },
    magnitude: { kind: 'number', least: 0, most: 30, default: 9 },
  },
  // Records of older runs lack what follows, and so it has no default.
  group: {
    kind: 'text',
    or: [null],
    help: 'what stays in one part, as a patient: lists: a column; folders: a level (1: the class folder, 2: in it), or a group of --pattern',
    placeholder: 'column|level|name',
  },
  ...listOptions,
  ...labelSetOptions,
  /** For the names of files without their endings; its group `label` is the label. */
  pattern: {
    kind: 'text',
    or: [null],
    // As many as `LONGEST_PATTERN`.
    matches: /^.{1,500}$/s,
    expected: `a regular expression of up to ${LONGEST_PATTERN} characters`,
    help: 'folders, archives: labels in file names, ^(?<label>[a-z]+)_.*$',
    placeholder: 'expression',
  },
} as const satisfies OptionSchema

export type ImageOptions = ResolvedOf<typeof imageOptions>

/** How images become tokens. */
export const patchOptions = {
  /** The side of a patch, in pixels. */
  patch: { kind: 'integer', least: 1, most: 4096, default: 8 },
  /** `fitted`: by the statistics of the training images; else published ones, or none. */
  normalize: {
    kind: 'choice',
    of: ['fitted', 'none', ...(Object.keys(CHANNEL_STATISTICS) as StatisticsName[])],
    default: 'fitted',
  },
  positions: { kind: 'choice', of: ['patch', 'unit'], default: 'patch' },
} as const satisfies OptionSchema

export type PatchOptions = ResolvedOf<typeof patchOptions>
