import { errors } from '../errors.ts'
import type { Graph, GraphNode, ValueInfo } from '../graph.ts'
import { describeValue } from '../print-graph.ts'
import { elementwiseLowerings } from './lower-elementwise.ts'
import { indexingLowerings } from './lower-indexing.ts'
import { movementLowerings } from './lower-movement.ts'
import { productLowerings } from './lower-products.ts'
import { reductionLowerings } from './lower-reductions.ts'
import type { Lowering } from './lowering.ts'
import { encodeGraph, type OnnxGraph, OnnxWriter, type WriterOptions } from './writer.ts'

const lowerings = new Map<string, Lowering>(
  [elementwiseLowerings, reductionLowerings, movementLowerings, productLowerings, indexingLowerings].flatMap(
    Object.entries,
  ),
)

/**
 * Writes a graph as an ONNX model: opset 17 and, for fused operators, ONNX Runtime's `com.microsoft` 1.
 *
 * Inputs and outputs keep their names. A `bool` is an ONNX bool, an `int32` an int32; constants are embedded.
 *
 * @throws RomaeError COMPILER_NO_LOWERING for a kernel the exporter does not know, COMPILER_NAME_CLASH where an output
 *   has the name of an input it is not.
 */
export function toOnnx(graph: Graph, options: Pick<WriterOptions, 'fusedInverseRms'> = {}): Uint8Array {
  return encodeGraph(toOnnxGraph(graph, options))
}

/** The ONNX model of a graph as plain data. */
export function toOnnxGraph(graph: Graph, options: WriterOptions = {}): OnnxGraph {
  const writer = new OnnxWriter([...graph.inputs, ...graph.outputs.map(({ name }) => name)], options)
  const names = new Map<string, string>(graph.inputs.map((input) => [input, input]))
  const nameOf = (value: string): string => {
    const known = names.get(value)
    if (known !== undefined) return known
    const data = graph.constants[value]
    if (data === undefined) throw errors.COMPILER_INVALID_GRAPH({ problem: `the value "${value}" is not defined` })
    const name = writer.constant(data, infoOf(graph, value))
    names.set(value, name)
    return name
  }
  for (const node of graph.nodes) {
    const results = lowerNode(graph, writer, node, node.inputs.map(nameOf))
    for (const [index, output] of node.outputs.entries()) names.set(output, results[index] as string)
  }
  for (const { name, value } of graph.outputs) {
    if (graph.inputs.includes(name) && value !== name) throw errors.COMPILER_NAME_CLASH({ name })
    writer.nameOutput(nameOf(value), name)
  }
  return writer.build(
    graph.inputs.map((name) => [name, infoOf(graph, name)]),
    graph.outputs.map(({ name, value }) => [name, infoOf(graph, value)]),
  )
}

function lowerNode(graph: Graph, writer: OnnxWriter, node: GraphNode, inputs: readonly string[]): readonly string[] {
  const infos = node.inputs.map((input) => infoOf(graph, input))
  const lowering = lowerings.get(node.kernel)
  if (lowering === undefined) {
    const described = infos.map(describeValue).join(', ')
    const { kernel, source } = node
    throw errors.COMPILER_NO_LOWERING({ kernel, inputs: described, source, target: 'ONNX' })
  }
  return lowering(writer, { node, inputs, infos, results: node.outputs.map((output) => infoOf(graph, output)) })
}

function infoOf(graph: Graph, value: string): ValueInfo {
  const info = graph.values[value]
  if (info === undefined) throw errors.COMPILER_INVALID_GRAPH({ problem: `the value "${value}" has no shape` })
  return info
}
