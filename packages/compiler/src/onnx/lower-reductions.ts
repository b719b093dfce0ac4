import { sizeOf } from '../graph.ts'
import { firstInput, firstResult, integers, number } from '../lowering-call.ts'
import { reshape } from './lower-movement.ts'
import { flag, type Lowering, type LoweringTable } from './lowering.ts'
import { dataTypes } from './proto.ts'

/** ONNX reads no axes as all axes, so a reduction over none is written as nothing. */
function reduction(opType: string, options: { axesAsInput?: boolean; axesName?: string } = {}): Lowering {
  return (writer, call) => {
    const { x } = firstInput(call)
    const axes = integers(call, options.axesName ?? 'axis')
    const keepdims = flag(call, 'keepDims')
    if (axes.length === 0) return [x]
    if (options.axesAsInput) return [writer.node(opType, [x, writer.int64(axes)], { keepdims })]
    return [writer.node(opType, [x], { axes, keepdims })]
  }
}

const sum = reduction('ReduceSum', { axesAsInput: true })

/**
 * A sum over leading axes, as of a bias's gradient over the rows of a batch, is a product of a row of ones with them, which
 * ONNX Runtime computes faster than its own sum of columns. Not in standard models, whose sizes may be open.
 */
const sumOrProduct: Lowering = (writer, call) => {
  const { x, info } = firstInput(call)
  const axes = integers(call, 'axis')
  const leading = axes.length > 0 && axes.length < info.shape.length && axes.every((axis, index) => axis === index)
  if (writer.standard || info.dtype !== 'float32' || !leading || sizeOf(info.shape) === 0) return sum(writer, call)
  const rows = sizeOf(info.shape.slice(0, axes.length))
  const columns = sizeOf(info.shape.slice(axes.length))
  const matrix = info.shape.length === 2 ? x : reshape(writer, x, [rows, columns])
  const product = writer.node('MatMul', [writer.ones(rows), matrix]) // [columns]
  const { shape } = firstResult(call)
  return [shape.length === 1 ? product : reshape(writer, product, shape)]
}

/** ONNX reduces numbers only: 0 and 1 stand for the truth values. */
function logicalReduction(opType: string): Lowering {
  const reduce = reduction(opType)
  return (writer, call) => {
    const reduced = reduce(writer, { ...call, inputs: [writer.node('Cast', call.inputs, { to: dataTypes.int32 })] })
    return [writer.node('Cast', reduced, { to: dataTypes.bool })]
  }
}

function argument(opType: string): Lowering {
  return (writer, call) => {
    const found = writer.node(opType, call.inputs, { axis: number(call, 'axis'), keepdims: 0 })
    return [writer.node('Cast', [found], { to: dataTypes.int32 })]
  }
}

export const reductionLowerings: LoweringTable = {
  Sum: sumOrProduct,
  Prod: reduction('ReduceProd'),
  Mean: reduction('ReduceMean'),
  Min: reduction('ReduceMin'),
  Max: reduction('ReduceMax', { axesName: 'reductionIndices' }),
  All: logicalReduction('ReduceMin'),
  Any: logicalReduction('ReduceMax'),
  ArgMax: argument('ArgMax'),
  ArgMin: argument('ArgMin'),
  Softmax: (writer, call) => [writer.node('Softmax', call.inputs, { axis: number(call, 'dim') })],
  LogSoftmax: (writer, call) => [writer.node('LogSoftmax', call.inputs, { axis: number(call, 'axis') })],
  Cumsum: (writer, call) => [
    writer.node('CumSum', [...call.inputs, writer.int64([number(call, 'axis')], [])], {
      exclusive: flag(call, 'exclusive'),
      reverse: flag(call, 'reverse'),
    }),
  ],
  TopK: (writer, call) => {
    const inputs = [...call.inputs, writer.int64([number(call, 'k')])]
    const [values = '', places = ''] = writer.nodes('TopK', inputs, {}, { results: 2 })
    return [values, writer.node('Cast', [places], { to: dataTypes.int32 })]
  },
}
