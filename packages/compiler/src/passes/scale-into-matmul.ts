import type { Graph, GraphNode } from '../graph.ts'
import type { GraphBuilder } from '../graph-builder.ts'
import { type RewriteContext, rewrite, uniformValue } from './rewrite.ts'

interface Scaled {
  readonly value: string
  readonly factor: number
}

/** Multiplies by a constant inside a matrix product (its `alpha`) instead of before or after it. */
export function scaleIntoMatMul(graph: Graph): Graph {
  return rewrite(graph, (node, context) => {
    if (node.kernel === 'BatchMatMul') return scaleOperands(node, context)
    const scaled = asScaled(node, context.builder)
    if (scaled === undefined || context.uses(scaled.value) !== 1) return undefined
    const product = context.builder.producer(scaled.value)
    if (product?.kernel !== 'BatchMatMul') return undefined
    return addScaled(context.builder, product, product.inputs, scaled.factor)
  })
}

/** A scaled operand that other nodes read stays, but the product reads the unscaled one. */
function scaleOperands(node: GraphNode, { builder }: RewriteContext) {
  const operands = node.inputs.map((input): Scaled => {
    const producer = builder.producer(input)
    return (producer && asScaled(producer, builder)) ?? { value: input, factor: 1 }
  })
  const factor = operands.reduce((product, operand) => product * operand.factor, 1)
  if (operands.every(({ value }, index) => value === node.inputs[index])) return undefined
  return addScaled(
    builder,
    node,
    operands.map(({ value }) => value),
    factor,
  )
}

function addScaled(builder: GraphBuilder, product: GraphNode, inputs: readonly string[], factor: number) {
  const alpha = (product.attributes.alpha as number) * factor
  return builder.addAll('BatchMatMul', inputs, { ...product.attributes, alpha })
}

/** A float tensor times or divided by one number, of the tensor's own shape. */
function asScaled({ kernel, inputs: [a = '', b = ''] }: GraphNode, builder: GraphBuilder): Scaled | undefined {
  if (kernel !== 'Multiply' && kernel !== 'RealDiv') return undefined
  if (builder.info(a).dtype !== 'float32') return undefined
  const [left, right] = [uniformValue(builder, a), uniformValue(builder, b)]
  const rank = (value: string) => builder.info(value).shape.length
  if (right !== undefined && rank(b) === 0) return { value: a, factor: kernel === 'Multiply' ? right : 1 / right }
  if (left !== undefined && rank(a) === 0 && kernel === 'Multiply') return { value: b, factor: left }
  return undefined
}
