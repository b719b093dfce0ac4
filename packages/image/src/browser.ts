export { RomaeError } from '@romae/internal/errors'
export { type DecodeOptions, decodeImage } from './browser/decode-image.ts'
export { image } from './browser/image.ts'
export { toPng } from './browser/to-png.ts'
export type { PngOptions } from './decode/png-pixels.ts'
export { imageFromPixels, type RawPixels } from './image/from-pixels.ts'
export type { Image } from './image/image.ts'
export { CHANNEL_STATISTICS, type ChannelStatistics, channelStatistics } from './statistics/channel-statistics.ts'
export {
  type ImageTokenizer,
  type ImageTokenizerFactory,
  type ImageTokenizerJson,
  imageTokenizer,
} from './tokenizer/image-tokenizer.ts'
export type {
  ImageTokenizerOptions,
  Patch,
  ResolvedImageTokenizerOptions,
  StatisticsName,
} from './tokenizer/options.ts'
export { type CropSize, centerCrop } from './transforms/crop.ts'
export { type FlipOptions, flipHorizontal, randomHorizontalFlip } from './transforms/flip.ts'
export { type RandAugmentOptions, randAugment } from './transforms/rand-augment/rand-augment.ts'
export { type RandomResizedCropOptions, randomResizedCrop } from './transforms/random-resized-crop.ts'
export { resize } from './transforms/resize.ts'
export type { ResizeFilter, ResizeOptions } from './transforms/resize-options.ts'
export type { SeedOptions } from './transforms/seed.ts'
