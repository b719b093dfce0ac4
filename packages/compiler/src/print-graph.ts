import type { Graph, GraphNode, ValueInfo } from './graph.ts'

const shownElements = 6

/** A value's type and shape: `float32[2,3]`. */
export function describeValue({ dtype, shape }: ValueInfo): string {
  return `${dtype}[${shape.join(',')}]`
}

/**
 * A graph as readable text, one value or node a line:
 *
 * ```text
 * input  x: float32[2,3]
 * const  c0: float32[] = 2
 * v1: float32[2,3] = Multiply(x, c0)
 * output y = v1
 * ```
 */
export function printGraph(graph: Graph): string {
  const info = (name: string): string => {
    const value = graph.values[name]
    return `${name}: ${value === undefined ? 'unknown' : describeValue(value)}`
  }
  const constants = Object.entries(graph.constants).map(([name, data]) => {
    const elements = Array.from(data.subarray(0, shownElements), String).join(' ')
    return `const  ${info(name)} = ${elements}${data.length > shownElements ? ' ...' : ''}`
  })
  return [
    ...graph.inputs.map((name) => `input  ${info(name)}`),
    ...constants,
    ...graph.nodes.map((node) => printNode(node, info)),
    ...graph.outputs.map(({ name, value }) => `output ${name} = ${value}`),
    '',
  ].join('\n')
}

function printNode(node: GraphNode, info: (name: string) => string): string {
  const attributes = Object.entries(node.attributes).map(
    ([name, value]) => `${name}=${Array.isArray(value) ? JSON.stringify(value) : String(value)}`,
  )
  const source = node.source === undefined ? '' : `  // ${node.source}`
  return `${node.outputs.map(info).join(', ')} = ${node.kernel}(${[...node.inputs, ...attributes].join(', ')})${source}`
}
