import { sameShape } from '../graph.ts'
import { firstInput, firstResult, number } from '../lowering-call.ts'
import { float32, type Lowering, type LoweringTable, sameOperation, typeOf } from './lowering.ts'

const sameNames = Object.fromEntries(
  (
    'Abs Acos Acosh Asin Asinh Atan Atanh Cos Cosh Elu Equal Erf Exp Expm1 Greater GreaterEqual IsFinite IsInf IsNan ' +
    'Less LessEqual Log Log1p Maximum Minimum Neg NotEqual Pow RealDiv Reciprocal Relu Relu6 Rsqrt Selu Sigmoid Sign ' +
    'Sin Sinh Softplus Sqrt Square SquaredDifference Sub Tan Tanh'
  )
    .split(' ')
    .map((name) => [name, sameOperation(name)]),
)

/** Rounding; integers are whole already. */
function rounding(op: string): Lowering {
  return (builder, call) => {
    const { x, info } = firstInput(call)
    return info.dtype === 'int32' ? [x] : [builder.node(op, [x], float32)]
  }
}

/** Truth values have no attributes. */
function logical(op: string): Lowering {
  return (builder, { inputs }) => [builder.node(op, inputs)]
}

const step: Lowering = (builder, call) => {
  const { x, info } = firstInput(call)
  const type = typeOf(call)
  const positive = builder.node('Greater', [x, builder.scalar(0, info.dtype)], type)
  const [one, alpha] = [builder.scalar(1, info.dtype), builder.scalar(number(call, 'alpha'), info.dtype)]
  const stepped = builder.node('SelectV2', [positive, one, alpha], type)
  if (info.dtype !== 'float32') return [stepped]
  return [builder.node('SelectV2', [builder.node('IsNan', [x], type), x, stepped], type)]
}

export const elementwiseLowerings: LoweringTable = {
  ...sameNames,
  Ceil: rounding('Ceil'),
  Floor: rounding('Floor'),
  Round: rounding('Round'),
  LogicalNot: logical('LogicalNot'),
  LogicalAnd: logical('LogicalAnd'),
  LogicalOr: logical('LogicalOr'),
  LogicalXor: sameOperation('NotEqual'),
  Add: sameOperation('AddV2'),
  Multiply: sameOperation('Mul'),
  Mod: sameOperation('FloorMod'),
  Step: step,
  FloorDiv: (builder, call) => {
    const quotient = builder.node('FloorDiv', call.inputs, typeOf(call))
    if (firstInput(call).info.dtype === 'int32') return [quotient]
    return [builder.node('Cast', [quotient], { SrcT: { dtype: 'float32' }, DstT: { dtype: 'int32' } })]
  },
  Prelu: (builder, { inputs: [x = '', alpha = ''] }) => {
    const negative = builder.node('Less', [x, builder.scalar(0, 'float32')], float32)
    return [builder.node('SelectV2', [negative, builder.node('Mul', [alpha, x], float32), x], float32)]
  },
  // TensorFlow's EluGrad does not broadcast.
  EluGrad: (builder, { inputs: [dy = '', y = ''] }) => {
    const slope = builder.node('AddV2', [y, builder.scalar(1, 'float32')], float32)
    const positive = builder.node('GreaterEqual', [y, builder.scalar(0, 'float32')], float32)
    return [builder.node('SelectV2', [positive, dy, builder.node('Mul', [dy, slope], float32)], float32)]
  },
  LeakyRelu: (builder, call) => [
    builder.node('LeakyRelu', call.inputs, { ...float32, alpha: { float: number(call, 'alpha') } }),
  ],
  ClipByValue: (builder, call) => {
    const { x, info } = firstInput(call)
    const bounds = ['clipValueMin', 'clipValueMax'].map((name) => builder.scalar(number(call, name), info.dtype))
    return [builder.node('ClipByValue', [x, ...bounds], typeOf(call))]
  },
  // TensorFlow's AddN does not broadcast.
  AddN: (builder, call) => {
    const alike = call.infos.every(({ shape }) => sameShape(shape, firstResult(call).shape))
    if (alike) return [builder.node('AddN', call.inputs, { ...typeOf(call), N: call.inputs.length })]
    return [call.inputs.reduce((sum, input) => builder.node('AddV2', [sum, input], typeOf(call)))]
  },
  Select: (builder, call) => [builder.node('SelectV2', call.inputs, { T: { dtype: firstResult(call).dtype } })],
  Cast: (builder, call) => {
    const { x, info } = firstInput(call)
    const { dtype } = firstResult(call)
    if (info.dtype === dtype) return [x]
    return [builder.node('Cast', [x], { SrcT: { dtype: info.dtype }, DstT: { dtype } })]
  },
}
