import { type PretrainingConfig, pretrainingConfig, type SizeName, stepFlops } from '@romae/core'

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

/** F is for a GPU. */
export const workloads: readonly Workload[] = [
  { name: 'A', encoder: 'tiny', decoder, batch: 32, tokens: 64, tokenSize: 192, axes: 3 },
  { name: 'B', encoder: 'small', decoder, batch: 16, tokens: 64, tokenSize: 192, axes: 3 },
  { name: 'C', encoder: 'tiny', decoder, batch: 16, tokens: 36, tokenSize: 6, axes: 3 },
  { name: 'D', encoder: 'tiny-shallow', decoder, batch: 16, tokens: 100, tokenSize: 6, axes: 3 },
  { name: 'E', encoder: 'base', decoder, batch: 4, tokens: 197, tokenSize: 768, axes: 3 },
  { name: 'F', encoder: 'base', decoder, batch: 128, tokens: 197, tokenSize: 768, axes: 3 },
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

/** Our model of a workload. */
export function configOf({ tokenSize, axes, encoder, decoder }: Workload): PretrainingConfig {
  return pretrainingConfig({ tokenSize, axes, encoder, decoder })
}

/** Floating-point operations of one training step in matrix products: see core's `stepFlops`. */
export function workloadFlops(workload: Workload): number {
  return stepFlops(configOf(workload), { batch: workload.batch, ...tokenCounts(workload) })
}
