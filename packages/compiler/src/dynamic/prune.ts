import type { OnnxGraph, OnnxNode } from '../onnx/writer.ts'

/** A graph without the nodes and initializers that no output depends on. */
export function prune(graph: OnnxGraph): OnnxGraph {
  const read = new Set(graph.outputs.map(({ name }) => name))
  const nodes: OnnxNode[] = []
  // Backwards: whoever reads a result comes after the node that makes it.
  for (const node of graph.nodes.toReversed()) {
    if (!node.output.some((name) => read.has(name))) continue
    for (const name of node.input) read.add(name)
    nodes.push(node)
  }
  const initializers = graph.initializers.filter(({ name }) => read.has(name))
  return { ...graph, nodes: nodes.reverse(), initializers }
}
