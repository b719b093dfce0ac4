import type { Attributes, ConstantData, DType, ValueInfo } from '../graph.ts'

/** Attributes as a tfjs op passes them, or as a file holds them: not checked yet. */
export type RawAttributes = Readonly<Record<string, unknown>>

/** What a call of a kernel makes, and its attributes in canonical form. */
export interface Inference {
  readonly outputs: readonly ValueInfo[]
  readonly attributes: Attributes
}

/** tfjs' names of a kernel's inputs, in the order of a node's inputs; `list` for kernels that take an array. */
type InputNames = readonly string[] | 'list'

interface KernelInterface {
  readonly inputs: InputNames
  /** Whether tfjs expects an array of results, even of one. */
  readonly listOfResults?: true
}

/** A kernel that appears as a node. */
export interface NodeKernel extends KernelInterface {
  /**
   * Checks a call and infers what it makes. Canonical attributes are a fixed point: inferring with them again gives
   * them back, so that the same function also checks a stored graph.
   */
  readonly infer: (inputs: readonly ValueInfo[], attributes: RawAttributes) => Inference
  /** How a tfjs call is recorded where it is not simply a node of the same name. */
  readonly record?: Recording
}

/** A kernel that is recorded as other kernels. */
interface ComposedKernel extends KernelInterface {
  readonly infer?: undefined
  readonly record: Recording
}

/** The graph under construction, as a recording sees it. */
export interface NodeSink {
  /** Adds a node with one result, whose name is returned. */
  add(kernel: string, inputs: readonly string[], attributes?: RawAttributes): string
  /** Adds a node; returns the names of its results. */
  addAll(kernel: string, inputs: readonly string[], attributes?: RawAttributes): readonly string[]
  addConstant(data: ConstantData, info: ValueInfo): string
  info(value: string): ValueInfo
}

/** Adds nodes for a tfjs call and gives the names of its results. An absent optional input is undefined. */
export type Recording = (
  builder: NodeSink,
  inputs: readonly string[],
  attributes: RawAttributes,
  optional: readonly (string | undefined)[],
) => readonly string[]

export type KernelDefinition = NodeKernel | ComposedKernel
export type KernelTable = Readonly<Record<string, KernelDefinition>>

/** Thrown by inference. The caller rethrows it as COMPILER_INVALID_CALL with the kernel, its inputs and the line. */
export class InvalidCall extends Error {}

/** Throws InvalidCall unless the condition holds. */
export function require(condition: boolean, reason: string | (() => string)): asserts condition {
  if (!condition) throw new InvalidCall(typeof reason === 'string' ? reason : reason())
}

/** The input at an index, which the number of input names promises. */
export function inputAt<T>(inputs: readonly T[], index: number): T {
  const input = inputs[index]
  require(input !== undefined, () => `input ${index} is missing; got ${inputs.length} inputs`)
  return input
}

/** Throws InvalidCall unless every input has one of the types. */
export function requireDtype(inputs: readonly ValueInfo[], allowed: readonly DType[]): void {
  for (const { dtype } of inputs) {
    require(allowed.includes(dtype), () => `takes ${allowed.join(' or ')}, got ${dtype}`)
  }
}

/** Throws InvalidCall unless all inputs have the same type, which is returned. */
export function commonDtype(inputs: readonly ValueInfo[], allowed: readonly DType[]): DType {
  requireDtype(inputs, allowed)
  const { dtype } = inputAt(inputs, 0)
  require(inputs.every((input) => input.dtype === dtype), () =>
    `takes inputs of one type, got ${inputs.map((input) => input.dtype).join(' and ')}`)
  return dtype
}
