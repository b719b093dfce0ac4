import * as tf from '@tensorflow/tfjs-core'
import { bools, floats, type HostTensor, type HostTensors, ints } from './run-graph.ts'

/** Calls of one kernel; `a`, `b`, `c` are the feeds in order. */
export interface KernelCase {
  readonly feeds: HostTensors
  readonly run: (...inputs: tf.Tensor[]) => tf.Tensor | tf.Tensor[]
  /** Whether tfjs has a gradient of it, which is then compared too. */
  readonly gradient?: boolean
  readonly tolerance?: number
}

type Run = KernelCase['run']
type Attributes = Parameters<ReturnType<typeof tf.engine>['runKernel']>[2]

function call(run: Run, feeds: readonly HostTensor[], options: Partial<KernelCase> = {}): KernelCase {
  const named = feeds.map((feed, index) => [String.fromCharCode(97 + index), feed])
  return { run, feeds: Object.fromEntries(named), ...options }
}

const gradient = { gradient: true }
const positive = (shape: readonly number[], seed = 1): HostTensor => {
  const { data, ...rest } = floats(shape, seed)
  return { ...rest, data: data.map((value) => Math.abs(value) + 0.2) }
}
const within = (scale: number, shape: readonly number[], shift = 0): HostTensor => {
  const { data, ...rest } = floats(shape)
  return { ...rest, data: data.map((value) => (value / 2.2) * scale + shift) }
}

/** Runs a kernel by name, where tfjs has no operation for it. */
function kernel(name: string, inputs: Record<string, tf.Tensor>, attributes: Record<string, unknown> = {}): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attributes as Attributes) as tf.Tensor
}

/** An extension kernel where the backend has it, else the same in plain operations. */
function extension(
  name: string,
  inputs: Record<string, tf.Tensor>,
  attributes: Record<string, unknown>,
  plain: () => tf.Tensor | tf.Tensor[],
): tf.Tensor | tf.Tensor[] {
  return tf.getKernel(name, tf.getBackend()) == null ? plain() : kernel(name, inputs, attributes)
}

/** Shapes of ranks 0 to 5, one of them without elements. */
const shapes = [[], [5], [2, 3], [2, 1, 3], [0, 3], [2, 1, 2, 3], [1, 2, 2, 1, 2]]

function unary(
  run: (x: tf.Tensor) => tf.Tensor,
  make = floats as (shape: readonly number[]) => HostTensor,
  options: Partial<KernelCase> = gradient,
) {
  return shapes.map((shape) => call(run as Run, [make(shape)], options))
}

type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor

const broadcasts: readonly (readonly [readonly number[], readonly number[]])[] = [
  [[], []],
  [[2, 3], []],
  [[3], [2, 3]],
  [
    [2, 1, 3],
    [4, 1],
  ],
  [
    [0, 3],
    [1, 3],
  ],
  [
    [1, 2, 1, 2, 3],
    [2, 3],
  ],
]

interface BinaryOptions {
  readonly make?: typeof positive
  readonly integers?: boolean
  /** tfjs has gradients for all shapes, or only where nothing is broadcast. */
  readonly gradients?: 'all' | 'same shape' | 'none'
}

function binary(run: Binary, { make = floats, integers = true, gradients = 'all' }: BinaryOptions = {}) {
  const floating = broadcasts.map(([a, b]) => {
    // tfjs has no gradients for broadcasts of nothing.
    const covered = gradients === 'all' ? !a.includes(0) : gradients === 'same shape' && a.length + b.length === 0
    return call(run as Run, [make(a), make(b, 1.7)], { gradient: covered })
  })
  const alike = call(run as Run, [make([2, 3]), make([2, 3], 1.7)], { gradient: gradients !== 'none' })
  const whole = call(run as Run, [ints([7, -7, 5, -6, 0, 3], [2, 3]), ints([2, 3, -4])])
  return integers ? [...floating, alike, whole] : [...floating, alike]
}

function compare(run: Binary) {
  const equalSome = call(run as Run, [ints([1, 2, 3]), ints([1, 3, 2])])
  return [...broadcasts.map(([a, b]) => call(run as Run, [floats(a), floats(b, 1.7)])), equalSome]
}

