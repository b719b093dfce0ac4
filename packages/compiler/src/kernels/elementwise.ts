import type { DType, ValueInfo } from '../graph.ts'
import { broadcastShapes, readDtype, readNumber } from './attributes.ts'
import { commonDtype, inputAt, type KernelTable, type NodeKernel, require, requireDtype } from './definition.ts'

const float: readonly DType[] = ['float32']
const numeric: readonly DType[] = ['float32', 'int32']
const logical: readonly DType[] = ['bool']
const any: readonly DType[] = ['float32', 'int32', 'bool']

/** One input, same shape out; numbers among the attributes are given with their defaults. */
function unary(
  allowed: readonly DType[],
  options: { result?: DType; numbers?: Readonly<Record<string, number | undefined>> } = {},
): NodeKernel {
  return {
    inputs: ['x'],
    infer: (inputs, attributes) => {
      requireDtype(inputs, allowed)
      const { shape, dtype } = inputAt(inputs, 0)
      const numbers = Object.entries(options.numbers ?? {}).map(([name, fallback]) => [
        name,
        readNumber(attributes, name, fallback),
      ])
      return { outputs: [{ shape, dtype: options.result ?? dtype }], attributes: Object.fromEntries(numbers) }
    },
  }
}

/** Inputs of one type that broadcast against each other. */
function broadcasting(inputNames: readonly string[], allowed: readonly DType[], result?: DType): NodeKernel {
  return {
    inputs: inputNames,
    infer: (inputs) => {
      const dtype = commonDtype(inputs, allowed)
      return { outputs: [{ shape: broadcastAll(inputs), dtype: result ?? dtype }], attributes: {} }
    },
  }
}

function broadcastAll(inputs: readonly ValueInfo[]): readonly number[] {
  return inputs.map(({ shape }) => shape).reduce(broadcastShapes)
}

function table(kernels: readonly string[], definition: NodeKernel): KernelTable {
  return Object.fromEntries(kernels.map((kernel) => [kernel, definition]))
}

const floatUnary =
  'Acos Acosh Asin Asinh Atan Atanh Cos Cosh Elu Erf Exp Expm1 Log Log1p Reciprocal Rsqrt Selu Sigmoid Sin Sinh ' +
  'Softplus Sqrt Tan Tanh'

/** Kernels that work element by element, with numpy's broadcasting where they take several inputs. */
export const elementwiseKernels: KernelTable = {
  ...table(floatUnary.split(' '), unary(float)),
  ...table(['Abs', 'Ceil', 'Floor', 'Neg', 'Relu', 'Relu6', 'Round', 'Sign', 'Square'], unary(numeric)),
  ...table(['IsFinite', 'IsInf', 'IsNan'], unary(float, { result: 'bool' })),
  LeakyRelu: unary(float, { numbers: { alpha: 0.2 } }),
  Step: unary(numeric, { numbers: { alpha: 0 } }),
  ClipByValue: unary(numeric, { numbers: { clipValueMin: undefined, clipValueMax: undefined } }),
  LogicalNot: unary(logical),

  ...table(
    ['Add', 'Maximum', 'Minimum', 'Mod', 'Multiply', 'Pow', 'SquaredDifference', 'Sub'],
    broadcasting(['a', 'b'], numeric),
  ),
  FloorDiv: broadcasting(['a', 'b'], numeric, 'int32'),
  RealDiv: broadcasting(['a', 'b'], float),
  Prelu: broadcasting(['x', 'alpha'], float),
  EluGrad: broadcasting(['dy', 'y'], float),
  ...table(['Equal', 'NotEqual'], broadcasting(['a', 'b'], any, 'bool')),
  ...table(['Greater', 'GreaterEqual', 'Less', 'LessEqual'], broadcasting(['a', 'b'], numeric, 'bool')),
  ...table(['LogicalAnd', 'LogicalOr', 'LogicalXor'], broadcasting(['a', 'b'], logical)),

  AddN: {
    inputs: 'list',
    infer: (inputs) => {
      const dtype = commonDtype(inputs, numeric)
      return { outputs: [{ shape: broadcastAll(inputs), dtype }], attributes: {} }
    },
  },
  Select: {
    inputs: ['condition', 't', 'e'],
    infer: (inputs) => {
      require(inputAt(inputs, 0).dtype === 'bool', () => `the condition must be bool, got ${inputAt(inputs, 0).dtype}`)
      const dtype = commonDtype(inputs.slice(1), any)
      return { outputs: [{ shape: broadcastAll(inputs), dtype }], attributes: {} }
    },
  },
  Cast: {
    inputs: ['x'],
    infer: (inputs, attributes) => {
      const dtype = readDtype(attributes, 'dtype')
      return { outputs: [{ shape: inputAt(inputs, 0).shape, dtype }], attributes: { dtype } }
    },
  },
}
