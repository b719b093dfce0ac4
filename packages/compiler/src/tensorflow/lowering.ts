import type { ValueInfo } from '../graph.ts'
import type { Lowering as LoweringTo } from '../lower-graph.ts'
import { firstInput, type LoweringCall } from '../lowering-call.ts'
import type { SavedModelBuilder } from './saved-model-builder.ts'

/** Adds TensorFlow nodes for one node; returns the names of its results. */
export type Lowering = LoweringTo<SavedModelBuilder>
export type LoweringTable = Readonly<Record<string, Lowering>>

/** A kernel that is one TensorFlow operation whose only attribute is the type of its first input, `T`. */
export function sameOperation(op: string): Lowering {
  return (builder, call) => [builder.node(op, call.inputs, typeOf(call))]
}

/** The attribute `T`: the type of the first input. */
export function typeOf(call: LoweringCall): { readonly T: { readonly dtype: ValueInfo['dtype'] } } {
  return { T: { dtype: firstInput(call).info.dtype } }
}

export function flag(call: LoweringCall, name: string): boolean {
  return call.node.attributes[name] === true
}

/** The attributes of an operation on float32. */
export const float32 = { T: { dtype: 'float32' } } as const

/** The attribute that gives the type of axes and shapes; its name differs between operations. */
export const int32 = { dtype: 'int32' } as const
