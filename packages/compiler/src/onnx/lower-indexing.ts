import { sizeOf, type ValueInfo } from '../graph.ts'
import { firstInput, firstResult, number } from '../lowering-call.ts'
import { reshape } from './lower-movement.ts'
import type { Lowering, LoweringTable } from './lowering.ts'
import { dataTypes } from './proto.ts'

const gather: Lowering = (writer, call) => {
  const [x = '', indices = ''] = call.inputs
  const [{ shape }, indexInfo] = call.infos as [ValueInfo, ValueInfo]
  const axis = number(call, 'axis')
  const batchDims = number(call, 'batchDims')
  if (batchDims === 0) return [writer.node('Gather', [x, indices], { axis })]
  // GatherND indexes the first axis after the batch: bring the axis there, and its result back.
  const axes = shape.map((_, i) => i)
  const toFront = [...axes.slice(0, batchDims), axis, ...axes.slice(batchDims, axis), ...axes.slice(axis + 1)]
  const moved = writer.node('Transpose', [x], { perm: toFront })
  const wide = writer.node('Cast', [indices], { to: dataTypes.int64 })
  const tuples = reshape(writer, wide, [...indexInfo.shape, 1])
  const gathered = writer.node('GatherND', [moved, tuples], { batch_dims: batchDims })
  const between = axis - batchDims
  const indexRank = indexInfo.shape.length - batchDims
  const resultAxes = firstResult(call).shape.map((_, i) => i)
  const back = resultAxes.map((i) => {
    if (i < batchDims || i >= axis + indexRank) return i
    return i < axis ? i + indexRank : i - between
  })
  return [writer.node('Transpose', [gathered], { perm: back })]
}

/** Rows that belong to no segment go to one more segment, which is cut off. */
const unsortedSegmentSum: Lowering = (writer, call) => {
  const [x = '', ids = ''] = call.inputs
  const [{ dtype }, idInfo] = call.infos as [ValueInfo, ValueInfo]
  const { shape } = firstResult(call)
  const numSegments = number(call, 'numSegments')
  const rows = sizeOf(idInfo.shape)
  const columns = sizeOf(shape.slice(1))
  const inside = writer.node('And', [
    writer.node('GreaterOrEqual', [ids, writer.scalar(0, 'int32')]),
    writer.node('Less', [ids, writer.scalar(numSegments, 'int32')]),
  ])
  const segment = writer.node('Where', [inside, ids, writer.scalar(numSegments, 'int32')])
  const column = reshape(writer, writer.node('Cast', [segment], { to: dataTypes.int64 }), [rows, 1])
  const everywhere = writer.node('Expand', [column, writer.int64([rows, columns])])
  const zeros = writer.node('Expand', [writer.scalar(0, dtype), writer.int64([numSegments + 1, columns])])
  // ScatterElements adds one after the other; ScatterND would add to the same element from several threads.
  const summed = writer.node('ScatterElements', [zeros, everywhere, reshape(writer, x, [rows, columns])], {
    axis: 0,
    reduction: 'add',
  })
  const kept = writer.node('Slice', [summed, writer.int64([0]), writer.int64([numSegments])])
  return [reshape(writer, kept, shape)]
}

/** Written as a comparison with 0 ... depth - 1: ONNX's OneHot would count negative indices from the end. */
const oneHot: Lowering = (writer, call) => {
  const { x, info } = firstInput(call)
  const { dtype } = firstResult(call)
  const depth = number(call, 'depth')
  const choices = writer.constant(
    Int32Array.from({ length: depth }, (_, index) => index),
    { shape: [depth], dtype: 'int32' },
  )
  const hot = writer.node('Equal', [reshape(writer, x, [...info.shape, 1]), choices])
  const stored = dtype === 'bool' ? 'int32' : dtype
  const [on, off] = [number(call, 'onValue'), number(call, 'offValue')]
  const chosen = writer.node('Where', [hot, writer.scalar(on, stored), writer.scalar(off, stored)])
  return [dtype === 'bool' ? writer.node('Cast', [chosen], { to: dataTypes.bool }) : chosen]
}

export const indexingLowerings: LoweringTable = {
  GatherV2: gather,
  GatherNd: (writer, { inputs: [params = '', indices = ''] }) => [
    writer.node('GatherND', [params, writer.node('Cast', [indices], { to: dataTypes.int64 })]),
  ],
  UnsortedSegmentSum: unsortedSegmentSum,
  OneHot: oneHot,
}
