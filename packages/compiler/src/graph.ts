/** The element types a graph knows; a `bool` is stored as one byte, 0 or 1. */
export type DType = 'float32' | 'int32' | 'bool'

/** Shape and element type of a value. Shapes are static: a graph is recorded for one set of shapes. */
export interface ValueInfo {
  readonly shape: readonly number[]
  readonly dtype: DType
}

/** What an attribute of a node may hold. */
export type AttributeValue = number | string | boolean | readonly number[] | readonly (readonly number[])[]

/** Attributes of a node by name. */
export type Attributes = Readonly<Record<string, AttributeValue>>

/** One call of a kernel. */
export interface GraphNode {
  /** A tfjs kernel name, or one of the extension kernels `RmsNorm`, `Silu`, `RotaryEmbedding`. */
  readonly kernel: string
  /** Names of the values it reads, in the order the kernel's definition gives them. */
  readonly inputs: readonly string[]
  /** Names of the values it makes. */
  readonly outputs: readonly string[]
  /** In canonical form: axes are not negative, sizes are never -1, defaults are written out. */
  readonly attributes: Attributes
  /** The line of user code that called the kernel, where it is known. */
  readonly source?: string
}

/** The elements of a constant, row-major: `Uint8Array` for `bool`. */
export type ConstantData = Float32Array | Int32Array | Uint8Array

/** A named result of a graph. */
export interface GraphOutput {
  readonly name: string
  readonly value: string
}

/** A recorded function: plain data, never changed in place. */
export interface Graph {
  readonly version: 1
  /** Names of the input values, as given to `record`. */
  readonly inputs: readonly string[]
  readonly outputs: readonly GraphOutput[]
  /** In execution order: a value is made before it is read. */
  readonly nodes: readonly GraphNode[]
  /** Shape and type of every value: inputs, constants and results of nodes. */
  readonly values: Readonly<Record<string, ValueInfo>>
  readonly constants: Readonly<Record<string, ConstantData>>
}

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, dimension) => size * dimension, 1)
}

/** Whether two shapes are the same. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis])
}
