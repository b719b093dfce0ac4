import { firstInput, firstResult, number } from '../lowering-call.ts'
import { int32, type LoweringTable, typeOf } from './lowering.ts'

export const indexingLowerings: LoweringTable = {
  GatherV2: (builder, call) => {
    const { dtype } = firstInput(call).info
    const inputs = [...call.inputs, builder.int32([number(call, 'axis')], [])]
    const types = { Tparams: { dtype }, Tindices: int32, Taxis: int32 }
    return [builder.node('GatherV2', inputs, { ...types, batch_dims: number(call, 'batchDims') })]
  },
  GatherNd: (builder, call) => {
    const { dtype } = firstInput(call).info
    return [builder.node('GatherNd', call.inputs, { Tparams: { dtype }, Tindices: int32 })]
  },
  // TensorFlow drops rows of negative segments, and refuses those beyond the last.
  UnsortedSegmentSum: (builder, call) => {
    const [x = '', ids = ''] = call.inputs
    const count = builder.int32([number(call, 'numSegments')], [])
    const outside = builder.node('GreaterEqual', [ids, count], { T: int32 })
    const kept = builder.node('SelectV2', [outside, builder.scalar(-1, 'int32'), ids], { T: int32 })
    const types = { ...typeOf(call), Tindices: int32, Tnumsegments: int32 }
    return [builder.node('UnsortedSegmentSum', [x, kept, count], types)]
  },
  OneHot: (builder, call) => {
    const { dtype } = firstResult(call)
    const depth = builder.int32([number(call, 'depth')], [])
    const values = ['onValue', 'offValue'].map((name) => builder.scalar(number(call, name), dtype))
    return [builder.node('OneHot', [firstInput(call).x, depth, ...values], { T: { dtype }, TI: int32, axis: -1 })]
  },
}
