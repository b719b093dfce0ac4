import { backend_util } from '@tensorflow/tfjs-core'
import { broadcastShapes, readBoolean, readNumber, readString } from './attributes.ts'
import { commonDtype, InvalidCall, inputAt, type KernelTable, require } from './definition.ts'

/** Products over a shared axis. */
export const productKernels: KernelTable = {
  BatchMatMul: {
    inputs: ['a', 'b'],
    // `alpha`, a factor of the result, is this package's own: the pass scale-into-matmul sets it.
    infer: (inputs, attributes) => {
      const dtype = commonDtype(inputs, ['float32', 'int32'])
      const [a, b] = [inputAt(inputs, 0).shape, inputAt(inputs, 1).shape]
      require(a.length >= 2 && b.length >= 2, () => `takes ranks of at least 2, got [${a}] and [${b}]`)
      const transposeA = readBoolean(attributes, 'transposeA')
      const transposeB = readBoolean(attributes, 'transposeB')
      const alpha = readNumber(attributes, 'alpha', 1)
      const [m, k] = matrixShape(a, transposeA)
      const [l, n] = matrixShape(b, transposeB)
      require(k === l, () => `the inner dimensions ${k} and ${l} differ`)
      const shape = [...broadcastShapes(a.slice(0, -2), b.slice(0, -2)), m, n]
      return { outputs: [{ shape, dtype }], attributes: { transposeA, transposeB, alpha } }
    },
  },
  _FusedMatMul: {
    inputs: ['a', 'b', 'bias?', 'preluActivationWeights?'],
    record: (builder, [a = '', b = ''], attributes, [bias, preluWeights]) => {
      const { transposeA, transposeB } = attributes
      const product = builder.add('BatchMatMul', [a, b], { transposeA, transposeB })
      const biased = bias === undefined ? product : builder.add('Add', [product, bias])
      const activation = readString(attributes, 'activation', 'linear')
      if (activation === 'linear') return [biased]
      if (activation === 'prelu' && preluWeights !== undefined) return builder.addAll('Prelu', [biased, preluWeights])
      if (activation === 'leakyrelu') {
        return builder.addAll('LeakyRelu', [biased], { alpha: attributes.leakyreluAlpha })
      }
      const kernel = activationKernels[activation]
      if (kernel === undefined) throw new InvalidCall(`the activation ${activation} is not known`)
      return builder.addAll(kernel, [biased])
    },
  },
  Einsum: {
    inputs: 'list',
    infer: (inputs, attributes) => {
      const equation = readString(attributes, 'equation').replaceAll(/\s/g, '')
      const dtype = commonDtype(inputs, ['float32', 'int32'])
      const { allDims, idDims } = backend_util.decodeEinsumEquation(equation, inputs.length)
      const sizes = new Map<string, number>()
      for (const [index, input] of inputs.entries()) {
        const dims = inputAt(idDims, index)
        require(dims.length === input.shape.length, () => `[${input.shape}] does not fit ${equation}`)
        for (const [axis, dim] of dims.entries()) {
          const label = inputAt(allDims, dim)
          const size = inputAt(input.shape, axis)
          require((sizes.get(label) ?? size) === size, () => `${label} is both ${sizes.get(label)} and ${size}`)
          sizes.set(label, size)
        }
      }
      const result = [...(equation.split('->')[1] ?? '')]
      return { outputs: [{ shape: result.map((label) => sizes.get(label) ?? 0), dtype }], attributes: { equation } }
    },
  },
}

const activationKernels: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  elu: 'Elu',
  sigmoid: 'Sigmoid',
}

function matrixShape(shape: readonly number[], transposed: boolean): readonly [number, number] {
  const [rows, columns] = [inputAt(shape, shape.length - 2), inputAt(shape, shape.length - 1)]
  return transposed ? [columns, rows] : [rows, columns]
}
