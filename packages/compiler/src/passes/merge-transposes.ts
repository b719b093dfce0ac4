import type { Graph, GraphNode } from '../graph.ts'
import type { GraphBuilder } from '../graph-builder.ts'
import { type RewriteContext, rewrite } from './rewrite.ts'

/**
 * Makes one transpose of several in a row, drops those that change nothing, turns those that move only axes of length 1
 * into reshapes, and moves transposes of matrices into the flags of the product that reads or makes them.
 */
export function mergeTransposes(graph: Graph): Graph {
  return rewrite(graph, (node, context) => {
    if (node.kernel === 'Transpose') return mergeTranspose(node, context)
    return node.kernel === 'BatchMatMul' ? transposeByFlags(node, context.builder) : undefined
  })
}

function mergeTranspose({ inputs: [x = ''], attributes }: GraphNode, { builder, uses }: RewriteContext) {
  const perm = attributes.perm as readonly number[]
  const { shape } = builder.info(x)
  const moved = perm.filter((axis) => shape[axis] !== 1)
  if (moved.every((axis, index) => index === 0 || axis > (moved[index - 1] ?? 0))) {
    const target = perm.map((axis) => shape[axis])
    return perm.every((axis, index) => axis === index) ? [x] : builder.addAll('Reshape', [x], { shape: target })
  }
  const producer = builder.producer(x)
  if (producer?.kernel === 'Transpose') {
    const first = producer.attributes.perm as readonly number[]
    return builder.addAll('Transpose', producer.inputs, { perm: perm.map((axis) => first[axis]) })
  }
  if (producer?.kernel === 'BatchMatMul' && swapsMatrix(perm) && uses(x) === 1) {
    // (A B)' = B' A'
    const [a = '', b = ''] = producer.inputs
    const { transposeA, transposeB, alpha } = producer.attributes
    return builder.addAll('BatchMatMul', [b, a], { transposeA: !transposeB, transposeB: !transposeA, alpha })
  }
  return undefined
}

function transposeByFlags({ inputs, attributes }: GraphNode, builder: GraphBuilder) {
  const sources = inputs.map((input) => {
    const producer = builder.producer(input)
    const swapped = producer?.kernel === 'Transpose' && swapsMatrix(producer.attributes.perm as readonly number[])
    return swapped ? producer.inputs[0] : undefined
  })
  if (sources.every((source) => source === undefined)) return undefined
  const [a, b] = sources
  return builder.addAll(
    'BatchMatMul',
    inputs.map((input, index) => sources[index] ?? input),
    {
      transposeA: attributes.transposeA !== (a !== undefined),
      transposeB: attributes.transposeB !== (b !== undefined),
      alpha: attributes.alpha,
    },
  )
}

/** Whether a permutation swaps the last two axes and leaves the others. */
function swapsMatrix(perm: readonly number[]): boolean {
  const rank = perm.length
  return rank >= 2 && perm.every((axis, index) => axis === (index < rank - 2 ? index : 2 * rank - 3 - index))
}
