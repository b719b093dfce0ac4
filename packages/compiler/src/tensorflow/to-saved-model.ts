import { errors } from '../errors.ts'
import type { Graph, GraphNode, ValueInfo } from '../graph.ts'
import { describeValue } from '../print-graph.ts'
import { elementwiseLowerings } from './lower-elementwise.ts'
import { indexingLowerings } from './lower-indexing.ts'
import { movementLowerings } from './lower-movement.ts'
import { productLowerings } from './lower-products.ts'
import { reductionLowerings } from './lower-reductions.ts'
import type { Lowering } from './lowering.ts'
import { SavedModelBuilder, type SavedModelOptions, type TensorFlowValue } from './saved-model-builder.ts'

const lowerings = new Map<string, Lowering>(
  [elementwiseLowerings, reductionLowerings, movementLowerings, productLowerings, indexingLowerings].flatMap(
    Object.entries,
  ),
)

/**
 * Writes a graph as a TensorFlow SavedModel, the contents of its file `saved_model.pb`: tag `serve`, signature
 * `serving_default`, whose inputs and outputs have the graph's names.
 *
 * @throws RomaeError COMPILER_NO_LOWERING for a kernel the exporter does not know.
 */
export function toSavedModel(graph: Graph, options: SavedModelOptions = {}): Uint8Array {
  const builder = new SavedModelBuilder(options)
  const inputs = Object.fromEntries(graph.inputs.map((name) => [name, builder.placeholder(infoOf(graph, name))]))
  const names = Object.fromEntries(Object.entries(inputs).map(([input, { name }]) => [input, name]))
  builder.signature('serving_default', inputs, addGraph(builder, graph, names))
  return builder.build()
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
  const names = new Map<string, string>(Object.entries(inputs))
  const nameOf = (value: string): string => {
    const known = names.get(value)
    if (known !== undefined) return known
    const data = graph.constants[value]
    if (data === undefined) throw errors.COMPILER_INVALID_GRAPH({ problem: `the value "${value}" is not defined` })
    const name = builder.constant(data, infoOf(graph, value))
    names.set(value, name)
    return name
  }
  for (const node of graph.nodes) {
    const results = lowerNode(graph, builder, node, node.inputs.map(nameOf))
    for (const [index, output] of node.outputs.entries()) names.set(output, results[index] as string)
  }
  return Object.fromEntries(
    graph.outputs.map(({ name, value }) => {
      const info = infoOf(graph, value)
      // A copy, so that an output may also be an input, or come twice.
      const copy = builder.node('Identity', [nameOf(value)], { T: { dtype: info.dtype } })
      return [name, { name: copy, ...info }]
    }),
  )
}

function lowerNode(
  graph: Graph,
  builder: SavedModelBuilder,
  node: GraphNode,
  inputs: readonly string[],
): readonly string[] {
  const infos = node.inputs.map((input) => infoOf(graph, input))
  const lowering = lowerings.get(node.kernel)
  if (lowering === undefined) {
    const described = infos.map(describeValue).join(', ')
    const { kernel, source } = node
    throw errors.COMPILER_NO_LOWERING({ kernel, inputs: described, source, target: 'TensorFlow' })
  }
  return lowering(builder, { node, inputs, infos, results: node.outputs.map((output) => infoOf(graph, output)) })
}

function infoOf(graph: Graph, value: string): ValueInfo {
  const info = graph.values[value]
  if (info === undefined) throw errors.COMPILER_INVALID_GRAPH({ problem: `the value "${value}" has no shape` })
  return info
}
