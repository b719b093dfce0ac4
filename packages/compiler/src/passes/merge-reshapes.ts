import { type Graph, sameShape } from '../graph.ts'
import { rewrite } from './rewrite.ts'

/** Makes one reshape of several in a row, and drops those that change nothing. */
export function mergeReshapes(graph: Graph): Graph {
  return rewrite(graph, ({ kernel, inputs: [x = ''], attributes }, { builder }) => {
    if (kernel !== 'Reshape') return undefined
    const shape = attributes.shape as readonly number[]
    if (sameShape(builder.info(x).shape, shape)) return [x]
    const producer = builder.producer(x)
    return producer?.kernel === 'Reshape' ? builder.addAll('Reshape', producer.inputs, { shape }) : undefined
  })
}
