import type { GraphNode, ValueInfo } from '../graph.ts'
import type { OnnxWriter } from './writer.ts'

/** One node to be lowered: its attributes, and shapes and ONNX names of what it reads. */
export interface LoweringCall {
  readonly node: GraphNode
  /** ONNX names of the inputs. */
  readonly inputs: readonly string[]
  readonly infos: readonly ValueInfo[]
  readonly results: readonly ValueInfo[]
}

/** Writes ONNX nodes for one node; returns the ONNX names of its results. */
export type Lowering = (writer: OnnxWriter, call: LoweringCall) => readonly string[]
export type LoweringTable = Readonly<Record<string, Lowering>>

/** A kernel that is one ONNX operator with the same inputs and no attributes. */
export function sameOperator(opType: string): Lowering {
  return (writer, { inputs }) => [writer.node(opType, inputs)]
}

/** The only or first input's ONNX name and info. */
export function firstInput({ inputs, infos }: LoweringCall): { readonly x: string; readonly info: ValueInfo } {
  return { x: inputs[0] as string, info: infos[0] as ValueInfo }
}

/** The info of the first result. */
export function firstResult({ results }: LoweringCall): ValueInfo {
  return results[0] as ValueInfo
}

/** Attributes were checked when the graph was made, so reading one is a matter of its type only. */
export function integers(call: LoweringCall, name: string): readonly number[] {
  return call.node.attributes[name] as readonly number[]
}

export function integer(call: LoweringCall, name: string): number {
  return call.node.attributes[name] as number
}

export function flag(call: LoweringCall, name: string): 0 | 1 {
  return call.node.attributes[name] === true ? 1 : 0
}
