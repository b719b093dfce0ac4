import type { Graph, GraphNode } from '../graph.ts'
import type { GraphBuilder } from '../graph-builder.ts'
import { copyWithoutNodes } from '../passes/rewrite.ts'
import { bytesOf, type ForwardPass, forwardPass } from './forward-pass.ts'
import { findSegments } from './segments.ts'

/** What `recomputeActivations` is to do. */
export interface RecomputeOptions {
  /** Names of the outputs that the forward pass makes. What else the graph makes is the backward pass: the gradients. */
  readonly forward: readonly string[]
  /**
   * Inputs of parts of the graph that are computed side by side, by name: a batch in shards. No part waits for another. Default:
   * the whole graph is one part.
   */
  readonly parts?: readonly (readonly string[])[]
}

/**
 * Activation checkpointing: the same results, bit by bit, in less memory and with more operations. Of what the forward pass
 * makes and the backward pass reads, only a part is kept; the rest is computed again, a segment of the forward pass at a time,
 * when its gradient arrives. Segments are found by their sizes, so that what is kept and the largest segment take the least
 * memory together. Each operation is computed at most once more.
 *
 * To be done last: `optimize` would find that the same is computed twice.
 *
 * @returns the graph itself where nothing would be gained
 */
export function recomputeActivations(graph: Graph, { forward, parts = [] }: RecomputeOptions): Graph {
  if (parts.length === 0) return new Recomputation(graph, forward, () => true).run()
  return parts.reduce((result, part) => {
    const others = parts.filter((other) => other !== part).flat()
    return new Recomputation(result, forward, membership(result, part, others)).run()
  }, graph)
}

/** Whether a node depends on an input of a part, and on none of the others'. */
function membership(graph: Graph, inputs: readonly string[], others: readonly string[]): (node: GraphNode) => boolean {
  const [ours, theirs] = [new Set(inputs), new Set(others)]
  const members = new Set<GraphNode>()
  for (const node of graph.nodes) {
    const [isOurs, isTheirs] = [ours, theirs].map((values) => node.inputs.some((input) => values.has(input)))
    if (isOurs && !isTheirs) members.add(node)
    for (const output of node.outputs) {
      if (isOurs) ours.add(output)
      if (isTheirs) theirs.add(output)
    }
  }
  return (node) => members.has(node)
}

/** Segments of the forward pass, as a set of bits. */
type Segments = bigint

/** A node of the backward pass, and the segments whose values its results depend on. */
interface BackwardNode {
  readonly node: GraphNode
  readonly segments: Segments
}

/** Kernels of sums and products of elements. */
const joined: readonly string[] = ['Add', 'AddN', 'Multiply', 'Sub']

class Recomputation {
  readonly #graph: Graph
  readonly #pass: ForwardPass
  readonly #builder: GraphBuilder
  /** The segment of each node of the forward pass. */
  readonly #segmentAt: readonly number[]
  readonly #backward: readonly BackwardNode[]
  /** The place in the backward pass where a value is made, by its name. */
  readonly #madeAt = new Map<string, number>()
  /** How often values are read by the backward pass; what is an output, twice at least. */
  readonly #reads = new Map<string, number>()
  /** The later copies of values, which what follows reads. */
  readonly #renamed = new Map<string, string>()
  /** Results of the backward pass that what is computed again waits for already. */
  readonly #awaited = new Set<string>()
  #changed = false

