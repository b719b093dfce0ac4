import type { GraphNode, ValueInfo } from '../graph.ts'
import type { SavedModelBuilder } from './saved-model-builder.ts'

/** One node to be lowered: its attributes, and shapes and TensorFlow's names of what it reads. */
export interface LoweringCall {
  readonly node: GraphNode
  /** TensorFlow's names of the inputs. */
  readonly inputs: readonly string[]
  readonly infos: readonly ValueInfo[]
  readonly results: readonly ValueInfo[]
}

/** Adds TensorFlow nodes for one node; returns the names of its results. */
export type Lowering = (builder: SavedModelBuilder, call: LoweringCall) => readonly string[]
export type LoweringTable = Readonly<Record<string, Lowering>>

/** A kernel that is one TensorFlow operation whose only attribute is the type of its first input, `T`. */
export function sameOperation(op: string): Lowering {
  return (builder, call) => [builder.node(op, call.inputs, typeOf(call))]
}

/** The attribute `T`: the type of the first input. */
export function typeOf(call: LoweringCall): { readonly T: { readonly dtype: ValueInfo['dtype'] } } {
  return { T: { dtype: firstInput(call).info.dtype } }
}

/** The only or first input's name and info. */
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

export function number(call: LoweringCall, name: string): number {
  return call.node.attributes[name] as number
}

export function flag(call: LoweringCall, name: string): boolean {
  return call.node.attributes[name] === true
}

/** The attributes of an operation on float32. */
export const float32 = { T: { dtype: 'float32' } } as const

/** The attribute that gives the type of axes and shapes; its name differs between operations. */
export const int32 = { dtype: 'int32' } as const
