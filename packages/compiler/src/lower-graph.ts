import { errors } from './errors.ts'
import type { ConstantData, Graph, GraphNode, ValueInfo } from './graph.ts'
import type { LoweringCall } from './lowering-call.ts'
import { describeValue } from './print-graph.ts'

/** A graph of another format, under construction. */
interface Target {
  /** Adds a constant; gives its name. */
  constant(data: ConstantData, info: ValueInfo): string
}

/** Adds the target's nodes for one node; returns the target's names of its results. */
export type Lowering<To extends Target> = (target: To, call: LoweringCall) => readonly string[]

/** Translates the kernels of a graph into operators of another format. */
export interface Lowerings<To extends Target> {
  /** As errors call it. */
  readonly format: string
  readonly byKernel: ReadonlyMap<string, Lowering<To>>
}

/** @param tables a lowering for each kernel; no kernel is in two */
export function lowerings<To extends Target>(
  format: string,
  tables: readonly Readonly<Record<string, Lowering<To>>>[],
): Lowerings<To> {
  return { format, byKernel: new Map(tables.flatMap(Object.entries<Lowering<To>>)) }
}

/**
 * Adds the nodes of a graph to a target, in their order; constants when they are first read.
 *
 * @param inputs the target's names of the graph's inputs
 * @returns the target's name of each value that the graph makes, by its name in the graph
 * @throws RomaeError COMPILER_NO_LOWERING for a kernel without a lowering to the format
 */
export function lowerGraph<To extends Target>(
  graph: Graph,
  target: To,
  { format, byKernel }: Lowerings<To>,
  inputs: Readonly<Record<string, string>>,
): (value: string) => string {
  const names = new Map<string, string>(Object.entries(inputs))
  const nameOf = (value: string): string => {
    const known = names.get(value)
    if (known !== undefined) return known
    const data = graph.constants[value]
    if (data === undefined) throw errors.COMPILER_INVALID_GRAPH({ problem: `the value "${value}" is not defined` })
    const name = target.constant(data, infoOf(graph, value))
    names.set(value, name)
    return name
  }
  for (const node of graph.nodes) {
    const call = callOf(graph, node, node.inputs.map(nameOf))
    const lowering = byKernel.get(node.kernel)
    if (lowering === undefined) {
      const described = call.infos.map(describeValue).join(', ')
      const { kernel, source } = node
      throw errors.COMPILER_NO_LOWERING({ kernel, inputs: described, source, target: format })
    }
    const results = lowering(target, call)
    for (const [index, output] of node.outputs.entries()) names.set(output, results[index] as string)
  }
  return nameOf
}

function callOf(graph: Graph, node: GraphNode, inputs: readonly string[]): LoweringCall {
  const infosOf = (values: readonly string[]) => values.map((value) => infoOf(graph, value))
  return { node, inputs, infos: infosOf(node.inputs), results: infosOf(node.outputs) }
}

/** @throws RomaeError COMPILER_INVALID_GRAPH for a value without a shape */
export function infoOf(graph: Graph, value: string): ValueInfo {
  const info = graph.values[value]
  if (info === undefined) throw errors.COMPILER_INVALID_GRAPH({ problem: `the value "${value}" has no shape` })
  return info
}