  constructor(graph: Graph, forward: readonly string[], isOurs: (node: GraphNode) => boolean) {
    this.#graph = graph
    this.#pass = forwardPass(graph, forward, isOurs)
    this.#builder = copyWithoutNodes(graph)
    const { nodes, others, activations } = this.#pass
    const starts = findSegments(nodes.length, activations.values())
    this.#segmentAt = nodes.map((_, place) => starts.findLastIndex((start) => start <= place))
    for (const [place, { outputs }] of others.entries()) for (const output of outputs) this.#madeAt.set(output, place)
    const outputs = graph.outputs.map(({ value }) => value)
    for (const value of [...others.flatMap(({ inputs }) => inputs), ...outputs, ...outputs]) {
      this.#reads.set(value, (this.#reads.get(value) ?? 0) + 1)
    }
    const segmentsOf = new Map<string, Segments>()
    this.#backward = others.map((node) => {
      const read = node.inputs.map((input) => segmentsOf.get(input) ?? this.#segmentThatReads(input))
      const segments = isOurs(node) ? read.reduce((all, one) => all | one, 0n) : 0n
      for (const output of node.outputs) segmentsOf.set(output, segments)
      return { node, segments }
    })
  }

  run(): Graph {
    for (const node of this.#pass.nodes) this.#add(node)
    const begun = new Set<number>()
    for (const [place, { node, segments }] of this.#backward.entries()) {
      for (const segment of segments === 0n ? [] : node.inputs.map((input) => this.#segmentToRepeat(input))) {
        if (segment === null || begun.has(segment)) continue
        begun.add(segment)
        this.#repeat(segment, place)
      }
      this.#add(node)
    }
    return this.#changed ? this.#builder.build(this.#graph.outputs) : this.#graph
  }

  /** Computes a segment again, before a node of the backward pass. */
  #repeat(segment: number, place: number): void {
    const awaited = this.#whatArrives(segment, place)
    // The last segment, whose gradient begins here: nothing lies between its two passes.
    if (awaited.length === 0) return
    this.#changed = true
    const late = new Map<string, string>()
    for (const node of this.#nodesToRepeat(segment, place)) {
      if (!node.inputs.some((input) => late.has(input))) {
        const input = this.#inputToDelay(node)
        const [first] = late.values()
        const before = first === undefined ? awaited : [first]
        late.set(input, this.#builder.add('After', [this.#current(input), ...before]))
      }
      this.#builder.source = node.source
      const inputs = node.inputs.map((input) => late.get(input) ?? this.#current(input))
      const copies = this.#builder.addAll(node.kernel, inputs, node.attributes)
      for (const [index, output] of node.outputs.entries()) {
        if (this.#segmentToRepeat(output) === segment) late.set(output, copies[index]!)
      }
    }
    // Not a parameter: other parts read it too, and do not wait for this one.
    for (const [value, copy] of late) if (this.#pass.activations.has(value)) this.#renamed.set(value, copy)
  }

  /** The nodes of a segment that make what is read from a place of the backward pass on, in their order. */
  #nodesToRepeat(segment: number, place: number): readonly GraphNode[] {
    const needed = new Set(this.#backward.slice(place).flatMap(({ node }) => node.inputs))
    return this.#pass.nodes
      .filter((_, index) => this.#segmentAt[index] === segment)
      .reverse()
      .filter((node) => {
        if (!node.outputs.some((output) => needed.has(output) && this.#segmentToRepeat(output) === segment))
          return false
        for (const input of node.inputs) needed.add(input)
        return true
      })
      .reverse()
  }

  /**
   * The gradients that arrive at a segment, before a place of the backward pass; and what ends there that was made of the
   * segments after it, gradients of parameters: as long as it is not computed, what it reads is in memory.
   */
  #whatArrives(segment: number, place: number): string[] {
    const own = 1n << BigInt(segment)
    const before = this.#backward.slice(0, place)
    const arrived = new Set<string>()
    let later: Segments = 0n
    for (const { node } of this.#backward.slice(place)) {
      const isReader = node.inputs.some((input) => this.#segmentsBehind(input) === own)
      for (const input of isReader ? node.inputs : []) {
        const segments = this.#madeAt.has(input) ? this.#segmentsBehind(input) : 0n
        if (segments === 0n || (segments & own) !== 0n || this.#madeAt.get(input)! >= place) continue
        arrived.add(input)
        later |= segments
      }
    }
    if (arrived.size === 0) return []
    const ofLater = before.filter(({ segments }) => segments !== 0n && (segments & ~later) === 0n)
    const read = new Set(ofLater.flatMap(({ node }) => node.inputs))
    const ends = ofLater.map(({ node }) => node.outputs).filter((outputs) => !outputs.some((name) => read.has(name)))
    const all = [...arrived, ...ends.map(([first]) => first!)].flatMap((name) => this.#terms(name))
    const awaited = [...new Set(all)].filter((name) => !this.#awaited.has(name))
    for (const name of awaited) this.#awaited.add(name)
    return awaited
  }

  /**
   * What to wait for in place of a value: of a sum or product that goes into one other, its terms. Targets join those, in
   * another order of rounding, but not where something waits for a part.
   */
  #terms(value: string): readonly string[] {
    const { kernel, inputs } = this.#backward[this.#madeAt.get(value)!]!.node
    const isJoined = joined.includes(kernel) && this.#reads.get(value) === 1
    const terms = isJoined ? inputs.filter((input) => this.#madeAt.has(input)) : []
    return terms.length === 0 ? [value] : terms.flatMap((term) => this.#terms(term))
  }

  /**
   * The largest activation that a node reads: a target that writes the node as several operations would find that those on its
   * smaller inputs have been computed already, and keep what they made. Of a node that reads none, the smallest input.
   */
  #inputToDelay({ inputs }: GraphNode): string {
    const { values, constants } = this.#graph
    const bySize = inputs
      .filter((name) => constants[name] === undefined)
      .sort((a, b) => bytesOf(values[a]!) - bytesOf(values[b]!))
    return bySize.findLast((name) => this.#pass.activations.has(name)) ?? bySize[0]!
  }

  #add(node: GraphNode): void {
    const infos = node.outputs.map((output) => this.#graph.values[output]!)
    this.#builder.addNode({ ...node, inputs: node.inputs.map((input) => this.#current(input)) }, infos)
  }

  #current(value: string): string {
    return this.#renamed.get(value) ?? value
  }

  /** The segment of a value that is not kept; null for all others. */
  #segmentToRepeat(value: string): number | null {
    const activation = this.#pass.activations.get(value)
    if (activation === undefined || activation.bytes === 0) return null
    const segment = this.#segmentAt[activation.made]!
    return this.#segmentAt[Math.max(activation.lastRead, activation.made)] === segment ? segment : null
  }

  /** Of a value of the forward pass, the last segment that has it, as bits. */
  #segmentThatReads(value: string): Segments {
    const activation = this.#pass.activations.get(value)
    if (activation === undefined) return 0n
    return 1n << BigInt(this.#segmentAt[Math.max(activation.lastRead, activation.made)]!)
  }

  #segmentsBehind(value: string): Segments {
    const place = this.#madeAt.get(value)
    return place === undefined ? this.#segmentThatReads(value) : this.#backward[place]!.segments
  }
}
