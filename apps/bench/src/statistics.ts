import { quantile } from '@romae/internal/statistics'
/** Quartiles of a set of times. */
export interface Quartiles {
  readonly median: number
  readonly low: number
  readonly high: number
}

/** Quartiles by linear interpolation between the sorted values. */
export function quartiles(values: readonly number[]): Quartiles {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (fraction: number) => quantile(sorted, fraction)
  return { median: at(0.5), low: at(0.25), high: at(0.75) }
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)
}
