import { toElements } from '../constants.ts'
import type { Graph, GraphNode, ValueInfo } from '../graph.ts'
import { sizeOf } from '../graph.ts'
import type { GraphBuilder } from '../graph-builder.ts'
import { evaluators, type Literal } from './evaluate.ts'
import { rewrite } from './rewrite.ts'

/** Larger results stay computed: a graph should not grow by what it saves. */
const maximumElements = 65_536

/** Computes nodes whose inputs are all constants or fills, for the kernels of `evaluate.ts`. */
export function foldConstants(graph: Graph): Graph {
  return rewrite(graph, (node, { builder }) => {
    const evaluate = evaluators[node.kernel]
    if (evaluate === undefined || node.inputs.length === 0) return undefined
    const literals = node.inputs.map((input) => literalOf(builder, input))
    if (!literals.every((literal) => literal !== undefined)) return undefined
    const info = graph.values[node.outputs[0] as string] as ValueInfo
    if (sizeOf(info.shape) > maximumElements && !literals.every(isUniform)) return undefined
    return [addLiteral(builder, evaluate(node, literals, info), info)]
  })
}

const isUniform = (literal: Literal) => literal.data.length === 1

/** A fill is a literal of one element, whatever its shape. */
function literalOf(builder: GraphBuilder, value: string): Literal | undefined {
  const producer: GraphNode | undefined = builder.producer(value)
  const info = builder.info(value)
  if (producer?.kernel === 'Fill') return { info, data: [producer.attributes.value as number] }
  const data = builder.constantData(value)
  return data === undefined ? undefined : { info, data }
}

function addLiteral(builder: GraphBuilder, data: ArrayLike<number>, info: ValueInfo): string {
  if (data.length === 1 && sizeOf(info.shape) !== 1) {
    return builder.add('Fill', [], { shape: info.shape, dtype: info.dtype, value: data[0] })
  }
  return builder.addConstant(toElements(data, info.dtype), info)
}
