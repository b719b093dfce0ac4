import { type Graph, type GraphNode, sameShape } from '../graph.ts'
import type { GraphBuilder } from '../graph-builder.ts'
import { broadcastShapes } from '../kernels/attributes.ts'
import { elementwiseKernels } from '../kernels/elementwise.ts'
import { broadcastTo, rewrite } from './rewrite.ts'

/**
 * Repeats elements as late as possible. A `Tile` of axes of length 1 is a broadcast; an elementwise kernel reads what
 * was broadcast directly and, where all its inputs were, is computed once and broadcast afterwards.
 */
export function broadcastInsteadOfTile(graph: Graph): Graph {
  return rewrite(graph, (node, { builder }) => {
    if (node.kernel === 'Tile') return tileAsBroadcast(node, builder)
    if (node.kernel === 'BroadcastTo') return mergeBroadcast(node, builder)
    return node.kernel in elementwiseKernels ? readBeforeBroadcast(node, builder) : undefined
  })
}

function tileAsBroadcast({ inputs: [x = ''], attributes }: GraphNode, builder: GraphBuilder) {
  const { shape } = builder.info(x)
  const reps = attributes.reps as readonly number[]
  if (!reps.every((rep, axis) => rep === 1 || shape[axis] === 1)) return undefined
  return [
    broadcastTo(
      builder,
      x,
      shape.map((dimension, axis) => dimension * (reps[axis] ?? 1)),
    ),
  ]
}

function mergeBroadcast({ inputs: [x = ''], attributes }: GraphNode, builder: GraphBuilder) {
  const shape = attributes.shape as readonly number[]
  if (sameShape(builder.info(x).shape, shape)) return [x]
  const producer = builder.producer(x)
  return producer?.kernel === 'BroadcastTo' ? builder.addAll('BroadcastTo', producer.inputs, { shape }) : undefined
}

function readBeforeBroadcast(node: GraphNode, builder: GraphBuilder) {
  const sources = node.inputs.map((input) => beforeBroadcast(builder, input))
  if (sources.every((source, index) => source === node.inputs[index])) return undefined
  const shape = node.inputs.map((input) => builder.info(input).shape).reduce(broadcastShapes)
  return [broadcastTo(builder, builder.add(node.kernel, sources, node.attributes), shape)]
}

/** What a value repeats: the input of a broadcast, or the number of a fill. */
function beforeBroadcast(builder: GraphBuilder, value: string): string {
  const producer = builder.producer(value)
  if (producer?.kernel === 'BroadcastTo') return producer.inputs[0] ?? value
  if (producer?.kernel !== 'Fill') return value
  const { dtype, shape } = builder.info(value)
  return shape.length === 0 ? value : builder.addScalar(producer.attributes.value as number, dtype)
}
