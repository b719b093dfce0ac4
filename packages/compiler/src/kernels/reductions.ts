import type { DType } from '../graph.ts'
import { readAxes, readAxis, readBoolean, readInteger } from './attributes.ts'
import { inputAt, type KernelTable, type NodeKernel, require, requireDtype } from './definition.ts'

const numeric: readonly DType[] = ['float32', 'int32']

/** Reduces axes; tfjs names them `axis`, for Max `reductionIndices`. */
function reduction(allowed: readonly DType[], axesName = 'axis'): NodeKernel {
  return {
    inputs: ['x'],
    infer: (inputs, attributes) => {
      requireDtype(inputs, allowed)
      const { shape, dtype } = inputAt(inputs, 0)
      const axes = readAxes(attributes, axesName, shape.length)
      const keepDims = readBoolean(attributes, 'keepDims')
      const kept = shape.map((dimension, axis) => (axes.includes(axis) ? 1 : dimension))
      const reduced = keepDims ? kept : shape.filter((_, axis) => !axes.includes(axis))
      return { outputs: [{ shape: reduced, dtype }], attributes: { [axesName]: axes, keepDims } }
    },
  }
}

/** The place of an extreme element along an axis: the first one where there are several. */
const argument: NodeKernel = {
  inputs: ['x'],
  infer: (inputs, attributes) => {
    requireDtype(inputs, numeric)
    const { shape } = inputAt(inputs, 0)
    const axis = readAxis(attributes, 'axis', shape.length, 0)
    return { outputs: [{ shape: shape.toSpliced(axis, 1), dtype: 'int32' }], attributes: { axis } }
  },
}

/** A normalisation over one axis; the shape stays. */
function normalization(inputName: string, axisName: string): NodeKernel {
  return {
    inputs: [inputName],
    infer: (inputs, attributes) => {
      requireDtype(inputs, ['float32'])
      const { shape, dtype } = inputAt(inputs, 0)
      const axis = readAxis(attributes, axisName, shape.length, -1)
      return { outputs: [{ shape, dtype }], attributes: { [axisName]: axis } }
    },
  }
}

/** Kernels that combine elements along axes. */
export const reductionKernels: KernelTable = {
  Sum: reduction(numeric),
  Prod: reduction(numeric),
  Min: reduction(numeric),
  Max: reduction(numeric, 'reductionIndices'),
  All: reduction(['bool']),
  Any: reduction(['bool']),
  Mean: {
    ...reduction(['float32']),
    // tfjs' mean of integers is a float32.
    record: (builder, [x = ''], attributes) => {
      const converted = builder.info(x).dtype === 'float32' ? x : builder.add('Cast', [x], { dtype: 'float32' })
      return builder.addAll('Mean', [converted], attributes)
    },
  },
  ArgMax: argument,
  ArgMin: argument,
  Softmax: normalization('logits', 'dim'),
  LogSoftmax: normalization('logits', 'axis'),
  Cumsum: {
    inputs: ['x'],
    infer: (inputs, attributes) => {
      requireDtype(inputs, numeric)
      const { shape, dtype } = inputAt(inputs, 0)
      const axis = readAxis(attributes, 'axis', shape.length, 0)
      const exclusive = readBoolean(attributes, 'exclusive')
      return {
        outputs: [{ shape, dtype }],
        attributes: { axis, exclusive, reverse: readBoolean(attributes, 'reverse') },
      }
    },
  },
  TopK: {
    inputs: ['x'],
    listOfResults: true,
    infer: (inputs, attributes) => {
      requireDtype(inputs, numeric)
      const { shape, dtype } = inputAt(inputs, 0)
      const k = readInteger(attributes, 'k', 1)
      const length = shape.at(-1)
      require(length !== undefined && k >= 0 && k <= length, () => `k is ${k}, but the last axis holds ${length}`)
      const top = [...shape.slice(0, -1), k]
      const sorted = readBoolean(attributes, 'sorted')
      return {
        outputs: [
          { shape: top, dtype },
          { shape: top, dtype: 'int32' },
        ],
        attributes: { k, sorted },
      }
    },
  },
}
