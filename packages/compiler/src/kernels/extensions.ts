import { sameShape } from '../graph.ts'
import { readNumber } from './attributes.ts'
import { inputAt, type KernelTable, require, requireDtype } from './definition.ts'

/** Kernels that tfjs does not have: fused operators of the targets, called where a backend registers them; and `After`. */
export const extensionKernels: KernelTable = {
  /**
   * Its first input, unchanged, but not before the other inputs have been computed. `recomputeActivations` adds it: without it
   * a target would compute anew at once what is to be computed late, or find that it has been computed already.
   */
  After: {
    inputs: 'list',
    infer: (inputs) => {
      require(inputs.length >= 2, 'takes a value, and at least one that is computed before it')
      return { outputs: [inputAt(inputs, 0)], attributes: {} }
    },
  },
  /** `x [..., d]`, `gain [d]` to `y [..., d]` and `inverseRms [..., 1]`: `y = x * inverseRms * gain`. */
  RmsNorm: {
    inputs: ['x', 'gain'],
    listOfResults: true,
    infer: (inputs, attributes) => {
      requireDtype(inputs, ['float32'])
      const [x, gain] = [inputAt(inputs, 0), inputAt(inputs, 1)]
      require(x.shape.length >= 1 && sameShape(gain.shape, x.shape.slice(-1)), () =>
        `the gain must have the shape of the last axis of [${x.shape}], got [${gain.shape}]`)
      const epsilon = readNumber(attributes, 'epsilon')
      return {
        outputs: [x, { shape: [...x.shape.slice(0, -1), 1], dtype: 'float32' }],
        attributes: { epsilon },
      }
    },
  },
  /** `x * sigmoid(x)`. */
  Silu: {
    inputs: ['x'],
    infer: (inputs) => {
      requireDtype(inputs, ['float32'])
      return { outputs: [inputAt(inputs, 0)], attributes: {} }
    },
  },
  /**
   * `x [batch, heads, length, headDim]`, `cos` and `sin` `[batch, length, headDim / 2]` to `y`, as `x`; element j of
   * the first half is rotated with element j of the second half.
   */
  RotaryEmbedding: {
    inputs: ['x', 'cos', 'sin'],
    infer: (inputs) => {
      requireDtype(inputs, ['float32'])
      const x = inputAt(inputs, 0)
      require(x.shape.length === 4, () => `x must be [batch, heads, length, headDim], got [${x.shape}]`)
      const [batch = 0, , length = 0, headDim = 0] = x.shape
      require(headDim % 2 === 0, () => `headDim must be even, got ${headDim}`)
      const expected = [batch, length, headDim / 2]
      for (const { shape } of inputs.slice(1)) {
        require(sameShape(shape, expected), () => `cos and sin must be [${expected}], got [${shape}]`)
      }
      return { outputs: [x], attributes: {} }
    },
  },
}
