import type { OptimizerPasses } from './passes.ts'

const f32 = Math.fround

/**
 * The passes in plain TypeScript: the arithmetic of `optimizer.wat` in the same order. Every operation is rounded to
 * float32 (`f32` of a float64 operation on float32 values is the float32 operation), so results are equal bit for bit.
 */
export const typescriptPasses: OptimizerPasses = {
  sumOfSquares(gradient) {
    const totals: [number, number, number, number] = [0, 0, 0, 0]
    const quarter = gradient.length / 4
    for (let start = 0; start < gradient.length; start += quarter) {
      const sums: [number, number, number, number] = [0, 0, 0, 0]
      for (let i = start; i < start + quarter; i += 4) {
        sums[0] += gradient[i]! * gradient[i]!
        sums[1] += gradient[i + 1]! * gradient[i + 1]!
        sums[2] += gradient[i + 2]! * gradient[i + 2]!
        sums[3] += gradient[i + 3]! * gradient[i + 3]!
      }
      for (const [lane, sum] of sums.entries()) totals[lane]! += sum
    }
    return totals[0] + totals[1] + (totals[2] + totals[3])
  },

  adamw({ parameters, gradient, m, v }, scalars) {
    const scale = f32(scalars.gradientScale)
    const decay = f32(scalars.decay)
    const stepSize = f32(scalars.stepSize)
    const oneMinusBeta1 = f32(1 - scalars.beta1)
    const [beta2, oneMinusBeta2] = [f32(scalars.beta2), f32(1 - scalars.beta2)]
    const rootCorrection = f32(scalars.rootCorrection)
    const epsilon = f32(scalars.epsilon)
    for (let i = 0; i < parameters.length; i++) {
      const g = f32(gradient[i]! * scale)
      const mOld = m[i]!
      const mNew = f32(mOld + f32(f32(g - mOld) * oneMinusBeta1))
      const vNew = f32(f32(v[i]! * beta2) + f32(f32(oneMinusBeta2 * g) * g))
      const denominator = f32(f32(f32(Math.sqrt(vNew)) / rootCorrection) + epsilon)
      m[i] = mNew
      v[i] = vNew
      parameters[i] = f32(parameters[i]! * decay) - f32(f32(mNew * stepSize) / denominator)
    }
  },

  sgd({ parameters, gradient }, scalars) {
    const scale = f32(scalars.gradientScale)
    const weightDecay = f32(scalars.weightDecay)
    const learningRate = f32(scalars.learningRate)
    for (let i = 0; i < parameters.length; i++) {
      const p = parameters[i]!
      const g = f32(f32(gradient[i]! * scale) + f32(p * weightDecay))
      parameters[i] = p - f32(g * learningRate)
    }
  },

  sgdMomentum({ parameters, gradient, buffer }, scalars) {
    const scale = f32(scalars.gradientScale)
    const weightDecay = f32(scalars.weightDecay)
    const learningRate = f32(scalars.learningRate)
    const momentum = f32(scalars.momentum)
    for (let i = 0; i < parameters.length; i++) {
      const p = parameters[i]!
      const g = f32(f32(gradient[i]! * scale) + f32(p * weightDecay))
      const bufferNew = f32(f32(buffer[i]! * momentum) + g)
      buffer[i] = bufferNew
      parameters[i] = p - f32(bufferNew * learningRate)
    }
  },

  blend(target, source, keep, add) {
    const [kept, added] = [f32(keep), f32(add)]
    for (let i = 0; i < target.length; i++) target[i] = f32(target[i]! * kept) + f32(source[i]! * added)
  },
}
