import type { ValueInfo } from '../graph.ts'
import { reshape } from './lower-movement.ts'
import { firstInput, flag, integer, type Lowering, type LoweringTable } from './lowering.ts'
import type { OnnxWriter } from './writer.ts'

const matMul: Lowering = (writer, call) => {
  const [a = '', b = ''] = call.inputs
  const [transA, transB, alpha] = [flag(call, 'transposeA'), flag(call, 'transposeB'), integer(call, 'alpha')]
  if (transA === 0 && transB === 0 && alpha === 1) return [writer.node('MatMul', [a, b])]
  if (firstInput(call).info.dtype === 'float32') {
    return [writer.contribNode('FusedMatMul', [a, b], { transA, transB, alpha: { float: alpha } })]
  }
  // FusedMatMul takes floats only.
  const [infoA, infoB] = call.infos as [ValueInfo, ValueInfo]
  const left = transA === 1 ? transposeMatrix(writer, a, infoA) : a
  const right = transB === 1 ? transposeMatrix(writer, b, infoB) : b
  return [writer.node('MatMul', [left, right])]
}

function transposeMatrix(writer: OnnxWriter, x: string, { shape }: ValueInfo): string {
  const rank = shape.length
  const perm = shape.map((_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis))
  return writer.node('Transpose', [x], { perm })
}

/** ONNX Runtime looks its tables up by position, so each token's row of the tables gets a position of its own. */
const rotaryEmbedding: Lowering = (writer, call) => {
  const [x = '', cos = '', sin = ''] = call.inputs
  const [batch = 0, , length = 0, headDim = 0] = firstInput(call).info.shape
  const positions = writer.int64(
    Array.from({ length: batch * length }, (_, row) => row),
    [batch, length],
  )
  const rows = [batch * length, headDim / 2]
  const inputs = [x, positions, reshape(writer, cos, rows), reshape(writer, sin, rows)]
  return [writer.contribNode('RotaryEmbedding', inputs, { interleaved: 0 })]
}

export const productLowerings: LoweringTable = {
  BatchMatMul: matMul,
  Einsum: (writer, call) => [writer.node('Einsum', call.inputs, { equation: call.node.attributes.equation as string })],
  RmsNorm: (writer, call) => {
    const attributes = { axis: -1, epsilon: { float: integer(call, 'epsilon') }, stash_type: 1 }
    return writer.nodes('SimplifiedLayerNormalization', call.inputs, attributes, { results: 2 })
  },
  Silu: (writer, call) => [writer.contribNode('QuickGelu', call.inputs, { alpha: { float: 1 } })],
  RotaryEmbedding: rotaryEmbedding,
}
