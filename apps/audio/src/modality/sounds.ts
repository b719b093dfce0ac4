import { type Spectrogram, spectrogramTokenizer } from '@romae/audio'
import {
  type Experiment,
  type IdleSettings,
  integer,
  listOf,
  type Modality,
  optional,
  positiveUpTo,
  within,
} from 'romae'
import { augmentation } from './augmentation.ts'
import { patternKind } from './name-pattern.ts'
import { presets } from './presets.ts'
import { readSounds, type SoundData } from './read-sounds.ts'
import { reconstructions } from './reconstructions.ts'
import { fitTokenizer } from './sound-tokenizer.ts'

/** Sounds, for the commands that all apps share. A sample is a spectrogram: sounds are not needed beyond it. */
export const sounds: Modality<Spectrogram> = {
  name: 'audio',
  samples: 'sounds',
  files: 'WAV files, folders of them or of class folders, or ESC-50’s folder',
  presets,
  kinds: {
    data: {
      pattern: optional(patternKind),
      group: 'text?',
      rate: within(1, 192_000),
      bins: integer(1, 1024),
      frameLength: positiveUpTo(250),
      frameShift: within(1, 10_000),
      seconds: optional(positiveUpTo(86_400)),
      strict: 'flag',
      openEnd: 'flag',
      augment: {
        timeMasks: integer(0, 100),
        timeWidth: integer(0, 65_536),
        frequencyMasks: integer(0, 100),
        frequencyWidth: integer(0, 1024),
      },
    },
    tokenizer: {
      patch: listOf(2, integer(1, 4096)),
      frames: optional(integer(1, 65_536)),
      fill: optional(within(-1000, 1000)),
      standardize: ['per-bin', 'global', 'none'],
      positions: ['patches', 'seconds'],
    },
  },
  dataOptions: [
    { flags: '--pattern <expression>', key: 'pattern', description: 'labels in file names: ^(?<label>\\d)_.*$' },
    {
      flags: '--group <name>',
      key: 'group',
      description: 'what stays in one part, as a speaker: a column of esc50.csv, or a group of --pattern',
    },
    { flags: '--rate <hertz>', key: 'rate', description: 'what every sound is resampled to' },
    { flags: '--seconds <length>', key: 'seconds', description: 'cuts longer sounds' },
    {
      flags: '--strict',
      key: 'strict',
      description: 'refuses files whose headers contradict them, also where all samples are there',
    },
    {
      flags: '--open-end',
      key: 'openEnd',
      description: 'reads data of size 0 or FFFFFFFF, from a pipe, to the end of the file',
    },
  ],
  readsOnDemand: true,
  read: readSounds,
  // New sounds need no labels: neither names that hold them nor a list of classes, and no groups.
  inherit: (data, use) => (use === 'predict' ? { ...data, pattern: null, group: null, isLabelled: false } : data),
  idle,
  fit: fitTokenizer,
  tokenizers: ['audio/spectrogram'],
  restore: spectrogramTokenizer.fromJSON,
  augment: augmentation,
  reconstructions,
}

/** What other settings leave without effect. */
function idle({ data }: Pick<Experiment, 'data'>): IdleSettings {
  const { timeMasks, frequencyMasks } = (data as Partial<SoundData>).augment ?? {}
  return {
    ...(timeMasks === 0 && { 'data.augment.timeWidth': 'there are no masks; set data.augment.timeMasks' }),
    ...(frequencyMasks === 0 && {
      'data.augment.frequencyWidth': 'there are no masks; set data.augment.frequencyMasks',
    }),
  }
}
