import type { DType } from '../graph.ts'
import { firstInput, firstResult, integers, number } from '../lowering-call.ts'
import { int32, type Lowering, type LoweringTable, typeOf } from './lowering.ts'
import type { SavedModelBuilder } from './saved-model-builder.ts'

/** A reshape of a value of this type. */
export function reshape(builder: SavedModelBuilder, x: string, dtype: DType, shape: readonly number[]): string {
  return builder.node('Reshape', [x, builder.int32(shape)], { T: { dtype }, Tshape: int32 })
}

/** A transpose of a value of this type. */
export function transpose(builder: SavedModelBuilder, x: string, dtype: DType, perm: readonly number[]): string {
  return builder.node('Transpose', [x, builder.int32(perm)], { T: { dtype }, Tperm: int32 })
}

const split: Lowering = (builder, call) => {
  const { x } = firstInput(call)
  const sizes = integers(call, 'numOrSizeSplits')
  if (sizes.length === 1) return [x]
  const inputs = [x, builder.int32(sizes), builder.int32([number(call, 'axis')], [])]
  const attributes = { ...typeOf(call), Tlen: int32, num_split: sizes.length }
  return builder.nodes('SplitV', inputs, attributes, { results: sizes.length })
}

/** A movement whose second input is a list of integers; nothing to do for a scalar. */
function movement(op: string, listName: string, typeName: string): Lowering {
  return (builder, call) => {
    const list = integers(call, listName)
    if (list.length === 0) return [firstInput(call).x]
    return [builder.node(op, [firstInput(call).x, builder.int32(list)], { ...typeOf(call), [typeName]: int32 })]
  }
}

export const movementLowerings: LoweringTable = {
  After: (builder, call) => {
    const [x = '', ...after] = call.inputs
    return [builder.node('Identity', [x], typeOf(call), { after })]
  },
  Reshape: (builder, call) => {
    const { x, info } = firstInput(call)
    return [reshape(builder, x, info.dtype, firstResult(call).shape)]
  },
  Transpose: movement('Transpose', 'perm', 'Tperm'),
  Reverse: movement('ReverseV2', 'dims', 'Tidx'),
  Tile: movement('Tile', 'reps', 'Tmultiples'),
  BroadcastTo: movement('BroadcastTo', 'shape', 'Tidx'),
  Slice: (builder, call) => {
    const ranges = [integers(call, 'begin'), integers(call, 'size')].map((range) => builder.int32(range))
    return [builder.node('Slice', [firstInput(call).x, ...ranges], { ...typeOf(call), Index: int32 })]
  },
  StridedSlice: (builder, call) => {
    const ranges = ['begin', 'end', 'strides'].map((name) => builder.int32(integers(call, name)))
    return [builder.node('StridedSlice', [firstInput(call).x, ...ranges], { ...typeOf(call), Index: int32 })]
  },
  Concat: (builder, call) => {
    const inputs = [...call.inputs, builder.int32([number(call, 'axis')], [])]
    return [builder.node('ConcatV2', inputs, { ...typeOf(call), N: call.inputs.length, Tidx: int32 })]
  },
  SplitV: split,
  PadV2: (builder, call) => {
    const { x, info } = firstInput(call)
    const paddings = call.node.attributes.paddings as readonly (readonly [number, number])[]
    const value = builder.scalar(number(call, 'constantValue'), info.dtype)
    const inputs = [x, builder.int32(paddings.flat(), [paddings.length, 2]), value]
    return [builder.node('PadV2', inputs, { ...typeOf(call), Tpaddings: int32 })]
  },
  Fill: (builder, call) => {
    const { shape, dtype } = firstResult(call)
    const value = builder.scalar(number(call, 'value'), dtype)
    if (shape.length === 0) return [value]
    return [builder.node('Fill', [builder.int32(shape), value], { T: { dtype }, index_type: int32 })]
  },
}
