import type { Graph } from '../graph.ts'

/** Drops nodes and constants that no output depends on. Inputs stay: they are the graph's interface. */
export function removeDeadNodes(graph: Graph): Graph {
  const live = new Set(graph.outputs.map(({ value }) => value))
  const nodes = graph.nodes.toReversed().filter((node) => {
    if (!node.outputs.some((output) => live.has(output))) return false
    for (const input of node.inputs) live.add(input)
    return true
  })
  if (nodes.length === graph.nodes.length && Object.keys(graph.constants).every((name) => live.has(name))) return graph
  // A node's results stay together, also where only one of them is read.
  const known = new Set([...graph.inputs, ...live, ...nodes.flatMap((node) => node.outputs)])
  return {
    ...graph,
    nodes: nodes.reverse(),
    values: Object.fromEntries(Object.entries(graph.values).filter(([name]) => known.has(name))),
    constants: Object.fromEntries(Object.entries(graph.constants).filter(([name]) => live.has(name))),
  }
}
