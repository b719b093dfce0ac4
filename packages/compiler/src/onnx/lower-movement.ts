import { sizeOf } from '../graph.ts'
import { firstInput, firstResult, integers, number } from '../lowering-call.ts'
import type { Lowering, LoweringTable } from './lowering.ts'
import { dataTypes } from './proto.ts'
import type { OnnxWriter } from './writer.ts'

/** The least int64: a slice that ends here, going backwards, takes the first element too. */
const beforeTheFirst = -(2 ** 63)

/** A reshape that takes a dimension of 0 as 0, not as "copy the input's". */
export function reshape(writer: OnnxWriter, x: string, shape: readonly number[]): string {
  return writer.node('Reshape', [x, writer.int64(shape)], { allowzero: 1 })
}

const split: Lowering = (writer, call) => {
  const { x } = firstInput(call)
  const sizes = integers(call, 'numOrSizeSplits')
  const axis = number(call, 'axis')
  if (sizes.length === 1) return [x]
  return writer.nodes('Split', [x, writer.int64(sizes)], { axis }, { results: sizes.length })
}

/**
 * ONNX has no order but that of data: the value is joined with an empty piece of each value that comes before it. ONNX Runtime
 * does not look into that, and computes the pieces.
 */
const after: Lowering = (writer, { inputs: [x = '', ...awaited], infos: [info, ...others], results: [result] }) => {
  const empty = awaited.map((value, index) => {
    const { shape, dtype } = others[index]!
    const flat = shape.length === 1 ? value : reshape(writer, value, [sizeOf(shape)])
    const none = writer.node('Slice', [flat, writer.int64([0]), writer.int64([0])])
    return dtype === info!.dtype ? none : writer.node('Cast', [none], { to: dataTypes[info!.dtype] })
  })
  const joined = writer.node('Concat', [reshape(writer, x, [sizeOf(info!.shape)]), ...empty], { axis: 0 })
  return [reshape(writer, joined, result!.shape)]
}

export const movementLowerings: LoweringTable = {
  After: after,
  Reshape: (writer, call) => [reshape(writer, firstInput(call).x, firstResult(call).shape)],
  Transpose: (writer, call) => {
    const perm = integers(call, 'perm')
    return perm.length < 2 ? [firstInput(call).x] : [writer.node('Transpose', call.inputs, { perm })]
  },
  Slice: (writer, call) => {
    const { x } = firstInput(call)
    const begin = integers(call, 'begin')
    const size = integers(call, 'size')
    if (begin.length === 0) return [x]
    const end = begin.map((from, axis) => from + (size[axis] ?? 0))
    return [writer.node('Slice', [x, writer.int64(begin), writer.int64(end)])]
  },
  StridedSlice: (writer, call) => {
    const begin = integers(call, 'begin')
    if (begin.length === 0) return [firstInput(call).x]
    const ranges = [begin, integers(call, 'end'), begin.map((_, axis) => axis), integers(call, 'strides')]
    return [writer.node('Slice', [firstInput(call).x, ...ranges.map((range) => writer.int64(range))])]
  },
  Reverse: (writer, call) => {
    const dims = integers(call, 'dims')
    if (dims.length === 0) return [firstInput(call).x]
    const ranges = [dims.map(() => -1), dims.map(() => beforeTheFirst), dims, dims.map(() => -1)]
    return [writer.node('Slice', [firstInput(call).x, ...ranges.map((range) => writer.int64(range))])]
  },
  Concat: (writer, call) => [writer.node('Concat', call.inputs, { axis: number(call, 'axis') })],
  SplitV: split,
  PadV2: (writer, call) => {
    const { x, info } = firstInput(call)
    const paddings = call.node.attributes.paddings as readonly (readonly [number, number])[]
    if (paddings.length === 0) return [x]
    const sides = [...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)]
    const value = writer.scalar(number(call, 'constantValue'), info.dtype)
    return [writer.node('Pad', [x, writer.int64(sides), value])]
  },
  Tile: (writer, call) => {
    const reps = integers(call, 'reps')
    return reps.length === 0 ? [firstInput(call).x] : [writer.node('Tile', [firstInput(call).x, writer.int64(reps)])]
  },
  BroadcastTo: (writer, call) => [writer.node('Expand', [firstInput(call).x, writer.int64(firstResult(call).shape)])],
  Fill: (writer, call) => {
    const { shape, dtype } = firstResult(call)
    const value = writer.scalar(number(call, 'value'), dtype)
    return shape.length === 0 ? [value] : [writer.node('Expand', [value, writer.int64(shape)])]
  },
}