const truth = [bools([0, 1, 1, 0, 1, 0], [2, 3]), bools([1, 0, 1])] as const

function reduce(
  run: (x: tf.Tensor, axis?: number | number[], keepDims?: boolean) => tf.Tensor,
  options: Partial<KernelCase> = gradient,
) {
  return [
    call((x) => run(x as tf.Tensor), [floats([])], options),
    call((x) => run(x as tf.Tensor), [floats([2, 3])], options),
    call((x) => run(x as tf.Tensor, 1), [floats([2, 3, 4])], options),
    call((x) => run(x as tf.Tensor, [0, -1], true), [floats([2, 3, 4])], options),
    call((x) => run(x as tf.Tensor, [1, 2]), [floats([2, 1, 3, 2, 2])], options),
    call((x) => run(x as tf.Tensor, 0), [ints([4, -2, 3, 1, 5, 9], [2, 3])]),
  ]
}

function reduceLogical(run: (x: tf.Tensor, axis?: number, keepDims?: boolean) => tf.Tensor) {
  return [call((x) => run(x as tf.Tensor), [truth[0]]), call((x) => run(x as tf.Tensor, 1, true), [truth[0]])]
}

const indices = ints([2, 0, 1, 2, 2, 1], [2, 3])

/** At least one call of every kernel that `record` knows. */
export const kernelCases: Readonly<Record<string, readonly KernelCase[]>> = {
  Abs: [...unary(tf.abs), call((x) => tf.abs(x as tf.Tensor), [ints([-3, 0, 4])])],
  Acos: unary(tf.acos, (shape) => within(0.9, shape)),
  Acosh: unary(tf.acosh, (shape) => within(1, shape, 2.5)),
  Asin: unary(tf.asin, (shape) => within(0.9, shape)),
  Asinh: unary(tf.asinh),
  Atan: unary(tf.atan),
  Atanh: unary(tf.atanh, (shape) => within(0.9, shape)),
  Ceil: [
    ...unary(tf.ceil),
    ...['Ceil', 'Floor', 'Round'].map((name) => call((x) => kernel(name, { x: x as tf.Tensor }), [ints([-3, 4])])),
  ],
  Cos: unary(tf.cos),
  Cosh: unary(tf.cosh),
  Elu: unary(tf.elu),
  Erf: unary(tf.erf),
  Exp: unary(tf.exp),
  Expm1: unary(tf.expm1),
  Floor: unary(tf.floor),
  IsFinite: unary((x) => tf.isFinite(tf.div(1, tf.relu(x))), floats, {}),
  IsInf: unary((x) => tf.isInf(tf.div(1, tf.relu(x))), floats, {}),
  IsNan: unary((x) => tf.isNaN(tf.log(x)), floats, {}),
  LeakyRelu: [...unary(tf.leakyRelu), ...unary((x) => tf.leakyRelu(x, 0.05))],
  Log: unary(tf.log, positive),
  Log1p: unary(tf.log1p, positive),
  LogicalNot: [call((x) => tf.logicalNot(x as tf.Tensor), [truth[0]])],
  Neg: [...unary(tf.neg), call((x) => tf.neg(x as tf.Tensor), [ints([-3, 4])])],
  Reciprocal: unary(tf.reciprocal, positive),
  Relu: [...unary(tf.relu), call((x) => tf.relu(x as tf.Tensor), [ints([-3, 4])])],
  Relu6: unary((x) => tf.relu6(tf.mul(x, 5))),
  Round: unary((x) => tf.round(tf.mul(x, 2)), floats, {}),
  Rsqrt: unary(tf.rsqrt, positive),
  Selu: unary(tf.selu),
  Sigmoid: unary(tf.sigmoid),
  Sign: [...unary(tf.sign), call((x) => tf.sign(x as tf.Tensor), [ints([-3, 0, 4])])],
  Sin: unary(tf.sin),
  Sinh: unary(tf.sinh),
  Softplus: unary(tf.softplus),
  Sqrt: unary(tf.sqrt, positive),
  Square: [...unary(tf.square), call((x) => tf.square(x as tf.Tensor), [ints([-3, 4])])],
  Step: [
    ...unary((x) => tf.step(x)),
    ...unary((x) => tf.step(x, 0.5), floats, {}),
    call((x) => tf.step(tf.log(x as tf.Tensor)), [floats([5])]),
    call((x) => tf.step(x as tf.Tensor), [ints([-1, 0, 2])]),
  ],
  Tan: unary(tf.tan, (shape) => within(1, shape)),
  Tanh: unary(tf.tanh),
  ClipByValue: unary((x) => tf.clipByValue(x, -0.5, 1)),
  Cast: [
    call((x) => tf.cast(x as tf.Tensor, 'int32'), [floats([2, 3])]),
    call((x) => tf.cast(x as tf.Tensor, 'bool'), [floats([2, 3])]),
    call((x) => tf.cast(x as tf.Tensor, 'float32'), [truth[0]]),
    call((x) => tf.cast(x as tf.Tensor, 'float32'), [indices]),
  ],

  Add: binary(tf.add),
  Sub: binary(tf.sub),
  Multiply: binary(tf.mul),
  RealDiv: binary(tf.div, { make: positive, integers: false }),
  FloorDiv: binary(tf.floorDiv, { make: positive, gradients: 'none' }),
  Maximum: binary(tf.maximum, { gradients: 'same shape' }),
  Minimum: binary(tf.minimum, { gradients: 'same shape' }),
  Mod: [
    ...binary(tf.mod, { make: positive }),
    call((a, b) => tf.mod(a as tf.Tensor, b as tf.Tensor), [floats([2, 3]), floats([3], 1.7)]),
  ],
  Pow: [
    ...binary(tf.pow, { make: positive, integers: false }),
    call((a, b) => tf.pow(a as tf.Tensor, b as tf.Tensor), [ints([2, -3, 5]), ints([3, 2, 0])]),
  ],
  SquaredDifference: binary(tf.squaredDifference, { gradients: 'same shape' }),
  Prelu: [
    call((x, alpha) => tf.prelu(x as tf.Tensor, alpha as tf.Tensor), [floats([2, 3, 4]), floats([4], 1.7)], gradient),
  ],
  EluGrad: [
    call((dy, y) => kernel('EluGrad', { dy: dy as tf.Tensor, y: y as tf.Tensor }), [floats([6]), floats([6], 2)]),
  ],
  AddN: [
    call((...x) => tf.addN(x), [floats([2, 3]), floats([2, 3], 2), floats([2, 3], 3)], gradient),
    call((...x) => tf.addN(x), [ints([1, 2]), ints([3, 4]), ints([5, 6])]),
  ],
  Equal: [...compare(tf.equal), call((a, b) => tf.equal(a as tf.Tensor, b as tf.Tensor), truth)],
  NotEqual: [...compare(tf.notEqual), call((a, b) => tf.notEqual(a as tf.Tensor, b as tf.Tensor), truth)],
  Greater: compare(tf.greater),
  GreaterEqual: compare(tf.greaterEqual),
  Less: compare(tf.less),
  LessEqual: compare(tf.lessEqual),
  LogicalAnd: [call((a, b) => tf.logicalAnd(a as tf.Tensor, b as tf.Tensor), truth)],
  LogicalOr: [call((a, b) => tf.logicalOr(a as tf.Tensor, b as tf.Tensor), truth)],
  LogicalXor: [call((a, b) => tf.logicalXor(a as tf.Tensor, b as tf.Tensor), truth)],
  Select: [
    call(
      (a, b, c) => tf.where(c as tf.Tensor, a as tf.Tensor, b as tf.Tensor),
      [floats([2, 3]), floats([3], 2), truth[0]],
      gradient,
    ),
    call(
      (c, a, b) => tf.where(c as tf.Tensor, a as tf.Tensor, b as tf.Tensor),
      [truth[0], truth[0], bools([1, 0, 0, 1, 1, 0], [2, 3])],
    ),
    call(
      (c, a, b) => tf.where(c as tf.Tensor, a as tf.Tensor, b as tf.Tensor),
      [truth[0], indices, ints([7, 8, 9, 7, 8, 9], [2, 3])],
    ),
  ],

  Sum: reduce(tf.sum),
  Mean: reduce(tf.mean),
  Max: reduce(tf.max),
  Min: reduce(tf.min),
  // Its gradient calls Cumprod, which is not known.
  Prod: reduce(tf.prod, {}),
  All: reduceLogical(tf.all),
  Any: reduceLogical(tf.any),
  ArgMax: [
    call((x) => tf.argMax(x as tf.Tensor, 1), [floats([2, 3, 2])]),
    call((x) => tf.argMax(x as tf.Tensor), [ints([1, 5, 5])]),
  ],
  ArgMin: [call((x) => tf.argMin(x as tf.Tensor, -1), [floats([2, 3])])],
  Softmax: [
    ...[[3], [2, 3], [2, 2, 2, 3]].map((shape) => call((x) => tf.softmax(x as tf.Tensor), [floats(shape)], gradient)),
  ],
  LogSoftmax: [
    call((x) => tf.logSoftmax(x as tf.Tensor), [floats([2, 3])], gradient),
    call(
      (x) => extension('LogSoftmax', { logits: x as tf.Tensor }, { axis: -1 }, () => tf.logSoftmax(x as tf.Tensor)),
      [floats([2, 3])],
    ),
  ],
  Cumsum: [false, true].flatMap((exclusive) =>
    [false, true].map((reverse) =>
      call((x) => tf.cumsum(x as tf.Tensor, 1, exclusive, reverse), [floats([2, 4])], gradient),
    ),
  ),
  TopK: [
    call(
      (x) => {
        const { values, indices } = tf.topk(x as tf.Tensor, 2)
        return [values, indices]
      },
      [floats([2, 5])],
    ),
  ],

  Reshape: [
    call((x) => tf.reshape(x as tf.Tensor, [3, -1]), [floats([2, 3])], gradient),
    call((x) => tf.reshape(x as tf.Tensor, []), [floats([1, 1])], gradient),
    call((x) => tf.reshape(x as tf.Tensor, [3, 0, 2]), [floats([0, 3])]),
  ],
  ExpandDims: [-1, 0, 1].map((axis) => call((x) => tf.expandDims(x as tf.Tensor, axis), [floats([2, 3])], gradient)),
  Transpose: [
    call((x) => tf.transpose(x as tf.Tensor), [floats([2, 3])], gradient),
    call((x) => tf.transpose(x as tf.Tensor, [0, 2, 1, 3]), [floats([2, 3, 2, 2])], gradient),
    call((x) => tf.transpose(x as tf.Tensor, [4, 0, 3, 1, 2]), [floats([2, 1, 3, 2, 2])], gradient),
  ],
  Slice: [
    call((x) => tf.slice(x as tf.Tensor, [1, 0], [-1, 2]), [floats([3, 3])], gradient),
    call((x) => tf.slice(x as tf.Tensor, 1), [ints([1, 2, 3])]),
    call((x) => tf.slice(x as tf.Tensor, [0, 1, 0, 1], [1, 2, -1, 1]), [floats([2, 3, 2, 2])], gradient),
  ],
  StridedSlice: [
    call((x) => tf.stridedSlice(x as tf.Tensor, [0, 1], [3, 5], [2, 3]), [floats([3, 6])]),
    call((x) => tf.stridedSlice(x as tf.Tensor, [2, 4], [0, 0], [-1, -3]), [floats([3, 6])]),
    call((x) => tf.stridedSlice(x as tf.Tensor, [1, 0], [2, 9], [1, 1], 0, 2, 0, 0, 1), [floats([3, 6])]),
    call((x) => tf.stridedSlice(x as tf.Tensor, [-1], [-9], [-1], 0, 1), [floats([4])]),
  ],
  Reverse: [
    call((x) => tf.reverse(x as tf.Tensor, [0, 2]), [floats([2, 3, 2])], gradient),
    call((x) => tf.reverse(x as tf.Tensor), [ints([1, 2, 3])]),
  ],
  Concat: [
    call((...x) => tf.concat(x, 1), [floats([2, 3]), floats([2, 1], 2), floats([2, 2], 3)], gradient),
    call((...x) => tf.concat(x, -1), [truth[0], truth[0]]),
    call((...x) => tf.concat(x, 0), [floats([0, 3]), floats([2, 3])]),
  ],
  Pack: [0, 1, 2].map((axis) => call((...x) => tf.stack(x, axis), [floats([2, 3]), floats([2, 3], 2)], gradient)),
  SplitV: [
    call((x) => tf.split(x as tf.Tensor, [1, 3], 1), [floats([2, 4])], gradient),
    call((x) => tf.split(x as tf.Tensor, 2), [floats([4])], gradient),
    call((x) => tf.split(x as tf.Tensor, 1), [floats([4])]),
    call((x) => tf.split(x as tf.Tensor, [2, -1], -1), [floats([2, 5])]),
  ],
  Unpack: [0, 1].map((axis) => call((x) => tf.unstack(x as tf.Tensor, axis), [floats([2, 3])], gradient)),
  PadV2: [
    call(
      (x) =>
        tf.pad(
          x as tf.Tensor,
          [
            [1, 0],
            [0, 2],
          ],
          1.5,
        ),
      [floats([2, 3])],
      gradient,
    ),
    call((x) => tf.pad(x as tf.Tensor, [[1, 2]]), [ints([1, 2])]),
  ],
  Tile: [
    call((x) => tf.tile(x as tf.Tensor, [2, 3]), [floats([2, 3])], gradient),
    call((x) => tf.tile(x as tf.Tensor, [4, 1, 2]), [floats([1, 2, 3])], gradient),
    call((x) => tf.tile(x as tf.Tensor, [2]), [truth[1]]),
  ],
  BroadcastTo: [
    call((x) => tf.broadcastTo(x as tf.Tensor, [2, 4, 3]), [floats([4, 1])], gradient),
    call(
      (x) =>
        extension('BroadcastTo', { x: x as tf.Tensor }, { shape: [2, 3] }, () =>
          tf.broadcastTo(x as tf.Tensor, [2, 3]),
        ),
      [floats([3])],
    ),
  ],
  Identity: [call((x) => tf.clone(x as tf.Tensor), [floats([2])], gradient)],

  BatchMatMul: [
    ...[false, true].flatMap((transposeA) =>
      [false, true].flatMap((transposeB) => {
        const [a, b] = [transposeA ? [4, 3] : [3, 4], transposeB ? [2, 4] : [4, 2]]
        const product: Run = (x, y) => tf.matMul(x as tf.Tensor, y as tf.Tensor, transposeA, transposeB)
        return [
          call(product, [floats(a), floats(b, 2)], gradient),
          call(product, [floats([2, ...a]), floats([2, ...b], 2)], gradient),
          call(product, [floats([2, 3, ...a]), floats([2, 3, ...b], 2)], gradient),
          call(product, [floats([2, 3, ...a]), floats([3, ...b], 2)]),
          call(product, [floats([2, ...a]), floats(b, 2)]),
        ]
      }),
    ),
    call(
      (x, y) => tf.matMul(x as tf.Tensor, y as tf.Tensor, true, true),
      [ints([1, 2, 3, 4, 5, 6], [3, 2]), ints([1, 2, 3], [1, 3])],
    ),
  ],
  _FusedMatMul: (['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const).map((activation) =>
    call(
      (a, b, bias) =>
        tf.fused.matMul({
          a: a as tf.Tensor,
          b: b as tf.Tensor,
          bias: bias as tf.Tensor,
          activation,
          leakyreluAlpha: 0.1,
          ...(activation === 'prelu' ? { preluActivationWeights: bias as tf.Tensor } : {}),
        }),
      [floats([3, 4]), floats([4, 2], 2), floats([2], 3)],
    ),
  ),
  Einsum: [
    call(
      (a, b) => tf.einsum('bij,bjk->bik', a as tf.Tensor, b as tf.Tensor),
      [floats([2, 3, 2]), floats([2, 2, 4], 2)],
    ),
    call((a) => tf.einsum('ij->ji', a as tf.Tensor), [floats([2, 3])]),
  ],

  GatherV2: [
    call((x, i) => tf.gather(x as tf.Tensor, i as tf.Tensor1D), [floats([3, 2]), ints([2, 0, 2, 1])], gradient),
    call((x, i) => tf.gather(x as tf.Tensor, i as tf.Tensor1D, 1), [floats([2, 3, 2]), indices]),
    call((x, i) => tf.gather(x as tf.Tensor, i as tf.Tensor1D, 1, 1), [floats([2, 3, 4]), indices]),
    call((x, i) => tf.gather(x as tf.Tensor, i as tf.Tensor1D, 2, 1), [floats([2, 4, 3, 2]), indices]),
  ],
  GatherNd: [
    call((x, i) => tf.gatherND(x as tf.Tensor, i as tf.Tensor), [floats([3, 3, 2]), ints([2, 0, 1, 1], [2, 2])]),
  ],
  UnsortedSegmentSum: [
    call(
      (x, i) => tf.unsortedSegmentSum(x as tf.Tensor, i as tf.Tensor1D, 4),
      [floats([5, 2]), ints([3, 0, 3, 1, 0])],
      gradient,
    ),
    // tfjs' cpu backend makes floats of integers here.
    call(
      (x, i) => tf.cast(tf.unsortedSegmentSum(x as tf.Tensor, i as tf.Tensor1D, 2), 'int32'),
      [ints([5, 6, 7, 8]), ints([1, -1, 1, 3])],
    ),
  ],
  OneHot: [
    call((i) => tf.oneHot(i as tf.Tensor, 3), [ints([2, 0, -1, 5])]),
    call((i) => tf.oneHot(i as tf.Tensor, 3, 2.5, -1, 'float32'), [indices]),
    call((i) => tf.oneHot(i as tf.Tensor, 3, 1, 0, 'bool'), [indices]),
  ],

  Fill: [call(() => tf.fill([2, 3], 1.5), []), call(() => tf.fill([2], 3, 'int32'), [])],
  ZerosLike: [call((x) => tf.zerosLike(x as tf.Tensor), [floats([2, 3])])],
  OnesLike: [call((x) => tf.onesLike(x as tf.Tensor), [ints([2, 3])])],
  Range: [
    call(() => tf.range(0, 5), []),
    call(() => tf.range(5, 1), []),
    call(() => tf.range(1, 2, 0.3), []),
    call(() => tf.range(0, 7, 2, 'int32'), []),
  ],
  LinSpace: [call(() => tf.linspace(1, 4, 7), [])],

  RmsNorm: [
    call(
      (x, gain) => {
        const inverse = () => tf.rsqrt(tf.add(tf.mean(tf.square(x as tf.Tensor), -1, true), 1e-3))
        const inputs = { x: x as tf.Tensor, gain: gain as tf.Tensor }
        return extension('RmsNorm', inputs, { epsilon: 1e-3 }, () => [
          tf.mul(tf.mul(x as tf.Tensor, inverse()), gain as tf.Tensor),
          inverse(),
        ])
      },
      [floats([2, 3, 4]), floats([4], 2)],
    ),
  ],
  Silu: [
    call(
      (x) => extension('Silu', { x: x as tf.Tensor }, {}, () => tf.mul(x as tf.Tensor, tf.sigmoid(x as tf.Tensor))),
      [floats([2, 3])],
    ),
  ],
  RotaryEmbedding: [
    call(
      (x, cos, sin) => {
        const inputs = { x: x as tf.Tensor, cos: cos as tf.Tensor, sin: sin as tf.Tensor }
        return extension('RotaryEmbedding', inputs, {}, () => {
          const [first, second] = tf.split(inputs.x, 2, 3) as [tf.Tensor, tf.Tensor]
          const [c, s] = [tf.expandDims(inputs.cos, 1), tf.expandDims(inputs.sin, 1)]
          const rotated = [tf.sub(tf.mul(first, c), tf.mul(second, s)), tf.add(tf.mul(second, c), tf.mul(first, s))]
          return tf.concat(rotated, 3)
        })
      },
      [floats([2, 3, 4, 6]), floats([2, 4, 3], 2), floats([2, 4, 3], 3)],
    ),
  ],
}
