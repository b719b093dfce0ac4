import type { Random } from '@romae/internal/random'
import { channelBlocks, pickChannels } from './channel-blocks.ts'
import { fitStateSpace, WORK } from './expectation-maximization.ts'
import type { Observed } from './filter.ts'
import { simulatePath } from './simulate-path.ts'
import { smoothMeans } from './smooth-means.ts'
import { smooth } from './smoother.ts'
import type { StateSpace } from './transitions.ts'

/** A process of some channels. */
export interface BlockModel {
  readonly channels: readonly number[]
  readonly model: StateSpace
}

/** Processes that have nothing to do with each other. */
export interface BlockModels {
  /** All channels. */
  readonly size: number
  readonly blocks: readonly BlockModel[]
}

/**
 * A process for each block of channels.
 *
 * @param all rows of one step each
 * @param together the channels of each block: those that change together
 */
export function fitBlockModels(
  all: readonly Observed[],
  size: number,
  together: readonly (readonly number[])[] = channelBlocks(all, size),
): BlockModels {
  const blocks = together.map((channels): BlockModel => {
    const own = all.map((one) => pickChannels(one, size, channels))
    return { channels, model: fitStateSpace(own, channels.length, WORK / together.length) }
  })
  return { size, blocks }
}

/** `smoothMeans` of every block. @returns `[row, size]` */
export function smoothBlockMeans({ size, blocks }: BlockModels, observed: Observed): Float64Array {
  const means = new Float64Array(observed.values.length)
  for (const { channels, model } of blocks) {
    put(means, size, channels, smoothMeans(model, pickChannels(observed, size, channels)))
  }
  return means
}

/** The mean of every value, and its variance, the noise of the observation included: both `[row, size]`. */
export function smoothBlocks({ size, blocks }: BlockModels, observed: Observed) {
  const means = new Float64Array(observed.values.length)
  const variances = new Float64Array(observed.values.length)
  for (const { channels, model } of blocks) {
    const width = channels.length
    smooth(model, pickChannels(observed, size, channels), ({ row, mean, covariance }) => {
      channels.forEach((channel, column) => {
        means[row * size + channel] = mean[column]!
        variances[row * size + channel] = covariance[column * width + column]! + model.noise[column]!
      })
    })
  }
  return { means, variances }
}

/** `simulatePath` of every block. @returns `[row, size]` */
export function simulateBlocks({ size, blocks }: BlockModels, steps: Float64Array, random: Random): Float64Array {
  const values = new Float64Array(steps.length * size)
  for (const { channels, model } of blocks) put(values, size, channels, simulatePath(model, steps, random))
  return values
}

/** @param own `[row, channels]` */
function put(all: Float64Array, size: number, channels: readonly number[], own: Float64Array): void {
  for (let row = 0; row * size < all.length; row++) {
    channels.forEach((channel, column) => {
      all[row * size + channel] = own[row * channels.length + column]!
    })
  }
}
