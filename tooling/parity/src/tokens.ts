import { patchify, type RomaeConfig } from '@romae/core'
import type { HostTensor } from '@romae/engine'
import type { TokenBatch } from '@romae/tokenizer'

/**
 * The tokens of fixture values.
 *
 * @param values `[batch, T, C, H, W]`
 * @param positions `[batch, axes, tokens]`
 * @param padding `[batch, tokens]`, 1 = padding
 */
export function tokensOf(
  config: RomaeConfig,
  values: HostTensor,
  positions: HostTensor,
  padding: HostTensor | undefined,
): TokenBatch {
  const [batch, frames, channels, rows, columns] = values.shape as [number, number, number, number, number]
  const [, axes, length] = positions.shape as [number, number, number]
  const sample = frames * channels * rows * columns
  const tokens = new Float32Array(batch * sample)
  const grid = { shape: [frames, rows, columns], patch: config.tubelet, channels }
  for (let index = 0; index < batch; index++) {
    const points = channelsLast(values.data.subarray(index * sample, (index + 1) * sample), channels, rows * columns)
    tokens.set(patchify(points, grid), index * sample)
  }
  return {
    values: tokens,
    positions: Float32Array.from(positions.data),
    padding: padding === undefined ? new Uint8Array(batch * length) : Uint8Array.from(padding.data),
    batch,
    length,
    tokenSize: config.tokenSize,
    axes,
  }
}

/** `[frames, channels, points]` to `[frames, points, channels]`. */
function channelsLast(values: ArrayLike<number>, channels: number, points: number): Float32Array {
  return Float32Array.from({ length: values.length }, (_, index) => {
    const channel = index % channels
    const point = Math.floor(index / channels) % points
    const frame = Math.floor(index / (channels * points))
    return values[(frame * channels + channel) * points + point]!
  })
}

/** One batch of a tensor whose first axis counts batches. */
export function batchOf(tensor: HostTensor, index: number): HostTensor {
  const shape = tensor.shape.slice(1)
  const size = shape.reduce((product, length) => product * length, 1)
  return { shape, data: tensor.data.slice(index * size, (index + 1) * size) }
}
