import { type DType, type GraphNode, sizeOf, type ValueInfo } from '../graph.ts'

/** The elements of a constant in row-major order, or one element if all are equal. */
export interface Literal {
  readonly info: ValueInfo
  readonly data: ArrayLike<number>
}

/** Computes the first result of a node whose inputs are constants; one element if all are equal. */
export type Evaluator = (node: GraphNode, inputs: readonly Literal[], result: ValueInfo) => ArrayLike<number>

/** The kernels that constant folding can compute: those that occur on constants in practice. */
export const evaluators: Readonly<Record<string, Evaluator>> = {
  ...elementwise({
    Abs: Math.abs,
    Neg: (x) => -x,
    Exp: Math.exp,
    Log: Math.log,
    Sqrt: Math.sqrt,
    Rsqrt: (x) => 1 / Math.sqrt(x),
    Reciprocal: (x) => 1 / x,
    Square: (x) => x * x,
    Sin: Math.sin,
    Cos: Math.cos,
    Tanh: Math.tanh,
    LogicalNot: (x) => 1 - x,
    Cast: (x) => x,
  }),
  ...elementwise({
    Add: (a, b) => a + b,
    Sub: (a, b) => a - b,
    Multiply: (a, b) => a * b,
    RealDiv: (a, b) => a / b,
    Maximum: Math.max,
    Minimum: Math.min,
    Pow: (a, b) => a ** b,
    SquaredDifference: (a, b) => (a - b) ** 2,
    Equal: (a, b) => Number(a === b),
    Greater: (a, b) => Number(a > b),
    Less: (a, b) => Number(a < b),
  }),
  Reshape: (_node, inputs) => only(inputs).data,
  Transpose: (node, inputs, { shape }) => {
    const { info, data } = only(inputs)
    const strides = stridesOf(info.shape)
    return pick(
      data,
      shape,
      (node.attributes.perm as readonly number[]).map((axis) => strides[axis] as number),
    )
  },
  Slice: (node, inputs, { shape }) => {
    const { info, data } = only(inputs)
    const strides = stridesOf(info.shape)
    const begin = node.attributes.begin as readonly number[]
    const first = begin.reduce((offset, from, axis) => offset + from * (strides[axis] as number), 0)
    return pick(data, shape, strides, first)
  },
  BroadcastTo: (_node, inputs, { shape }) => pick(only(inputs).data, shape, broadcastStrides(only(inputs).info, shape)),
}

function elementwise(functions: Readonly<Record<string, (...x: [number, number]) => number>>) {
  return Object.fromEntries(
    Object.entries(functions).map(([kernel, compute]): [string, Evaluator] => [
      kernel,
      (node, inputs, { shape, dtype }) => {
        const type = node.kernel === 'Cast' ? only(inputs).info.dtype : dtype
        if (inputs.every(({ data }) => data.length === 1)) {
          const [a = 0, b = 0] = inputs.map(({ data }) => data[0] as number)
          return [store(compute(a, b), dtype, type)]
        }
        const [a, b] = inputs.map(({ info, data }) => pick(data, shape, broadcastStrides(info, shape), 0, true))
        return Array.from(a as ArrayLike<number>, (x, index) => store(compute(x, b?.[index] ?? 0), dtype, type))
      },
    ]),
  )
}

/** A number as an element of the type; converted from another type as tfjs' cast does. */
function store(value: number, dtype: DType, from: DType): number {
  if (dtype === 'float32') return Math.fround(value)
  if (dtype === 'bool') return Number(value !== 0)
  return from === 'int32' ? value | 0 : Math.trunc(value)
}

function only(inputs: readonly Literal[]): Literal {
  return inputs[0] as Literal
}

function stridesOf(shape: readonly number[]): readonly number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)))
}

function broadcastStrides({ shape }: ValueInfo, target: readonly number[]): readonly number[] {
  const strides = stridesOf(shape)
  const added = target.length - shape.length
  return target.map((_, axis) => (axis < added || shape[axis - added] === 1 ? 0 : (strides[axis - added] as number)))
}

/** Elements at `first + index . strides` for every index of the shape; one stands for all, unless `spread`. */
function pick(
  data: ArrayLike<number>,
  shape: readonly number[],
  strides: readonly number[],
  first = 0,
  spread = false,
): ArrayLike<number> {
  if (data.length === 1 && !spread) return data
  const places = stridesOf(shape)
  return Array.from({ length: sizeOf(shape) }, (_, index) => {
    if (data.length === 1) return data[0] as number
    const offset = shape.reduce((sum, dimension, axis) => {
      return sum + (Math.floor(index / (places[axis] as number)) % dimension) * (strides[axis] as number)
    }, first)
    return data[offset] as number
  })
}
