import type { Graph } from '../graph.ts'
import { infoOf, lowerGraph, lowerings } from '../lower-graph.ts'
import { elementwiseLowerings } from './lower-elementwise.ts'
import { indexingLowerings } from './lower-indexing.ts'
import { movementLowerings } from './lower-movement.ts'
import { productLowerings } from './lower-products.ts'
import { reductionLowerings } from './lower-reductions.ts'
import { SavedModelBuilder, type SavedModelOptions, type TensorFlowValue } from './saved-model-builder.ts'

const tensorFlow = lowerings<SavedModelBuilder>('TensorFlow', [
  elementwiseLowerings,
  reductionLowerings,
  movementLowerings,
  productLowerings,
  indexingLowerings,
])

/**
 * Writes a graph as a TensorFlow SavedModel, the contents of its file `saved_model.pb`: tag `serve`, signature
 * `serving_default`, whose inputs and outputs have the graph's names.
 *
 * @throws RomaeError COMPILER_NO_LOWERING for a kernel the exporter does not know.
 */
export function toSavedModel(graph: Graph, options: SavedModelOptions = {}): Uint8Array {
  return savedModel(graph, options).build()
}

/** The same before it is written, for whoever hands the graph to TensorFlow without a file. */
export function savedModel(graph: Graph, options: SavedModelOptions = {}): SavedModelBuilder {
  const builder = new SavedModelBuilder(options)
  const inputs = Object.fromEntries(graph.inputs.map((name) => [name, builder.placeholder(infoOf(graph, name))]))
  const names = Object.fromEntries(Object.entries(inputs).map(([input, { name }]) => [input, name]))
  builder.signature('serving_default', inputs, addGraph(builder, graph, names))
  return builder
}

/**
 * Adds the nodes of a graph.
 *
 * @param inputs TensorFlow's names of the graph's inputs.
 * @returns its outputs.
 * @throws RomaeError COMPILER_NO_LOWERING for a kernel the exporter does not know.
 */
export function addGraph(
  builder: SavedModelBuilder,
  graph: Graph,
  inputs: Readonly<Record<string, string>>,
): Record<string, TensorFlowValue> {
  const nameOf = lowerGraph(graph, builder, tensorFlow, inputs)
  return Object.fromEntries(
    graph.outputs.map(({ name, value }) => {
      const info = infoOf(graph, value)
      // A copy, so that an output may also be an input, or come twice.
      const copy = builder.node('Identity', [nameOf(value)], { T: { dtype: info.dtype } })
      return [name, { name: copy, ...info }]
    }),
  )
}
