import { type Graph, type GraphNode, sizeOf, type ValueInfo } from '../graph.ts'

/** Something in memory that the forward pass makes: a value, and its reshapes, which share its elements. */
export interface Activation {
  /** The node of the forward pass, by its place, that makes it. */
  readonly made: number
  /** The last node of the forward pass that reads it; -1 for none. */
  lastRead: number
  /** Whether the backward pass reads it. */
  saved: boolean
  /** 0 for what is in memory in any case: an output of the graph. */
  readonly bytes: number
}

/** The part of a graph that is there for some outputs, and what it hands to the rest, which makes the gradients. */
export interface ForwardPass {
  /** In the order of the graph. */
  readonly nodes: readonly GraphNode[]
  /** All other nodes, in the order of the graph. */
  readonly others: readonly GraphNode[]
  /** By value; none for inputs and constants, and what is made of nothing else by a reshape. */
  readonly activations: ReadonlyMap<string, Activation>
}

/**
 * @param outputs names of the outputs that the forward pass makes
 * @param isOurs of nodes of the forward pass: whether what they make counts
 */
export function forwardPass(
  graph: Graph,
  outputs: readonly string[],
  isOurs: (node: GraphNode) => boolean,
): ForwardPass {
  const needed = new Set(graph.outputs.filter(({ name }) => outputs.includes(name)).map(({ value }) => value))
  const inForward = new Set<GraphNode>()
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((output) => needed.has(output))) continue
    inForward.add(node)
    for (const input of node.inputs) needed.add(input)
  }
  const [nodes, others] = [true, false].map((ours) => graph.nodes.filter((node) => inForward.has(node) === ours))
  return { nodes: nodes!, others: others!, activations: findActivations(graph, nodes!, others!, isOurs) }
}

function findActivations(
  graph: Graph,
  nodes: readonly GraphNode[],
  others: readonly GraphNode[],
  isOurs: (node: GraphNode) => boolean,
): ReadonlyMap<string, Activation> {
  const inMemory = new Set(graph.outputs.map(({ value }) => value))
  const activations = new Map<string, Activation>()
  for (const [made, node] of nodes.entries()) {
    for (const input of node.inputs) {
      const read = activations.get(input)
      if (read !== undefined) read.lastRead = made
    }
    // What needs no input is not worth computing again.
    if (!isOurs(node) || node.inputs.length === 0) continue
    const isReshape = node.kernel === 'Reshape'
    const shared = isReshape ? activations.get(node.inputs[0]!) : undefined
    if (isReshape && shared === undefined) continue
    for (const output of node.outputs) {
      const bytes = inMemory.has(output) ? 0 : bytesOf(graph.values[output]!)
      activations.set(output, shared ?? { made, lastRead: -1, saved: false, bytes })
    }
  }
  for (const input of others.flatMap((node) => node.inputs)) {
    const read = activations.get(input)
    if (read !== undefined) read.saved = true
  }
  return activations
}

/** What a value takes in memory. */
export function bytesOf({ shape, dtype }: ValueInfo): number {
  return sizeOf(shape) * (dtype === 'bool' ? 1 : 4)
}
