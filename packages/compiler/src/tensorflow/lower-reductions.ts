import { firstInput, integers, number } from '../lowering-call.ts'
import { transpose } from './lower-movement.ts'
import { flag, float32, int32, type Lowering, type LoweringTable, typeOf } from './lowering.ts'

/** Reduces axes; a reduction over none is written as nothing. */
function reduction(op: string, options: { axesName?: string; typed?: false } = {}): Lowering {
  return (builder, call) => {
    const { x } = firstInput(call)
    const axes = integers(call, options.axesName ?? 'axis')
    if (axes.length === 0) return [x]
    const attributes = { Tidx: int32, keep_dims: flag(call, 'keepDims') }
    return [
      builder.node(
        op,
        [x, builder.int32(axes)],
        options.typed === false ? attributes : { ...attributes, ...typeOf(call) },
      ),
    ]
  }
}

function argument(op: string): Lowering {
  return (builder, call) => {
    const axis = builder.int32([number(call, 'axis')], [])
    return [builder.node(op, [firstInput(call).x, axis], { ...typeOf(call), Tidx: int32, output_type: int32 })]
  }
}

/** TensorFlow normalises along the last axis only. */
function normalization(op: string, axisName: string): Lowering {
  return (builder, call) => {
    const { x, info } = firstInput(call)
    const last = info.shape.length - 1
    const axis = number(call, axisName)
    if (axis === last) return [builder.node(op, [x], float32)]
    const swapped = info.shape.map((_, index) => (index === axis ? last : index === last ? axis : index))
    const normalized = builder.node(op, [transpose(builder, x, 'float32', swapped)], float32)
    return [transpose(builder, normalized, 'float32', swapped)]
  }
}

export const reductionLowerings: LoweringTable = {
  Sum: reduction('Sum'),
  Prod: reduction('Prod'),
  Mean: reduction('Mean'),
  Min: reduction('Min'),
  Max: reduction('Max', { axesName: 'reductionIndices' }),
  All: reduction('All', { typed: false }),
  Any: reduction('Any', { typed: false }),
  ArgMax: argument('ArgMax'),
  ArgMin: argument('ArgMin'),
  Softmax: normalization('Softmax', 'dim'),
  LogSoftmax: normalization('LogSoftmax', 'axis'),
  Cumsum: (builder, call) => {
    const axis = builder.int32([number(call, 'axis')], [])
    const attributes = { exclusive: flag(call, 'exclusive'), reverse: flag(call, 'reverse') }
    return [builder.node('Cumsum', [firstInput(call).x, axis], { ...typeOf(call), Tidx: int32, ...attributes })]
  },
  TopK: (builder, call) => {
    const k = builder.int32([number(call, 'k')], [])
    return builder.nodes('TopKV2', [firstInput(call).x, k], { ...typeOf(call), sorted: true }, { results: 2 })
  },
}
