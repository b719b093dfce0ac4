import type { Modality } from '@romae/app-common'
import { type Spectrogram, spectrogramTokenizer } from '@romae/audio'
import { augmentation } from './augmentation.ts'
import { presets } from './presets.ts'
import { readSounds } from './read-sounds.ts'
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
      pattern: 'text?',
      rate: 'number',
      bins: 'number',
      frameLength: 'number',
      frameShift: 'number',
      seconds: 'number?',
      augment: { timeMasks: 'number', timeWidth: 'number', frequencyMasks: 'number', frequencyWidth: 'number' },
    },
    tokenizer: {
      patch: 'json',
      frames: 'number?',
      fill: 'number?',
      standardize: ['per-bin', 'global', 'none'],
      positions: ['patches', 'seconds'],
    },
  },
  dataOptions: [
    { flags: '--pattern <expression>', key: 'pattern', description: 'labels in file names: ^(?<label>\\d)_.*$' },
    { flags: '--rate <hertz>', key: 'rate', description: 'what every sound is resampled to' },
    { flags: '--seconds <length>', key: 'seconds', description: 'cuts longer sounds' },
  ],
  readsOnDemand: true,
  read: readSounds,
  fit: fitTokenizer,
  restore: spectrogramTokenizer.fromJSON,
  augment: augmentation,
  reconstructions,
}
