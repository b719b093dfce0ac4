import { errors } from '../errors.ts'
import type { Graph } from '../graph.ts'
import { infoOf, lowerGraph, lowerings } from '../lower-graph.ts'
import { elementwiseLowerings } from './lower-elementwise.ts'
import { indexingLowerings } from './lower-indexing.ts'
import { movementLowerings } from './lower-movement.ts'
import { productLowerings } from './lower-products.ts'
import { reductionLowerings } from './lower-reductions.ts'
import { encodeGraph, type OnnxGraph, OnnxWriter, type WriterOptions } from './writer.ts'

const onnx = lowerings<OnnxWriter>('ONNX', [
  elementwiseLowerings,
  reductionLowerings,
  movementLowerings,
  productLowerings,
  indexingLowerings,
])

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
  const nameOf = lowerGraph(graph, writer, onnx, Object.fromEntries(graph.inputs.map((name) => [name, name])))
  for (const { name, value } of graph.outputs) {
    if (graph.inputs.includes(name) && value !== name) throw errors.COMPILER_NAME_CLASH({ name })
    writer.nameOutput(nameOf(value), name)
  }
  return writer.build(
    graph.inputs.map((name) => [name, infoOf(graph, name)]),
    graph.outputs.map(({ name, value }) => [name, infoOf(graph, value)]),
  )
}
