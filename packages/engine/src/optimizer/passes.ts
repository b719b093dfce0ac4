/** What an AdamW pass needs beside the vectors; combined once per step from the hyperparameters. */
interface AdamWScalars {
  /** The gradient is multiplied by this first: clipping. */
  readonly gradientScale: number
  /** 1 - learningRate · weightDecay. */
  readonly decay: number
  /** learningRate / (1 - β₁ᵗ). */
  readonly stepSize: number
  readonly beta1: number
  readonly beta2: number
  /** √(1 - β₂ᵗ). */
  readonly rootCorrection: number
  readonly epsilon: number
}

/** What an SGD pass needs beside the vectors. */
interface SgdScalars {
  readonly gradientScale: number
  readonly weightDecay: number
  readonly learningRate: number
}

/**
 * Passes over flat vectors of one length, a multiple of 4, padded with zeros. Views of the same range of each vector may
 * be given to treat a range by itself.
 */
export interface OptimizerPasses {
  /** Sum of squares of a whole vector, whose length is a multiple of 16; accumulated in float64. */
  sumOfSquares(gradient: Float32Array): number
  adamw(
    vectors: { parameters: Float32Array; gradient: Float32Array; m: Float32Array; v: Float32Array },
    scalars: AdamWScalars,
  ): void
  sgd(vectors: { parameters: Float32Array; gradient: Float32Array }, scalars: SgdScalars): void
  /** The first step's buffer is the decayed gradient, as in PyTorch, because the buffer starts at zero. */
  sgdMomentum(
    vectors: { parameters: Float32Array; gradient: Float32Array; buffer: Float32Array },
    scalars: SgdScalars & { readonly momentum: number },
  ): void
  /** target · keep + source · add, in place: sums gradients and averages parameters. */
  blend(target: Float32Array, source: Float32Array, keep: number, add: number): void
}
