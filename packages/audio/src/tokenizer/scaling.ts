import type { ResolvedTokenizerOptions } from './options.ts'

/** `(value − mean[bin]) / spread[bin]`, bin by bin: spread is twice the standard deviation. */
export interface Scaling {
  /** `[bins]` */
  readonly mean: Float64Array
  /** `[bins]` */
  readonly spread: Float64Array
}

/**
 * The scaling of every bin.
 *
 * Twice the standard deviation, as the paper and its forerunners do: most values then lie in [-1, 1].
 * Source: Gong et al., "SSAST", AAAI 2022, section 3.1
 */
export function scalingOf({ bins, statistics }: ResolvedTokenizerOptions): Scaling {
  const mean = new Float64Array(bins)
  const spread = new Float64Array(bins).fill(1)
  if (statistics !== undefined) {
    const shared = statistics.mean.length === 1
    for (let bin = 0; bin < bins; bin++) {
      mean[bin] = statistics.mean[shared ? 0 : bin]!
      spread[bin] = 2 * statistics.std[shared ? 0 : bin]!
    }
  }
  return { mean, spread }
}
