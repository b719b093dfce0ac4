import { constantKey, sameElements } from '../constants.ts'
import type { ConstantData, Graph, ValueInfo } from '../graph.ts'
import { rewrite } from './rewrite.ts'

/** Computes once what is computed several times: nodes with the same kernel, inputs and attributes; equal constants. */
export function mergeCommonSubexpressions(graph: Graph): Graph {
  const seen = new Map<string, readonly string[]>()
  return rewrite(
    graph,
    (node) => {
      const key = JSON.stringify([node.kernel, node.inputs, Object.entries(node.attributes).map(exactAttribute)])
      const earlier = seen.get(key)
      if (earlier === undefined) seen.set(key, node.outputs)
      return earlier
    },
    equalConstants(graph),
  )
}

/** JSON has no -0, NaN and infinities. */
function exactAttribute([name, value]: [string, unknown]): unknown[] {
  return [
    name,
    typeof value === 'number' && Object.is(value, -0) ? '-0' : typeof value === 'number' ? `${value}` : value,
  ]
}

/** For each constant that repeats an earlier one, the earlier one's name. */
function equalConstants(graph: Graph): Map<string, string> {
  const earlier = new Map<string, readonly string[]>()
  const repeated = new Map<string, string>()
  for (const [name, data] of Object.entries(graph.constants)) {
    const key = constantKey(data, graph.values[name] as ValueInfo)
    const candidates = earlier.get(key) ?? []
    const equal = candidates.find((candidate) => sameElements(graph.constants[candidate], data as ConstantData))
    if (equal === undefined) earlier.set(key, [...candidates, name])
    else repeated.set(name, equal)
  }
  return repeated
}
