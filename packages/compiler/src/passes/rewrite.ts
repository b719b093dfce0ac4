import { errors } from '../errors.ts'
import { type Graph, type GraphNode, sameShape, type ValueInfo } from '../graph.ts'
import { GraphBuilder } from '../graph-builder.ts'
import { describeValue } from '../print-graph.ts'
import { removeDeadNodes } from './dead-nodes.ts'

/**
 * The rule of a pass for one node: names of the values that replace its results, or undefined to keep the node. Its inputs are
 * values of the new graph, so a rule sees the replacements of earlier nodes. A result that nothing reads needs none.
 */
export type Rule = (node: GraphNode, context: RewriteContext) => readonly (string | undefined)[] | undefined

export interface RewriteContext {
  readonly builder: GraphBuilder
  /** How often a value of the graph being rewritten is read or returned; Infinity for values that the pass made. */
  readonly uses: (value: string) => number
  /** The shape of a node's first result. */
  readonly shapeOf: (node: GraphNode) => readonly number[]
}

/** Applies a rule to every node in order, then drops what became dead. The same graph if no rule applied. */
export function rewrite(graph: Graph, rule: Rule, renamed: Map<string, string> = new Map()): Graph {
  const builder = copyWithoutNodes(graph)
  const counts = countUses(graph)
  const context: RewriteContext = {
    builder,
    uses: (value) => counts.get(value) ?? Number.POSITIVE_INFINITY,
    shapeOf: (node) => (graph.values[node.outputs[0] as string] as ValueInfo).shape,
  }
  const current = (value: string): string => renamed.get(value) ?? value
  let changed = renamed.size > 0
  for (const original of graph.nodes) {
    const node = original.inputs.some((input) => renamed.has(input))
      ? { ...original, inputs: original.inputs.map(current) }
      : original
    const infos = node.outputs.map((output) => graph.values[output] as ValueInfo)
    builder.source = node.source
    const replacements = rule(node, context)
    if (replacements === undefined) {
      builder.addNode(node, infos)
      continue
    }
    changed = true
    for (const [index, output] of node.outputs.entries()) {
      const replacement = replacements[index]
      if (replacement === undefined) continue
      checkReplacement(node, infos[index] as ValueInfo, builder.info(replacement))
      renamed.set(output, replacement)
    }
  }
  if (!changed) return graph
  return removeDeadNodes(builder.build(graph.outputs.map(({ name, value }) => ({ name, value: current(value) }))))
}

/** A value seen as one number: a constant or `Fill` of which all elements are equal. */
export function uniformValue(builder: GraphBuilder, value: string): number | undefined {
  const node = builder.producer(value)
  if (node?.kernel === 'Fill') return node.attributes.value as number
  const data = builder.constantData(value)
  return data?.length === 1 ? data[0] : undefined
}

/** A value in a shape it broadcasts to. */
export function broadcastTo(builder: GraphBuilder, value: string, shape: readonly number[]): string {
  return sameShape(builder.info(value).shape, shape) ? value : builder.add('BroadcastTo', [value], { shape })
}

/** A value in another shape of as many elements. */
export function reshapeTo(builder: GraphBuilder, value: string, shape: readonly number[]): string {
  return sameShape(builder.info(value).shape, shape) ? value : builder.add('Reshape', [value], { shape })
}

/** A graph's inputs and constants, for its nodes to be added anew; no name of its values is given to another. */
export function copyWithoutNodes(graph: Graph): GraphBuilder {
  const builder = new GraphBuilder(Object.keys(graph.values))
  for (const input of graph.inputs) builder.addInput(input, graph.values[input] as ValueInfo)
  for (const [name, data] of Object.entries(graph.constants)) {
    builder.addConstant(data, graph.values[name] as ValueInfo, name)
  }
  return builder
}

function countUses(graph: Graph): ReadonlyMap<string, number> {
  const counts = new Map<string, number>(Object.keys(graph.values).map((value) => [value, 0]))
  const count = (value: string) => counts.set(value, (counts.get(value) ?? 0) + 1)
  for (const node of graph.nodes) node.inputs.forEach(count)
  for (const { value } of graph.outputs) count(value)
  return counts
}

function checkReplacement(node: GraphNode, expected: ValueInfo, got: ValueInfo): void {
  if (expected.dtype === got.dtype && sameShape(expected.shape, got.shape)) return
  const problem = `a pass replaced ${node.kernel}, ${describeValue(expected)}, by ${describeValue(got)}`
  throw errors.COMPILER_INVALID_GRAPH({ problem })
}
