/** What a node and the network between nodes take, in seconds and bytes a second. */
export interface NodeCosts {
  /** The gradient of one row of the batch, on one node. */
  readonly row: number
  /** Clipping and updating one parameter. */
  readonly update: number
  /** `b`: the passes over the gradient that ranks make besides. */
  readonly memoryBandwidth: number
}

export interface NetworkCosts {
  /** `B`, of an all-reduce. */
  readonly bandwidth: number
  /** `α`: half of the smallest all-reduce of two nodes. */
  readonly latency: number
}

export interface Job {
  readonly parameters: number
  /** Rows of the batch of all nodes together. */
  readonly rows: number
}

/** Seconds that a step takes besides its gradient: U + 4P/b + 2(N−1)/N · 4P/B + 4⌈log₂N⌉α. */
function besidesGradient(parameters: number, nodes: number, node: NodeCosts, network: NetworkCosts): number {
  const update = parameters * node.update
  if (nodes === 1) return update
  const bytes = 4 * parameters
  const passes = bytes / node.memoryBandwidth
  const exchange = ((2 * (nodes - 1)) / nodes) * (bytes / network.bandwidth)
  return update + passes + exchange + 4 * Math.ceil(Math.log2(nodes)) * network.latency
}

/** Seconds of a training step: T = C/N + U + 4P/b + 2(N−1)/N · 4P/B + 4⌈log₂N⌉α; on one node C + U. */
export function stepSeconds({ parameters, rows }: Job, nodes: number, node: NodeCosts, network: NetworkCosts): number {
  return (rows * node.row) / nodes + besidesGradient(parameters, nodes, node, network)
}

/**
 * Seconds of gradient, on each node in each step, with which nodes are used to the given efficiency: with x such seconds and s of
 * everything else, one node would take N x + U for what N do in x + s, and (N x + U) / (N (x + s)) is the efficiency.
 */
export function workFor(
  efficiency: number,
  parameters: number,
  nodes: number,
  node: NodeCosts,
  network: NetworkCosts,
): number {
  const besides = besidesGradient(parameters, nodes, node, network)
  const ofOne = (parameters * node.update) / nodes
  return Math.max(0, (efficiency * besides - ofOne) / (1 - efficiency))
}
