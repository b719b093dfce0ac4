import { unusedByLists, withoutLabelSets } from '@romae/internal/lists'
import { defineModality, type Modality, type OptionValues } from '@romae/tokenizer/modality'
import { SOUND_ENDINGS } from '../readers/list-files.ts'
import { audio as restorer } from '../restorer.ts'
import type { Spectrogram } from '../spectrogram/spectrogram.ts'
import type { SpectrogramTokenizer } from '../tokenizer/tokenizer.ts'
import { augmentation } from './augmentation.ts'
import { figures } from './figures.ts'
import { fitTokenizer } from './fit-tokenizer.ts'
import { inspect } from './inspect.ts'
import { type SoundOptions, soundOptions, spectrogramOptions } from './options.ts'
import { readSounds } from './read-sounds.ts'
import { scoreColumns, scoreFigures, scorePlaces } from './scores.ts'
import { suggests } from './suggests.ts'

/**
 * Sounds, for whatever takes a modality: files of them become samples, and samples tokens. A sample is a spectrogram: sounds are
 * not needed beyond it.
 */
export const audio: Modality<Spectrogram, typeof soundOptions, typeof spectrogramOptions> = defineModality({
  specVersion: 1,
  name: restorer.name,
  samples: 'sounds',
  files:
    'WAV, FLAC, MP3, Ogg Vorbis or Opus files, folders of them or of class folders, ESC-50’s folder, or CSV, JSONL or Parquet lists (list.csv#split)',
  extensions: [...SOUND_ENDINGS],
  readsOnDemand: true,
  options: soundOptions,
  tokenizerOptions: spectrogramOptions,
  read: readSounds,
  fit: fitTokenizer,
  restore: restorer.restore,
  // New sounds need no labels: neither names that hold them nor a list of classes, and no groups.
  optionsForModel: (saved, purpose) =>
    purpose === 'predict' ? { ...saved, pattern: null, group: null, label: null, ...withoutLabelSets(saved) } : saved,
  unusedOptions,
  inspect,
  augment: augmentation,
  figureCount: 4,
  figures: (reconstructions, { tokenizer, options }) =>
    figures(reconstructions, tokenizer as SpectrogramTokenizer, (options as unknown as SoundOptions).rate),
  scores: {
    columns: scoreColumns,
    places: scorePlaces,
    figures: (scored, { tokenizer, options }) =>
      scoreFigures(scored, tokenizer as SpectrogramTokenizer, (options as unknown as SoundOptions).rate),
  },
  suggests,
})

/** What other options leave without effect. */
function unusedOptions(
  { data }: { readonly data: OptionValues },
  sources: readonly string[],
): Readonly<Record<string, string>> {
  const { timeMasks, frequencyMasks } = (data.augment ?? {}) as Partial<SoundOptions['augment']>
  return {
    ...unusedByLists(sources, 'the names of folders, or in those of files'),
    ...(timeMasks === 0 && { 'data.augment.timeWidth': 'there are no masks; set data.augment.timeMasks' }),
    ...(frequencyMasks === 0 && {
      'data.augment.frequencyWidth': 'there are no masks; set data.augment.frequencyMasks',
    }),
  }
}
