import { sizeOf } from '../graph.ts'
import {
  axisFromFront,
  broadcastShapes,
  readAxes,
  readAxis,
  readInteger,
  readIntegers,
  readNumber,
  readPairs,
  readShape,
} from './attributes.ts'
import { commonDtype, InvalidCall, inputAt, type KernelTable, require } from './definition.ts'
import { recordStridedSlice } from './strided-slice.ts'

/** Kernels that move elements without changing them. */
export const movementKernels: KernelTable = {
  Reshape: {
    inputs: ['x'],
    infer: (inputs, attributes) => {
      const x = inputAt(inputs, 0)
      const shape = readShape(attributes, 'shape', sizeOf(x.shape))
      return { outputs: [{ shape, dtype: x.dtype }], attributes: { shape } }
    },
  },
  ExpandDims: {
    inputs: ['input'],
    record: (builder, [input = ''], attributes) => {
      const { shape } = builder.info(input)
      const axis = axisFromFront(readInteger(attributes, 'dim', 0), shape.length + 1)
      return builder.addAll('Reshape', [input], { shape: shape.toSpliced(axis, 0, 1) })
    },
  },
  Transpose: {
    inputs: ['x'],
    infer: (inputs, attributes) => {
      const { shape, dtype } = inputAt(inputs, 0)
      const perm = readIntegers(attributes, 'perm')
      require(perm.length === shape.length && new Set(perm).size === perm.length, () =>
        `[${perm}] is no permutation of the axes of [${shape}]`)
      const permuted = perm.map((axis) => {
        const dimension = shape[axis]
        if (dimension === undefined) throw new InvalidCall(`[${perm}] is no permutation of the axes of [${shape}]`)
        return dimension
      })
      return { outputs: [{ shape: permuted, dtype }], attributes: { perm } }
    },
  },
  Slice: {
    inputs: ['x'],
    infer: (inputs, attributes) => {
      const { shape, dtype } = inputAt(inputs, 0)
      const begins = readIntegers(attributes, 'begin')
      const sizes = attributes.size === undefined ? [] : readIntegers(attributes, 'size')
      const begin = shape.map((_, axis) => begins[axis] ?? 0)
      const size = shape.map((dimension, axis) => {
        const given = sizes[axis] ?? -1
        return given === -1 ? dimension - (begin[axis] ?? 0) : given
      })
      const inside = shape.every((dimension, axis) => {
        const [from, count] = [begin[axis] ?? 0, size[axis] ?? 0]
        return from >= 0 && count >= 0 && from + count <= dimension
      })
      require(inside, () => `begin [${begin}] and size [${size}] leave [${shape}]`)
      return { outputs: [{ shape: size, dtype }], attributes: { begin, size } }
    },
  },
  StridedSlice: {
    inputs: ['x'],
    // In a graph: one begin, end and positive stride for each axis, no masks.
    infer: (inputs, attributes) => {
      const { shape, dtype } = inputAt(inputs, 0)
      const begin = readIntegers(attributes, 'begin')
      const end = readIntegers(attributes, 'end')
      const strides = readIntegers(attributes, 'strides')
      const sliced = shape.map((dimension, axis) => {
        const [from = -1, to = -1, stride = 0] = [begin[axis], end[axis], strides[axis]]
        require(from >= 0 && to >= from && to <= dimension && stride > 0, () =>
          `[${begin}] to [${end}] leaves [${shape}]`)
        return Math.ceil((to - from) / stride)
      })
      return { outputs: [{ shape: sliced, dtype }], attributes: { begin, end, strides } }
    },
    record: recordStridedSlice,
  },
  Reverse: {
    inputs: ['x'],
    infer: (inputs, attributes) => {
      const { shape, dtype } = inputAt(inputs, 0)
      return { outputs: [{ shape, dtype }], attributes: { dims: readAxes(attributes, 'dims', shape.length) } }
    },
  },
  Concat: {
    inputs: 'list',
    infer: (inputs, attributes) => {
      const dtype = commonDtype(inputs, ['float32', 'int32', 'bool'])
      const { shape } = inputAt(inputs, 0)
      const axis = readAxis(attributes, 'axis', shape.length, 0)
      const agree = inputs.every(
        (input) => input.shape.length === shape.length && input.shape.every((n, i) => i === axis || n === shape[i]),
      )
      require(agree, () => `the shapes differ outside axis ${axis}`)
      const total = inputs.reduce((sum, input) => sum + (input.shape[axis] ?? 0), 0)
      return { outputs: [{ shape: shape.with(axis, total), dtype }], attributes: { axis } }
    },
  },
  Pack: {
    inputs: 'list',
    record: (builder, inputs, attributes) => {
      const { shape } = builder.info(inputAt(inputs, 0))
      const axis = axisFromFront(readInteger(attributes, 'axis', 0), shape.length + 1)
      const expanded = inputs.map((input) => builder.add('Reshape', [input], { shape: shape.toSpliced(axis, 0, 1) }))
      return builder.addAll('Concat', expanded, { axis })
    },
  },
  SplitV: {
    inputs: ['x'],
    listOfResults: true,
    infer: (inputs, attributes) => {
      const { shape, dtype } = inputAt(inputs, 0)
      const axis = readAxis(attributes, 'axis', shape.length, 0)
      const length = shape[axis] ?? 0
      const sizes = splitSizes(attributes.numOrSizeSplits, length)
      require(sizes.every((size) => size >= 0) && sizes.reduce((sum, size) => sum + size, 0) === length, () =>
        `the sizes [${sizes}] do not sum to the ${length} of axis ${axis}`)
      return {
        outputs: sizes.map((size) => ({ shape: shape.with(axis, size), dtype })),
        attributes: { numOrSizeSplits: sizes, axis },
      }
    },
  },
  Unpack: {
    inputs: ['value'],
    listOfResults: true,
    record: (builder, [value = ''], attributes) => {
      const { shape } = builder.info(value)
      const axis = readAxis(attributes, 'axis', shape.length, 0)
      const numOrSizeSplits = Array.from({ length: shape[axis] ?? 0 }, () => 1)
      const parts = builder.addAll('SplitV', [value], { numOrSizeSplits, axis })
      return parts.map((part) => builder.add('Reshape', [part], { shape: shape.toSpliced(axis, 1) }))
    },
  },
  PadV2: {
    inputs: ['x'],
    infer: (inputs, attributes) => {
      const { shape, dtype } = inputAt(inputs, 0)
      const paddings = readPairs(attributes, 'paddings')
      require(paddings.length === shape.length && paddings.every(([before, after]) => before >= 0 && after >= 0), () =>
        `takes one pair of paddings an axis of [${shape}], none negative, got ${JSON.stringify(paddings)}`)
      const padded = shape.map((dimension, axis) => {
        const [before, after] = paddings[axis] ?? [0, 0]
        return before + dimension + after
      })
      const constantValue = readNumber(attributes, 'constantValue', 0)
      return { outputs: [{ shape: padded, dtype }], attributes: { paddings, constantValue } }
    },
  },
  Tile: {
    inputs: ['x'],
    infer: (inputs, attributes) => {
      const { shape, dtype } = inputAt(inputs, 0)
      const reps = readIntegers(attributes, 'reps')
      require(reps.length === shape.length && reps.every((rep) => rep >= 0), () =>
        `takes one repetition an axis of [${shape}], got [${reps}]`)
      const tiled = shape.map((dimension, axis) => dimension * (reps[axis] ?? 1))
      return { outputs: [{ shape: tiled, dtype }], attributes: { reps } }
    },
  },
  BroadcastTo: {
    inputs: ['x'],
    infer: (inputs, attributes) => {
      const x = inputAt(inputs, 0)
      const shape = readShape(attributes, 'shape')
      const reached = broadcastShapes(x.shape, shape)
      require(reached.length === shape.length && reached.every((dimension, axis) => dimension === shape[axis]), () =>
        `[${x.shape}] does not broadcast to [${shape}]`)
      return { outputs: [{ shape, dtype: x.dtype }], attributes: { shape } }
    },
  },
  Identity: {
    inputs: ['x'],
    // Values are immutable, so a copy is the value itself.
    record: (_builder, [x = '']) => [x],
  },
}

/** tfjs takes a number of equal parts, or sizes of which one may be -1. */
function splitSizes(numOrSizeSplits: unknown, length: number): readonly number[] {
  if (typeof numOrSizeSplits === 'number') {
    require(numOrSizeSplits > 0 && length % numOrSizeSplits === 0, () =>
      `${length} elements do not split into ${numOrSizeSplits} equal parts`)
    return Array.from({ length: numOrSizeSplits }, () => length / numOrSizeSplits)
  }
  const sizes = readIntegers({ numOrSizeSplits }, 'numOrSizeSplits')
  const given = sizes.reduce((sum, size) => sum + Math.max(size, 0), 0)
  return sizes.map((size) => (size === -1 ? length - given : size))
}
