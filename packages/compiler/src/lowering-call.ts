import type { GraphNode, ValueInfo } from './graph.ts'

/** One node to be lowered: its attributes, and shapes and the target's names of what it reads. */
export interface LoweringCall {
  readonly node: GraphNode
  /** Names of the inputs in the target. */
  readonly inputs: readonly string[]
  readonly infos: readonly ValueInfo[]
  readonly results: readonly ValueInfo[]
}

/** The only or first input's name and info. */
export function firstInput({ inputs, infos }: LoweringCall): { readonly x: string; readonly info: ValueInfo } {
  return { x: inputs[0] as string, info: infos[0] as ValueInfo }
}

/** The info of the first result. */
export function firstResult({ results }: LoweringCall): ValueInfo {
  return results[0] as ValueInfo
}

/** An attribute that is a list of integers. Attributes were checked when the graph was built, so a cast is enough. */
export function integers(call: LoweringCall, name: string): readonly number[] {
  return call.node.attributes[name] as readonly number[]
}

export function number(call: LoweringCall, name: string): number {
  return call.node.attributes[name] as number
}
