import type { Optimizer } from '../optimizer/optimizer.ts'
import type { UpdateRange } from '../optimizer/ranges.ts'

/** State of the reference: plain arrays of float64. */
export interface ReferenceState {
  parameters: number[]
  m: number[]
  v: number[]
}

/** Zero moments beside these parameters. */
export function referenceState(parameters: ArrayLike<number>): ReferenceState {
  const zeros = Array.from({ length: parameters.length }, () => 0)
  return { parameters: Array.from(parameters), m: [...zeros], v: [...zeros] }
}

/** Clipping and the update in float64, written from the papers: what the passes must come close to. */
export function referenceUpdate(
  state: ReferenceState,
  gradient: ArrayLike<number>,
  optimizer: Optimizer,
  { step, learningRate: baseRate, clipNorm }: { step: number; learningRate: number; clipNorm: number | null },
  ranges: readonly UpdateRange[] = [{ start: 0, end: Infinity, rate: 1, decay: 1 }],
): { gradientNorm: number } {
  const gradientNorm = Math.sqrt(Array.from(gradient).reduce((sum, g) => sum + g * g, 0))
  const scale = clipNorm === null || gradientNorm + 1e-6 <= clipNorm ? 1 : clipNorm / (gradientNorm + 1e-6)
  for (const [i, p] of state.parameters.entries()) {
    const g = gradient[i]! * scale
    const range = ranges.find(({ start, end }) => start <= i && i < end)!
    const learningRate = baseRate * range.rate
    const weightDecay = optimizer.weightDecay * range.decay
    if (optimizer.kind === 'adamw') {
      const [beta1, beta2] = optimizer.betas
      state.m[i] = beta1 * state.m[i]! + (1 - beta1) * g
      state.v[i] = beta2 * state.v[i]! + (1 - beta2) * g * g
      const mHat = state.m[i]! / (1 - beta1 ** step)
      const vHat = state.v[i]! / (1 - beta2 ** step)
      const decayed = p * (1 - learningRate * weightDecay)
      state.parameters[i] = decayed - (learningRate * mHat) / (Math.sqrt(vHat) + optimizer.epsilon)
    } else {
      const decayed = g + weightDecay * p
      state.m[i] = step === 1 ? decayed : optimizer.momentum * state.m[i]! + decayed
      state.parameters[i] = p - learningRate * state.m[i]!
    }
  }
  return { gradientNorm }
}
