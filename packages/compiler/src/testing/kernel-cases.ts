import * as tf from '@tensorflow/tfjs-core'
import { elementwiseCases } from './elementwise-cases.ts'
import {
  call,
  extension,
  gradient,
  indices,
  type KernelCase,
  type Run,
  reduce,
  reduceLogical,
  truth,
} from './kernel-case.ts'
import { floats, ints } from './run-graph.ts'

/** At least one call of every kernel that `record` knows. */
export const kernelCases: Readonly<Record<string, readonly KernelCase[]>> = {
  ...elementwiseCases,

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
    // Wide enough on the left that the product is written the other way around, and turned over.
    call((x, y) => tf.matMul(x as tf.Tensor, y as tf.Tensor, true), [floats([4, 9]), floats([4, 2], 2)], gradient),
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

  After: [
    [floats([2, 3]), floats([4], 2)],
    [floats([]), ints([1, 2])],
    [ints([3, 4]), floats([0, 2])],
  ].map((feeds) =>
    call((...inputs) => {
      const [x] = inputs as [tf.Tensor]
      return extension('After', inputs as unknown as Record<string, tf.Tensor>, {}, () => x)
    }, feeds),
  ),
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
