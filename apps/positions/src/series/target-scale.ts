import type { PositionData, PositionSeries } from './position-series.ts'

/** How positions become what the head puts out, and back. */
export interface TargetScale {
  toTargets(series: PositionSeries): Float32Array
  toPositions(outputs: Float32Array): Float32Array
}

/**
 * @param scaled whether targets have mean 0 and variance 1 over the range, as a head with small weights starts; else they are
 *   positions as they are, as in the paper
 */
export function targetScale({ low, high }: Pick<PositionData, 'low' | 'high'>, scaled: boolean): TargetScale {
  const middle = scaled ? (low + high) / 2 : 0
  const spread = scaled ? (high - low) / Math.sqrt(12) : 1
  return {
    toTargets: ({ positions }) => positions.map((position) => (position - middle) / spread),
    toPositions: (outputs) => outputs.map((output) => middle + spread * output),
  }
}
