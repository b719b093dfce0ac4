export { RomaeError } from '@romae/internal/errors'
export { decodeImage } from './decode/decode-image.ts'
export type { DecodeOptions } from './decode/decode-options.ts'
export type { PngOptions } from './decode/png-pixels.ts'
export type { ImageSource } from './decode/read-bytes.ts'
export { toPng } from './decode/to-png.ts'
export { imageFromPixels, type RawPixels } from './image/from-pixels.ts'
export type { Image } from './image/image.ts'
export type { EncodedImage } from './readers/encoded-image.ts'
export { type ImageFolderOptions, listImageFolder } from './readers/folder.ts'
export { type ReadImagesOptions, readImages } from './readers/read-images.ts'
export { type ImageTableOptions, listImageTable } from './readers/table.ts'
export { type ImageTarOptions, listImageTar } from './readers/tar.ts'
export { listTinyImageNet, type TinyImageNetOptions } from './readers/tiny-imagenet.ts'
export { image } from './restorer.ts'
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
