import { LONGEST_PATTERN, labelSetOptions, listOptions } from '@romae/internal/lists'
import type { OptionSchema, ResolvedOf } from '@romae/tokenizer/modality'
import { quality } from '../sound/resample.ts'

/** How files are read. Runs compare what they have of it as JSON: the order of the keys is part of it. */
export const soundOptions = {
  /** For the names of files without `.wav`; its group `label` is the label. */
  pattern: {
    kind: 'text',
    or: [null],
    // As many as `LONGEST_PATTERN`.
    matches: /^.{1,500}$/s,
    expected: `a regular expression of up to ${LONGEST_PATTERN} characters`,
    default: null,
    help: 'labels in file names: ^(?<label>\\d)_.*$',
    placeholder: 'expression',
  },
  rate: {
    kind: 'number',
    least: 1,
    most: 192_000,
    default: 16_000,
    help: 'what every sound is resampled to',
    placeholder: 'hertz',
  },
  bins: { kind: 'integer', least: 1, most: 1024, default: 64 },
  /** Milliseconds. */
  frameLength: { kind: 'number', above: 0, most: 250, default: 25 },
  frameShift: { kind: 'number', least: 1, most: 10_000, default: 10 },
  seconds: {
    kind: 'number',
    or: [null],
    above: 0,
    most: 86_400,
    default: 5,
    help: 'cuts longer sounds',
    placeholder: 'length',
  },
  /** What happens to spectrograms in fine-tuning: SpecAugment's masks, how many, and the most frames or bins of each. */
  augment: {
    timeMasks: { kind: 'integer', least: 0, most: 100, default: 1 },
    timeWidth: { kind: 'integer', least: 0, most: 65_536, default: 8 },
    frequencyMasks: { kind: 'integer', least: 0, most: 100, default: 1 },
    frequencyWidth: { kind: 'integer', least: 0, most: 1024, default: 8 },
  },
  // Records of older runs lack what follows, and so it has no default.
  group: {
    kind: 'text',
    or: [null],
    help: 'what stays in one part, as a speaker: a column of a list or of esc50.csv, or a group of --pattern',
    placeholder: 'name',
  },
  resampling: {
    kind: 'choice',
    of: [...quality.of],
    help: 'how well sounds of other rates are resampled; absent: medium',
  },
  strict: { kind: 'flag', help: 'refuses files whose headers contradict them, also where all samples are there' },
  openEnd: { kind: 'flag', help: 'reads data of size 0 or FFFFFFFF, from a pipe, to the end of the file' },
  file: { kind: 'text', help: 'lists: the paths of sounds (default: file, or path)', placeholder: 'column' },
  label: { kind: 'text', or: [null], help: 'lists: their classes', placeholder: 'column' },
  ...listOptions,
  ...labelSetOptions,
} as const satisfies OptionSchema

export type SoundOptions = ResolvedOf<typeof soundOptions>

/** How spectrograms become tokens; null: absent. */
export const spectrogramOptions = {
  /** Frames and bins. */
  patch: { kind: 'list', length: 2, item: { kind: 'integer', least: 1, most: 4096 }, default: [16, 16] },
  frames: { kind: 'integer', or: [null], least: 1, most: 65_536, default: null },
  fill: { kind: 'number', or: [null], least: -1000, most: 1000, default: null },
  standardize: { kind: 'choice', of: ['per-bin', 'global', 'none'], default: 'per-bin' },
  positions: { kind: 'choice', of: ['patches', 'seconds'], default: 'patches' },
} as const satisfies OptionSchema

export type SpectrogramOptions = ResolvedOf<typeof spectrogramOptions>
