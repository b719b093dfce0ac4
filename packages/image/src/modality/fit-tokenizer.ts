import { inOrder } from '@romae/internal/iteration'
import type { Samples } from '@romae/tokenizer/modality'
import { errors } from '../errors.ts'
import type { Image } from '../image/image.ts'
import { type ChannelStatistics, channelStatistics } from '../statistics/channel-statistics.ts'
import { type ImageTokenizer, imageTokenizer } from '../tokenizer/image-tokenizer.ts'
import type { StatisticsName } from '../tokenizer/options.ts'
import type { PatchOptions } from './options.ts'

/**
 * A tokenizer with the statistics of these images, unless the options name others. All have as many channels.
 *
 * @throws RomaeError `IMAGE_NOTHING_TO_FIT` without images, or what the tokenizer's own checks throw
 */
export async function fitTokenizer(
  images: Samples<Image>,
  { patch, normalize, positions }: PatchOptions,
): Promise<ImageTokenizer> {
  const first = await inOrder(images).next()
  if (first.done === true) throw errors.IMAGE_NOTHING_TO_FIT({ what: 'a tokenizer' })
  const { channels } = first.value
  const make = (statistics: ChannelStatistics | StatisticsName | 'none') =>
    imageTokenizer({ patch: [patch, patch], positions, channels, normalize: statistics })
  if (normalize !== 'fitted') return make(normalize)
  // What is wrong with the other options is said before all images are gone through.
  make('none')
  return make(await channelStatistics(inOrder(images)))
}
