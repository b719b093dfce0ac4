import { mean, variance } from '@romae/internal/statistics'

/** Mean and standard deviation. */
export function moments(values: ArrayLike<number>): { readonly mean: number; readonly deviation: number } {
  return { mean: mean(values), deviation: Math.sqrt(variance(values)) }
}
