import type { Lowering as LoweringTo } from '../lower-graph.ts'
import type { LoweringCall } from '../lowering-call.ts'
import type { OnnxWriter } from './writer.ts'

/** Writes ONNX nodes for one node; returns the ONNX names of its results. */
export type Lowering = LoweringTo<OnnxWriter>
export type LoweringTable = Readonly<Record<string, Lowering>>

/** A kernel that is one ONNX operator with the same inputs and no attributes. */
export function sameOperator(opType: string): Lowering {
  return (writer, { inputs }) => [writer.node(opType, inputs)]
}

export function flag(call: LoweringCall, name: string): 0 | 1 {
  return call.node.attributes[name] === true ? 1 : 0
}
