import type { Optimizer } from './optimizer.ts'
import type { OptimizerPasses } from './passes.ts'

/** The flat vectors of a training state and the gradient, padded alike. */
export interface UpdateVectors {
  readonly parameters: Float32Array
  readonly gradient: Float32Array
  readonly moments: readonly Float32Array[]
}

/**
 * The factor that brings a gradient of this norm down to `clipNorm`, as `torch.nn.utils.clip_grad_norm_` computes it; 1
 * where the norm is within, or there is no clipping.
 */
export function clipScale(gradientNorm: number, clipNorm: number | null): number {
  return clipNorm === null ? 1 : Math.min(1, clipNorm / (gradientNorm + 1e-6))
}

/** Makes the optimizer's update number `step` (the first is 1) in place. */
export function applyUpdate(
  passes: OptimizerPasses,
  optimizer: Optimizer,
  { parameters, gradient, moments }: UpdateVectors,
  { step, learningRate, gradientScale }: { step: number; learningRate: number; gradientScale: number },
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
      rootCorrection: 1 / Math.sqrt(1 - beta2 ** step),
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
