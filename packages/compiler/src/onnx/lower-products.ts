import type { ValueInfo } from '../graph.ts'
import { firstInput, type LoweringCall, number } from '../lowering-call.ts'
import { reshape } from './lower-movement.ts'
import { flag, type Lowering, type LoweringTable } from './lowering.ts'
import type { OnnxWriter } from './writer.ts'

const matMul: Lowering = (writer, call) => {
  const [a = '', b = ''] = call.inputs
  const [transA, transB, alpha] = [flag(call, 'transposeA'), flag(call, 'transposeB'), number(call, 'alpha')]
  if (transA === 0 && transB === 0 && alpha === 1) return [writer.node('MatMul', [a, b])]
  const [infoA, infoB] = call.infos as [ValueInfo, ValueInfo]
  if (infoA.dtype === 'float32') {
    if (transA === 1 && transB === 0 && infoA.shape.length === 2 && infoB.shape.length === 2) {
      return [leftTransposed(writer, { name: a, info: infoA }, { name: b, info: infoB }, alpha)]
    }
    return [writer.contribNode('FusedMatMul', [a, b], { transA, transB, alpha: { float: alpha } })]
  }
  // FusedMatMul takes floats only.
  const left = transA === 1 ? transposeMatrix(writer, a, infoA) : a
  const right = transB === 1 ? transposeMatrix(writer, b, infoB) : b
  return [writer.node('MatMul', [left, right])]
}

interface Matrix {
  readonly name: string
  readonly info: ValueInfo
}

/**
 * A' B, the gradient of a weight. ONNX Runtime's product turns a transposed left operand over piece by piece, again for
 * each block of columns, and takes longer than a transposition followed by a plain product. Of A' B and
 * (B' A)' the one that moves less memory is written.
 *
 * @param a `[k, m]`
 * @param b `[k, n]`
 */
function leftTransposed(writer: OnnxWriter, a: Matrix, b: Matrix, alpha: number): string {
  const [k = 0, m = 0] = a.info.shape
  const n = b.info.shape[1] ?? 0
  const product = (left: Matrix, right: Matrix) => {
    const operands = [transposeMatrix(writer, left.name, left.info), right.name]
    if (alpha === 1) return writer.node('MatMul', operands)
    return writer.contribNode('FusedMatMul', operands, { transA: 0, transB: 0, alpha: { float: alpha } })
  }
  if (k * m <= k * n + m * n) return product(a, b)
  return writer.node('Transpose', [product(b, a)], { perm: [1, 0] })
}

function transposeMatrix(writer: OnnxWriter, x: string, { shape }: ValueInfo): string {
  const rank = shape.length
  const perm = shape.map((_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis))
  return writer.node('Transpose', [x], { perm })
}

const rmsNorm: Lowering = (writer, call) => {
  const epsilon = number(call, 'epsilon')
  if (writer.standard) return rmsNormOfStandardOperators(writer, call, epsilon)
  const attributes = { axis: -1, epsilon: { float: epsilon }, stash_type: 1 }
  const results = writer.fusedInverseRms ? 2 : 1
  const written = writer.nodes('SimplifiedLayerNormalization', call.inputs, attributes, { results })
  if (writer.fusedInverseRms) return written
  const { x } = firstInput(call)
  const meanSquare = writer.node('ReduceMean', [writer.node('Mul', [x, x])], { axes: [-1], keepdims: 1 })
  return [...written, writer.node('Reciprocal', [rootOf(writer, meanSquare, epsilon)])]
}

/**
 * SimplifiedLayerNormalization is in ONNX' own set by name, and ONNX does not know it. ONNX Runtime recognises these parts,
 * the square as a power, and fuses them.
 */
function rmsNormOfStandardOperators(writer: OnnxWriter, { inputs }: LoweringCall, epsilon: number): readonly string[] {
  const [x = '', gain = ''] = inputs
  const squares = writer.node('Pow', [x, writer.scalar(2, 'float32')])
  const rms = rootOf(writer, writer.node('ReduceMean', [squares], { axes: [-1], keepdims: 1 }), epsilon)
  return [writer.node('Mul', [writer.node('Div', [x, rms]), gain]), writer.node('Reciprocal', [rms])]
}

function rootOf(writer: OnnxWriter, meanSquare: string, epsilon: number): string {
  return writer.node('Sqrt', [writer.node('Add', [meanSquare, writer.scalar(epsilon, 'float32')])])
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
  RmsNorm: rmsNorm,
  Silu: (writer, call) => [writer.contribNode('QuickGelu', call.inputs, { alpha: { float: 1 } })],
  RotaryEmbedding: rotaryEmbedding,
}
