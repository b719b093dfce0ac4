import type { Graph, GraphNode } from '../graph.ts'
import type { GraphBuilder } from '../graph-builder.ts'
import { broadcastShapes } from '../kernels/attributes.ts'
import { broadcastTo, rewrite, uniformValue } from './rewrite.ts'

type Identity = (node: GraphNode, builder: GraphBuilder) => string | undefined

/**
 * Drops arithmetic that changes nothing (x + 0, x * 1, x / 1, pow(x, 1), a cast to the same type, a sum of one) and
 * shortens some that does (x * 0 is 0, -(-x) is x, x * 2 * 3 is x * 6, a + -b is a - b, pow(x, 2) is a square).
 *
 * x * 0 becomes 0 also where x is not finite: such an x was going to be ignored.
 */
export function applyAlgebraicIdentities(graph: Graph): Graph {
  return rewrite(graph, (node, { builder }) => {
    const result = identities[node.kernel]?.(node, builder)
    if (result === undefined) return undefined
    const shape = node.inputs.map((input) => builder.info(input).shape).reduce(broadcastShapes)
    return [broadcastTo(builder, result, shape)]
  })
}

const identities: Readonly<Record<string, Identity>> = {
  Add: ({ inputs: [a = '', b = ''] }, builder) => {
    if (uniformValue(builder, a) === 0) return b
    if (uniformValue(builder, b) === 0) return a
    const negated = inputOf(builder, b, 'Neg')
    return negated === undefined ? undefined : builder.add('Sub', [a, negated])
  },
  Sub: ({ inputs: [a = '', b = ''] }, builder) => {
    if (uniformValue(builder, b) === 0) return a
    if (uniformValue(builder, a) === 0) return builder.add('Neg', [b])
    const negated = inputOf(builder, b, 'Neg')
    return negated === undefined ? undefined : builder.add('Add', [a, negated])
  },
  Multiply: (node, builder) => {
    const [x, factor] = factorOf(node, builder) ?? []
    if (x === undefined || factor === undefined) return undefined
    const { dtype } = builder.info(x)
    if (factor === 1) return x
    if (factor === 0) return builder.addScalar(0, dtype)
    if (factor === -1) return builder.add('Neg', [x])
    const inner = builder.producer(x)
    const [y, innerFactor] = (inner?.kernel === 'Multiply' && factorOf(inner, builder)) || []
    if (y === undefined || innerFactor === undefined || dtype !== 'float32') return undefined
    const merged = builder.add('Multiply', [y, builder.addScalar(innerFactor * factor, dtype)])
    return broadcastTo(builder, merged, builder.info(x).shape)
  },
  RealDiv: ({ inputs: [a = '', b = ''] }, builder) => (uniformValue(builder, b) === 1 ? a : undefined),
  Pow: ({ inputs: [a = '', b = ''] }, builder) => {
    const exponent = uniformValue(builder, b)
    if (exponent === 1) return a
    return exponent === 2 ? builder.add('Square', [a]) : undefined
  },
  Neg: ({ inputs: [x = ''] }, builder) => inputOf(builder, x, 'Neg'),
  Cast: ({ inputs: [x = ''], attributes }, builder) => (builder.info(x).dtype === attributes.dtype ? x : undefined),
  AddN: ({ inputs }, builder) => {
    const terms = inputs.filter((input) => uniformValue(builder, input) !== 0)
    if (terms.length === inputs.length && terms.length > 2) return undefined
    const [a = inputs[0] as string, b] = terms
    if (b === undefined) return a
    return terms.length === 2 ? builder.add('Add', [a, b]) : builder.add('AddN', terms)
  },
  Select: ({ inputs: [condition = '', t, e] }, builder) => {
    const chosen = uniformValue(builder, condition)
    if (chosen === undefined) return undefined
    return chosen === 0 ? e : t
  },
}

/** The other factor of a product, and its constant one. */
function factorOf({ inputs: [a = '', b = ''] }: GraphNode, builder: GraphBuilder): [string, number] | undefined {
  const right = uniformValue(builder, b)
  if (right !== undefined) return [a, right]
  const left = uniformValue(builder, a)
  return left === undefined ? undefined : [b, left]
}

/** The input of the node that made a value, if that node is of the kernel. */
function inputOf(builder: GraphBuilder, value: string, kernel: string): string | undefined {
  const producer = builder.producer(value)
  return producer?.kernel === kernel ? producer.inputs[0] : undefined
}
