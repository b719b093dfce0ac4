import { sameShape } from '../graph.ts'
import { readAxis, readDtype, readInteger, readNumber } from './attributes.ts'
import { inputAt, type KernelTable, require } from './definition.ts'

/** Kernels that read or write where integers say. */
export const indexingKernels: KernelTable = {
  GatherV2: {
    inputs: ['x', 'indices'],
    infer: (inputs, attributes) => {
      const [x, indices] = [inputAt(inputs, 0), inputAt(inputs, 1)]
      require(indices.dtype === 'int32', () => `the indices must be int32, got ${indices.dtype}`)
      const axis = readAxis(attributes, 'axis', x.shape.length, 0)
      const batchDims = readInteger(attributes, 'batchDims', 0)
      const valid = batchDims >= 0 && batchDims <= axis && batchDims <= indices.shape.length
      require(valid, () => `batchDims ${batchDims} does not fit axis ${axis} and indices [${indices.shape}]`)
      const [batch, indexBatch] = [x.shape.slice(0, batchDims), indices.shape.slice(0, batchDims)]
      require(sameShape(batch, indexBatch), () => `the leading dimensions [${batch}] and [${indexBatch}] differ`)
      const shape = [...x.shape.slice(0, axis), ...indices.shape.slice(batchDims), ...x.shape.slice(axis + 1)]
      return { outputs: [{ shape, dtype: x.dtype }], attributes: { axis, batchDims } }
    },
  },
  GatherNd: {
    inputs: ['params', 'indices'],
    infer: (inputs) => {
      const [x, indices] = [inputAt(inputs, 0), inputAt(inputs, 1)]
      require(indices.dtype === 'int32', () => `the indices must be int32, got ${indices.dtype}`)
      const depth = indices.shape.at(-1)
      require(depth !== undefined && depth >= 1 && depth <= x.shape.length, () =>
        `indices [${indices.shape}] do not address [${x.shape}]`)
      const shape = [...indices.shape.slice(0, -1), ...x.shape.slice(depth)]
      return { outputs: [{ shape, dtype: x.dtype }], attributes: {} }
    },
  },
  UnsortedSegmentSum: {
    inputs: ['x', 'segmentIds'],
    infer: (inputs, attributes) => {
      const [x, ids] = [inputAt(inputs, 0), inputAt(inputs, 1)]
      require(ids.dtype === 'int32', () => `the segment ids must be int32, got ${ids.dtype}`)
      require(x.dtype !== 'bool', 'takes numbers, got bool')
      const rank = ids.shape.length
      require(rank >= 1 && sameShape(x.shape.slice(0, rank), ids.shape), () =>
        `segment ids [${ids.shape}] are no leading part of [${x.shape}]`)
      const numSegments = readInteger(attributes, 'numSegments')
      return {
        outputs: [{ shape: [numSegments, ...x.shape.slice(rank)], dtype: x.dtype }],
        attributes: { numSegments },
      }
    },
  },
  OneHot: {
    inputs: ['indices'],
    infer: (inputs, attributes) => {
      const indices = inputAt(inputs, 0)
      require(indices.dtype === 'int32', () => `the indices must be int32, got ${indices.dtype}`)
      const depth = readInteger(attributes, 'depth')
      const dtype = readDtype(attributes, 'dtype', 'int32')
      const onValue = readNumber(attributes, 'onValue', 1)
      const offValue = readNumber(attributes, 'offValue', 0)
      return { outputs: [{ shape: [...indices.shape, depth], dtype }], attributes: { depth, onValue, offValue, dtype } }
    },
  },
}
