import { type SizeName, sizePresets } from '@romae/core'

/** One pre-training step, by the sizes that decide its cost. Three quarters of the tokens are masked. */
export interface Workload {
  readonly name: string
  readonly encoder: SizeName
  readonly decoder: SizeName
  readonly batch: number
  readonly tokens: number
  readonly tokenSize: number
  readonly axes: number
}

const decoder = 'tiny-shallow'

export const workloads: readonly Workload[] = [
  { name: 'A', encoder: 'tiny', decoder, batch: 32, tokens: 64, tokenSize: 192, axes: 3 },
  { name: 'B', encoder: 'small', decoder, batch: 16, tokens: 64, tokenSize: 192, axes: 3 },
  { name: 'C', encoder: 'tiny', decoder, batch: 16, tokens: 36, tokenSize: 6, axes: 3 },
  { name: 'D', encoder: 'tiny-shallow', decoder, batch: 16, tokens: 100, tokenSize: 6, axes: 3 },
  { name: 'E', encoder: 'base', decoder, batch: 4, tokens: 197, tokenSize: 768, axes: 3 },
]

const maskRatio = 0.75

/** Masked and visible tokens of one sample. */
export function tokenCounts({ tokens }: Workload): { masked: number; visible: number } {
  const masked = Math.ceil(maskRatio * tokens)
  return { masked, visible: tokens - masked }
}

/** `tiny 32x64x192`: encoder, batch x tokens x values of a token. */
export function describe({ encoder, batch, tokens, tokenSize }: Workload): string {
  return `${encoder} ${batch}x${tokens}x${tokenSize}`
}

/**
 * Floating-point operations of one training step in matrix products: two a multiply-add, forward once and backward
 * twice. The last decoder block computes queries' outputs for masked tokens only, as our step does.
 */
export function stepFlops(workload: Workload): number {
  const { masked, visible } = tokenCounts(workload)
  const encoded = visible + 1
  const { dModel: width, depth } = sizePresets[workload.encoder]
  const { dModel: decoderWidth, depth: decoderDepth } = sizePresets[workload.decoder]
  const all = encoded + masked
  const forward =
    visible * workload.tokenSize * width +
    depth * blockProducts(encoded, encoded, width) +
    encoded * width * decoderWidth +
    (decoderDepth - 1) * blockProducts(all, all, decoderWidth) +
    blockProducts(all, masked, decoderWidth) +
    masked * decoderWidth * workload.tokenSize
  return 3 * 2 * workload.batch * forward
}

/** Multiply-adds of one block: q, k, v for all tokens; scores, output projection and MLP for those that are read. */
function blockProducts(length: number, read: number, width: number): number {
  return 3 * length * width ** 2 + 2 * read * length * width + read * width ** 2 + 8 * read * width ** 2
}
