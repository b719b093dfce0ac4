import { errors } from '../errors.ts'
import { checkImage } from '../image/check-image.ts'
import type { Image } from '../image/image.ts'

/** Mean and (population) standard deviation of each channel, of values in [0, 1]. A constant channel has `std` 1. */
export interface ChannelStatistics {
  readonly mean: readonly number[]
  readonly std: readonly number[]
}

/** Statistics that are usual for a data set, of images with three channels. */
export const CHANNEL_STATISTICS = {
  /** ImageNet, as torchvision and most published models have them. */
  imagenet: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  /** The 50,000 training images of CIFAR-10. */
  cifar10: { mean: [0.4914, 0.4822, 0.4465], std: [0.247, 0.2435, 0.2616] },
  /** The 50,000 training images of CIFAR-100. */
  cifar100: { mean: [0.5071, 0.4865, 0.4409], std: [0.2673, 0.2564, 0.2762] },
  /** From [0, 1] to [−1, 1], as the original ViT has it. */
  half: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
} as const satisfies Readonly<Record<string, ChannelStatistics>>

/** Running means and sums of squared deviations, image by image. */
export class StatisticsAccumulator {
  #count = 0
  #mean: number[] = []
  #squares: number[] = []

  /** @throws RomaeError `IMAGE_CHANNELS` when it has another number of channels than those before */
  add(image: Image): void {
    checkImage(image)
    const { id, channels, data } = image
    if (this.#count === 0) {
      this.#mean = Array(channels).fill(0)
      this.#squares = Array(channels).fill(0)
    }
    const known = this.#mean.length
    if (channels !== known) {
      throw errors.IMAGE_CHANNELS({ name: id, expected: `${known}, as the first image`, got: channels })
    }
    const pixels = data.length / channels
    const total = this.#count + pixels
    for (let channel = 0; channel < channels; channel++) {
      const { mean, squares } = ofChannel(data, channel, channels)
      // Chan, Golub and LeVeque 1979: two parts' sums of squares combine without cancelling.
      const delta = mean - this.#mean[channel]!
      this.#mean[channel]! += (delta * pixels) / total
      this.#squares[channel]! += squares + (delta * delta * this.#count * pixels) / total
    }
    this.#count = total
  }

  /** @throws RomaeError `IMAGE_NOTHING_TO_FIT` before the first image */
  statistics(): ChannelStatistics {
    if (this.#count === 0) throw errors.IMAGE_NOTHING_TO_FIT({ what: 'channel statistics' })
    const std = this.#squares.map((squares) => Math.sqrt(squares / this.#count))
    return { mean: [...this.#mean], std: std.map((value) => (value > 0 ? value : 1)) }
  }
}

/** In two passes, the second about the mean. */
function ofChannel(data: Float32Array, channel: number, channels: number): { mean: number; squares: number } {
  let sum = 0
  for (let index = channel; index < data.length; index += channels) sum += data[index]!
  const mean = sum / (data.length / channels)
  let squares = 0
  for (let index = channel; index < data.length; index += channels) squares += (data[index]! - mean) ** 2
  return { mean, squares }
}

/**
 * Statistics of images that are read one by one; use the training split alone. For images in memory,
 * `imageTokenizer.fit` does the same.
 *
 * @throws RomaeError `IMAGE_NOTHING_TO_FIT`, `IMAGE_CHANNELS`, or what an improper image gives
 */
export async function channelStatistics(images: AsyncIterable<Image> | Iterable<Image>): Promise<ChannelStatistics> {
  const accumulator = new StatisticsAccumulator()
  for await (const image of images) accumulator.add(image)
  return accumulator.statistics()
}
