import { quote } from '@romae/internal/errors'
import { errors } from './errors.ts'
import { type Attributes, type Graph, type GraphNode, sameShape, type ValueInfo } from './graph.ts'
import { fitsInfo, inferCall } from './graph-builder.ts'
import { describeValue } from './print-graph.ts'

/**
 * Checks a graph from an untrusted place, or one that was built by hand: every value is made before it is read, once,
 * and has the shape and type that its kernel gives it; constants hold as many elements as their shapes say; attributes
 * are in canonical form.
 *
 * @throws RomaeError COMPILER_INVALID_GRAPH, COMPILER_UNKNOWN_KERNEL, COMPILER_INVALID_CALL.
 */
export function validateGraph(graph: Graph): void {
  if (graph.version !== 1) fail(`version ${graph.version} is not known; this package reads version 1`)
  const defined = new Set<string>()
  const define = (name: string) => {
    if (defined.has(name)) fail(`the value ${quote(name)} is defined twice`)
    if (!Object.hasOwn(graph.values, name)) fail(`the value ${quote(name)} has no shape`)
    defined.add(name)
  }
  const read = (name: string, reader: string) => {
    if (!defined.has(name)) fail(`${reader} reads the value ${quote(name)} before it is made`)
  }
  graph.inputs.forEach(define)
  for (const [name, data] of Object.entries(graph.constants)) {
    define(name)
    const info = graph.values[name] as ValueInfo
    if (!fitsInfo(data, info)) fail(`the constant ${quote(name)} does not hold the elements of ${describeValue(info)}`)
  }
  for (const node of graph.nodes) {
    for (const input of node.inputs) read(input, node.kernel)
    node.outputs.forEach(define)
    checkNode(node, graph.values)
  }
  const names = new Set<string>()
  for (const { name, value } of graph.outputs) {
    if (names.has(name)) fail(`there are two outputs ${quote(name)}`)
    names.add(name)
    read(value, `the output ${quote(name)}`)
  }
  for (const name of Object.keys(graph.values)) {
    if (!defined.has(name)) fail(`the value ${quote(name)} has a shape, but nothing makes it`)
  }
}

function checkNode(node: GraphNode, values: Graph['values']): void {
  const infos = node.inputs.map((input) => values[input] as ValueInfo)
  const inferred = inferCall(node.kernel, infos, node.attributes, node.source)
  if (inferred.outputs.length !== node.outputs.length) {
    fail(`${node.kernel} makes ${inferred.outputs.length} values, but ${node.outputs.length} are named`)
  }
  for (const [index, output] of node.outputs.entries()) {
    const [stated, expected] = [values[output] as ValueInfo, inferred.outputs[index] as ValueInfo]
    if (stated.dtype !== expected.dtype || !sameShape(stated.shape, expected.shape)) {
      fail(
        `${node.kernel} makes ${describeValue(expected)}, but ${quote(output)} is said to be ${describeValue(stated)}`,
      )
    }
  }
  if (!sameAttributes(node.attributes, inferred.attributes)) {
    const [got, canonical] = [JSON.stringify(node.attributes), JSON.stringify(inferred.attributes)]
    fail(`the attributes of ${node.kernel} are ${got}; in canonical form they are ${canonical}`)
  }
}

function sameAttributes(a: Attributes, b: Attributes): boolean {
  const names = Object.keys(a)
  const text = (value: unknown) => (typeof value === 'number' ? String(value) : JSON.stringify(value))
  return names.length === Object.keys(b).length && names.every((name) => text(a[name]) === text(b[name]))
}

function fail(problem: string): never {
  throw errors.COMPILER_INVALID_GRAPH({ problem })
}
