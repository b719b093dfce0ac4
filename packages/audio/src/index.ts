export { RomaeError } from '@romae/internal/errors'
export type { NamePattern } from '@romae/internal/lists'
export { type FilterBank, filterBank, logMel } from './filter-bank/filter-bank.ts'
export { SILENCE } from './filter-bank/mel-filters.ts'
export type { FilterBankOptions, ResolvedFilterBankOptions } from './filter-bank/options.ts'
export type { WindowName } from './filter-bank/window.ts'
export { type Esc50Options, listEsc50 } from './readers/esc50.ts'
export { listSoundFolder, type SoundFolderOptions } from './readers/folder.ts'
export type { FolderOptions } from './readers/list-files.ts'
export { listSoundFiles } from './readers/named-files.ts'
export { readSound, readSounds, type SoundFile } from './readers/sound-file.ts'
export { listSoundTable, type SoundTableOptions } from './readers/table.ts'
export { audio } from './restorer.ts'
export {
  type CutOptions,
  cut,
  type PadOptions,
  pad,
  type RandomCropOptions,
  randomCrop,
  samplesOf,
} from './sound/cut.ts'
export { fromSamples, type SampleArrays } from './sound/from-samples.ts'
export { type ChannelMix, mixChannels } from './sound/mix-channels.ts'
export { type ResampleOptions, type ResamplingQuality, resample } from './sound/resample.ts'
export type { Sound } from './sound/sound.ts'
export { type ColorMap, type PictureOptions, spectrogramPng } from './spectrogram/picture.ts'
export { type SpecAugmentOptions, specAugment } from './spectrogram/spec-augment.ts'
export type { Spectrogram } from './spectrogram/spectrogram.ts'
export { type SpectrogramStatistics, type StatisticsScope, spectrogramStatistics } from './spectrogram/statistics.ts'
export type {
  PositionUnit,
  ResolvedTokenizerOptions,
  SpectrogramTokenizerOptions,
  Standardization,
} from './tokenizer/options.ts'
export {
  type SpectrogramTokenizer,
  type SpectrogramTokenizerFactory,
  type SpectrogramTokenizerJson,
  spectrogramTokenizer,
} from './tokenizer/tokenizer.ts'
export { type DecodeOptions, decodeSound, decodeWav } from './wav/decode-wav.ts'
export type { WavLimits } from './wav/limits.ts'
