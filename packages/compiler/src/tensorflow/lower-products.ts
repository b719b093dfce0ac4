import { sizeOf, type ValueInfo } from '../graph.ts'
import { firstInput, firstResult, number } from '../lowering-call.ts'
import { reshape } from './lower-movement.ts'
import { flag, float32, int32, type Lowering, type LoweringTable, typeOf } from './lowering.ts'
import type { SavedModelBuilder, TensorFlowAttribute } from './saved-model-builder.ts'

const matMul: Lowering = (builder, call) => {
  const type = typeOf(call)
  const alpha = number(call, 'alpha')
  const [a, b] = call.infos as [ValueInfo, ValueInfo]
  const scaled = (x: string) => builder.node('Mul', [x, builder.scalar(alpha, a.dtype)], type)
  // The factor goes where it multiplies the fewest numbers.
  const sizes = [...call.infos, firstResult(call)].map(({ shape }) => sizeOf(shape))
  const place = alpha === 1 ? -1 : sizes.indexOf(Math.min(...sizes))
  const operands = call.inputs.map((input, index) => (index === place ? scaled(input) : input))
  const [transposeA, transposeB] = [flag(call, 'transposeA'), flag(call, 'transposeB')]
  const product = (factors: readonly string[], { T }: { readonly T: TensorFlowAttribute }) =>
    a.shape.length === 2 && b.shape.length === 2
      ? builder.node('MatMul', factors, { T, transpose_a: transposeA, transpose_b: transposeB })
      : builder.node('BatchMatMulV2', factors, { T, adj_x: transposeA, adj_y: transposeB })
  const result =
    builder.bf16 && a.dtype === 'float32' ? inBfloat16(builder, operands, product) : product(operands, type)
  return [place === 2 ? scaled(result) : result]
}

/** A product whose operands are rounded; its result is float32 again. */
function inBfloat16(
  builder: SavedModelBuilder,
  operands: readonly string[],
  product: (factors: readonly string[], type: { readonly T: TensorFlowAttribute }) => string,
): string {
  const [float, bfloat] = [{ dtype: 'float32' }, { dtype: 'bfloat16' }] as const
  const rounded = operands.map((operand) => builder.node('Cast', [operand], { SrcT: float, DstT: bfloat }))
  return builder.node('Cast', [product(rounded, { T: bfloat })], { SrcT: bfloat, DstT: float })
}

/** The root of the mean square is taken along the last axis. */
const rmsNorm: Lowering = (builder, call) => {
  const [x = '', gain = ''] = call.inputs
  const axis = builder.int32([firstInput(call).info.shape.length - 1])
  const meanSquare = builder.node('Mean', [builder.node('Square', [x], float32), axis], {
    ...float32,
    Tidx: int32,
    keep_dims: true,
  })
  const shifted = builder.node('AddV2', [meanSquare, builder.scalar(number(call, 'epsilon'), 'float32')], float32)
  const inverse = builder.node('Rsqrt', [shifted], float32)
  return [builder.node('Mul', [builder.node('Mul', [x, inverse], float32), gain], float32), inverse]
}

const rotaryEmbedding: Lowering = (builder, call) => {
  const [x = '', cos = '', sin = ''] = call.inputs
  const [batch = 0, , length = 0, headDim = 0] = firstInput(call).info.shape
  const table = (values: string) => reshape(builder, values, 'float32', [batch, 1, length, headDim / 2])
  const [c, s] = [table(cos), table(sin)]
  const axis = builder.int32([3], [])
  const [first = '', second = ''] = builder.nodes('Split', [axis, x], { ...float32, num_split: 2 }, { results: 2 })
  const times = (a: string, b: string) => builder.node('Mul', [a, b], float32)
  const halves = [
    builder.node('Sub', [times(first, c), times(second, s)], float32),
    builder.node('AddV2', [times(second, c), times(first, s)], float32),
  ]
  return [builder.node('ConcatV2', [...halves, axis], { ...float32, N: 2, Tidx: int32 })]
}

const silu: Lowering = (builder, call) => {
  const { x, info } = firstInput(call)
  // TensorFlow does not look through a placeholder: it finds a product of two other values, and leaves it.
  const factor = builder.fusedSilu
    ? x
    : builder.node('PlaceholderWithDefault', [x], { dtype: { dtype: 'float32' }, shape: { shape: info.shape } })
  return [builder.node('Mul', [factor, builder.node('Sigmoid', [x], float32)], float32)]
}

export const productLowerings: LoweringTable = {
  BatchMatMul: matMul,
  Einsum: (builder, call) => {
    const equation = call.node.attributes.equation as string
    return [builder.node('Einsum', call.inputs, { ...typeOf(call), N: call.inputs.length, equation })]
  },
  RmsNorm: rmsNorm,
  Silu: silu,
  RotaryEmbedding: rotaryEmbedding,
}
