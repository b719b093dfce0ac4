import type { Optimizer } from './optimizer.ts'
import type { OptimizerPasses } from './passes.ts'
import type { UpdateRange } from './ranges.ts'
import { typescriptPasses } from './typescript-passes.ts'

/** The flat vectors of a training state and the gradient, padded alike. */
export interface UpdateVectors {
  readonly parameters: Float32Array
  readonly gradient: Float32Array
  readonly moments: readonly Float32Array[]
}

/** What the passes of one update share. */
export interface UpdateScalars {
  /** The update's number; the first is 1. */
  readonly step: number
  readonly learningRate: number
  readonly gradientScale: number
}

/**
 * The factor that clips a gradient of this norm to `clipNorm`, as `torch.nn.utils.clip_grad_norm_` computes it; 1 if the norm
 * is smaller or `clipNorm` is null.
 */
export function clipScale(gradientNorm: number, clipNorm: number | null): number {
  return clipNorm === null ? 1 : Math.min(1, clipNorm / (gradientNorm + 1e-6))
}

/** The decay of the moving average at update number `step`; it warms up, so that the initial values are soon forgotten. */
export function averageDecayAt(step: number, averageDecay: number): number {
  return Math.min(averageDecay, (1 + step) / (10 + step))
}

/** Makes an optimizer's update in place, one pass a range. */
export function applyUpdate(
  passes: OptimizerPasses,
  optimizer: Optimizer,
  vectors: UpdateVectors,
  scalars: UpdateScalars,
  ranges: readonly UpdateRange[],
): void {
  for (const { start, end, rate, decay } of ranges) {
    const learningRate = scalars.learningRate * rate
    const weightDecay = optimizer.weightDecay * decay
    const pass = (using: OptimizerPasses, from: number, to: number) =>
      updateRange(using, { ...optimizer, weightDecay }, sliced(vectors, from, to), { ...scalars, learningRate })
    // The passes take four elements at a time. A range may end on any element, and TypeScript's arithmetic is the same.
    const whole = end - ((end - start) % 4)
    pass(passes, start, whole)
    if (whole < end) pass(typescriptPasses, whole, end)
  }
}

function sliced({ parameters, gradient, moments }: UpdateVectors, start: number, end: number): UpdateVectors {
  return {
    parameters: parameters.subarray(start, end),
    gradient: gradient.subarray(start, end),
    moments: moments.map((moment) => moment.subarray(start, end)),
  }
}

function updateRange(
  passes: OptimizerPasses,
  optimizer: Optimizer,
  { parameters, gradient, moments }: UpdateVectors,
  { step, learningRate, gradientScale }: UpdateScalars,
): void {
  const { weightDecay } = optimizer
  if (optimizer.kind === 'adamw') {
    const [beta1, beta2] = optimizer.betas
    const scalars = {
      gradientScale,
      decay: 1 - learningRate * weightDecay,
      stepSize: learningRate / (1 - beta1 ** step),
      beta1,
      beta2,
      rootCorrection: Math.sqrt(1 - beta2 ** step),
      epsilon: optimizer.epsilon,
    }
    passes.adamw({ parameters, gradient, m: moments[0]!, v: moments[1]! }, scalars)
  } else if (moments.length === 0) {
    passes.sgd({ parameters, gradient }, { gradientScale, weightDecay, learningRate })
  } else {
    const scalars = { gradientScale, weightDecay, learningRate, momentum: optimizer.momentum }
    passes.sgdMomentum({ parameters, gradient, buffer: moments[0]! }, scalars)
  }
}
