import { firstInput, firstResult, number } from '../lowering-call.ts'
import { type Lowering, type LoweringTable, sameOperator } from './lowering.ts'
import { dataTypes } from './proto.ts'

const sameNames = Object.fromEntries(
  (
    'Abs Acos Acosh Add Asin Asinh Atan Atanh Cos Cosh Elu Equal Erf Exp Greater Less Log Neg Pow Reciprocal Relu Selu ' +
    'Sigmoid Sign Sin Sinh Softplus Sqrt Sub Tan Tanh'
  )
    .split(' ')
    .map((name) => [name, sameOperator(name)]),
)

/** Rounding; integers are whole already. */
function rounding(opType: string): Lowering {
  return (writer, call) => {
    const { x, info } = firstInput(call)
    return info.dtype === 'int32' ? [x] : [writer.node(opType, [x])]
  }
}

/** ONNX has no division that rounds down; float64 holds every int32. */
const floorDivide: Lowering = (writer, call) => {
  const widen = firstInput(call).info.dtype === 'int32'
  const operands = widen
    ? call.inputs.map((input) => writer.node('Cast', [input], { to: dataTypes.double }))
    : call.inputs
  return [writer.node('Cast', [writer.node('Floor', [writer.node('Div', operands)])], { to: dataTypes.int32 })]
}

/** The remainder with the sign of the divisor, as tfjs has it. */
const floorModulo: Lowering = (writer, call) => {
  const [a = '', b = ''] = call.inputs
  if (firstInput(call).info.dtype === 'int32') return [writer.node('Mod', [a, b], { fmod: 0 })]
  // ONNX allows floats only with the sign of the dividend.
  const remainder = writer.node('Mod', [a, b], { fmod: 1 })
  return [writer.node('Mod', [writer.node('Add', [remainder, b]), b], { fmod: 1 })]
}

/** ONNX Runtime's Where has no bool, so that case is written in logic. */
const select: Lowering = (writer, call) => {
  const [condition = '', t = '', e = ''] = call.inputs
  if (firstResult(call).dtype !== 'bool') return [writer.node('Where', [condition, t, e])]
  const otherwise = writer.node('And', [writer.node('Not', [condition]), e])
  return [writer.node('Or', [writer.node('And', [condition, t]), otherwise])]
}

const step: Lowering = (writer, call) => {
  const { x, info } = firstInput(call)
  const positive = writer.node('Greater', [x, writer.scalar(0, info.dtype)])
  const stepped = writer.node('Where', [
    positive,
    writer.scalar(1, info.dtype),
    writer.scalar(number(call, 'alpha'), info.dtype),
  ])
  if (info.dtype !== 'float32') return [stepped]
  return [writer.node('Where', [writer.node('IsNaN', [x]), x, stepped])]
}

export const elementwiseLowerings: LoweringTable = {
  ...sameNames,
  Ceil: rounding('Ceil'),
  Floor: rounding('Floor'),
  Round: rounding('Round'),
  IsInf: sameOperator('IsInf'),
  IsNan: sameOperator('IsNaN'),
  IsFinite: (writer, { inputs }) => {
    const special = writer.node('Or', [writer.node('IsInf', inputs), writer.node('IsNaN', inputs)])
    return [writer.node('Not', [special])]
  },
  LogicalNot: sameOperator('Not'),
  LogicalAnd: sameOperator('And'),
  LogicalOr: sameOperator('Or'),
  LogicalXor: sameOperator('Xor'),
  NotEqual: (writer, { inputs }) => [writer.node('Not', [writer.node('Equal', inputs)])],
  GreaterEqual: sameOperator('GreaterOrEqual'),
  LessEqual: sameOperator('LessOrEqual'),
  Multiply: sameOperator('Mul'),
  RealDiv: sameOperator('Div'),
  Maximum: sameOperator('Max'),
  Minimum: sameOperator('Min'),
  // ONNX's PRelu does not broadcast x.
  Prelu: (writer, { inputs: [x = '', alpha = ''] }) => {
    const negative = writer.node('Less', [x, writer.scalar(0, 'float32')])
    return [writer.node('Where', [negative, writer.node('Mul', [alpha, x]), x])]
  },
  Mod: floorModulo,
  Select: select,
  Step: step,
  FloorDiv: floorDivide,
  Square: (writer, { inputs: [x = ''] }) => [writer.node('Mul', [x, x])],
  SquaredDifference: (writer, { inputs }) => {
    const difference = writer.node('Sub', inputs)
    return [writer.node('Mul', [difference, difference])]
  },
  Rsqrt: (writer, { inputs }) => [writer.node('Reciprocal', [writer.node('Sqrt', inputs)])],
  Expm1: (writer, { inputs }) => [writer.node('Sub', [writer.node('Exp', inputs), writer.scalar(1, 'float32')])],
  Log1p: (writer, { inputs: [x = ''] }) => [writer.node('Log', [writer.node('Add', [x, writer.scalar(1, 'float32')])])],
  Relu6: (writer, call) => {
    const { x, info } = firstInput(call)
    return [writer.node('Clip', [x, writer.scalar(0, info.dtype), writer.scalar(6, info.dtype)])]
  },
  ClipByValue: (writer, call) => {
    const { x, info } = firstInput(call)
    const [low, high] = [number(call, 'clipValueMin'), number(call, 'clipValueMax')]
    return [writer.node('Clip', [x, writer.scalar(low, info.dtype), writer.scalar(high, info.dtype)])]
  },
  LeakyRelu: (writer, call) => [writer.node('LeakyRelu', call.inputs, { alpha: { float: number(call, 'alpha') } })],
  EluGrad: (writer, { inputs: [dy = '', y = ''] }) => {
    const negative = writer.node('Mul', [dy, writer.node('Add', [y, writer.scalar(1, 'float32')])])
    return [writer.node('Where', [writer.node('GreaterOrEqual', [y, writer.scalar(0, 'float32')]), dy, negative])]
  },
  // ONNX Runtime's Sum takes floats only.
  AddN: (writer, call) => {
    if (firstInput(call).info.dtype === 'float32') return [writer.node('Sum', call.inputs)]
    return [call.inputs.reduce((sum, input) => writer.node('Add', [sum, input]))]
  },
  Cast: (writer, call) => [writer.node('Cast', call.inputs, { to: dataTypes[firstResult(call).dtype] })],
}
