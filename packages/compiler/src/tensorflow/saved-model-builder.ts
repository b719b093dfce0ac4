import { toElements } from '../constants.ts'
import type { ConstantData, DType, ValueInfo } from '../graph.ts'
import { dataTypes, encodeGraphDef, encodeSavedModel } from './proto.ts'

/** An attribute of a TensorFlow node. A plain number is an integer. */
export type TensorFlowAttribute =
  | number
  | boolean
  | string
  | { readonly float: number }
  | { readonly dtype: keyof typeof dataTypes }
  | { readonly shape: readonly number[] }
type Attributes = Readonly<Record<string, TensorFlowAttribute>>

/** A tensor that a signature takes or gives: its name in the graph, and what it is. */
export interface TensorFlowValue extends ValueInfo {
  readonly name: string
}
type Values = Readonly<Record<string, TensorFlowValue>>

/** Inputs and outputs that are run together, by the names that they are known by. */
export interface TensorFlowSignature {
  readonly inputs: Values
  readonly outputs: Values
}

/** What a node does besides computing from its inputs. */
interface NodeOptions {
  /** Default: 1. */
  readonly results?: number
  /** Values that must have been computed before. */
  readonly after?: readonly string[]
}

/** Options of a SavedModel. */
export interface SavedModelOptions {
  /**
   * Whether matrix products of float32 round their operands and results to bfloat16, which has 7 bits of mantissa; sums
   * within a product stay float32. Default: false.
   */
  readonly bf16?: boolean | undefined
  /**
   * Whether TensorFlow may compute a `Silu` as one operation, where nothing but the `Silu` reads its sigmoid; that rounds otherwise
   * than its parts do. Default: true.
   */
  readonly fusedSilu?: boolean | undefined
}

/** A version of graphs that all of TensorFlow 2 reads, new enough to mean what is written here. */
const producer = 1205

/**
 * Builds a SavedModel: one graph, and signatures that run parts of it. Names of values are as TensorFlow writes them:
 * `node` for a node's first result, `node:1` for its second.
 */
export class SavedModelBuilder {
  readonly #nodes: Record<string, unknown>[] = []
  readonly #signatures: Record<string, TensorFlowSignature> = {}
  readonly #shared = new Map<string, string>()
  /** See {@link SavedModelOptions.bf16}. */
  readonly bf16: boolean
  /** See {@link SavedModelOptions.fusedSilu}. */
  readonly fusedSilu: boolean

  constructor({ bf16 = false, fusedSilu = true }: SavedModelOptions = {}) {
    this.bf16 = bf16
    this.fusedSilu = fusedSilu
  }

  /** Adds a node with one result, or none, whose name is returned. */
  node(op: string, input: readonly string[], attributes: Attributes = {}, options: NodeOptions = {}): string {
    return this.nodes(op, input, attributes, options)[0] as string
  }

  /** Adds a node with any number of results. */
  nodes(
    op: string,
    input: readonly string[],
    attributes: Attributes,
    { results = 1, after = [] }: NodeOptions,
  ): readonly string[] {
    return this.#add(
      op,
      [...input, ...after.map((value) => `^${nodeOf(value)}`)],
      encodeAttributes(attributes),
      results,
    )
  }

  /** A value that is given when the graph is run. */
  placeholder({ shape, dtype }: ValueInfo): TensorFlowValue {
    return { name: this.node('Placeholder', [], { dtype: { dtype }, shape: { shape } }), shape, dtype }
  }

  /** The handle of a variable, which keeps its value from run to run; variables of one name are one. */
  variable(name: string, { shape, dtype }: ValueInfo): string {
    return this.#once(`variable ${name}`, () =>
      this.node('VarHandleOp', [], { dtype: { dtype }, shape: { shape }, shared_name: name }),
    )
  }

  constant(data: ConstantData, { shape, dtype }: ValueInfo): string {
    const tensorContent = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    const tensor = { dtype: dataTypes[dtype], tensorShape: encodeShape(shape), tensorContent }
    const attributes = { dtype: { type: dataTypes[dtype] }, value: { tensor } }
    return this.#add('Const', [], attributes, 1)[0] as string
  }

  scalar(value: number, dtype: DType): string {
    return this.#once(`${dtype} ${Object.is(value, -0) ? '-0' : value}`, () =>
      this.constant(toElements([value], dtype), { shape: [], dtype }),
    )
  }

  /** Integers of 32 bits: shapes, axes and indices; `[]` makes a scalar. */
  int32(values: readonly number[], shape: readonly number[] = [values.length]): string {
    return this.#once(`int32[${shape}] ${values}`, () =>
      this.constant(Int32Array.from(values), { shape, dtype: 'int32' }),
    )
  }

  /** Names inputs and outputs that are run together. */
  signature(name: string, inputs: Values, outputs: Values): void {
    this.#signatures[name] = { inputs, outputs }
  }

  /** What was named by `signature`. */
  get signatures(): Readonly<Record<string, TensorFlowSignature>> {
    return this.#signatures
  }

  /** The graph alone, a GraphDef: for TensorFlow's C interface, which runs it by the names of its values. */
  buildGraph(): Uint8Array {
    return encodeGraphDef(graphDef(this.#nodes))
  }

  /** The file `saved_model.pb`. */
  build(): Uint8Array {
    return this.#encode(this.#nodes)
  }

  /** The same file without the graph: for who wants to know the signatures only. */
  buildSignatures(): Uint8Array {
    return this.#encode([])
  }

  #encode(node: readonly Record<string, unknown>[]): Uint8Array {
    const signatureDef = Object.fromEntries(
      Object.entries(this.#signatures).map(([name, signature]) => [name, encodeSignature(signature)]),
    )
    const metaGraph = { metaInfoDef: { tags: ['serve'] }, graphDef: graphDef(node), signatureDef }
    return encodeSavedModel({ savedModelSchemaVersion: 1, metaGraphs: [metaGraph] })
  }

  #add(op: string, input: readonly string[], attr: Record<string, unknown>, results: number): readonly string[] {
    const name = `${op}_${this.#nodes.length}`
    this.#nodes.push({ name, op, input, attr })
    return Array.from({ length: Math.max(results, 1) }, (_, index) => (index === 0 ? name : `${name}:${index}`))
  }

  #once(key: string, make: () => string): string {
    const known = this.#shared.get(key)
    if (known !== undefined) return known
    const made = make()
    this.#shared.set(key, made)
    return made
  }
}

function graphDef(node: readonly Record<string, unknown>[]): Record<string, unknown> {
  return { node, versions: { producer } }
}

function encodeSignature({ inputs, outputs }: TensorFlowSignature): Record<string, unknown> {
  return { inputs: encodeValues(inputs), outputs: encodeValues(outputs), methodName: 'tensorflow/serving/predict' }
}

function nodeOf(value: string): string {
  return value.replace(/:\d+$/, '')
}

function encodeAttributes(attributes: Attributes): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, encodeAttribute(value)]))
}

function encodeAttribute(value: TensorFlowAttribute): Record<string, unknown> {
  if (typeof value === 'number') return { i: value }
  if (typeof value === 'boolean') return { b: value }
  if (typeof value === 'string') return { s: new TextEncoder().encode(value) }
  if ('float' in value) return { f: value.float }
  if ('shape' in value) return { shape: encodeShape(value.shape) }
  return { type: dataTypes[value.dtype] }
}

function encodeShape(shape: readonly number[]): Record<string, unknown> {
  return { dim: shape.map((size) => ({ size })) }
}

function encodeValues(values: Values): Record<string, unknown> {
  const entries = Object.entries(values).map(([key, { name, shape, dtype }]) => {
    const place = name.includes(':') ? name : `${name}:0`
    return [key, { name: place, dtype: dataTypes[dtype], tensorShape: encodeShape(shape) }]
  })
  return Object.fromEntries(entries)
}
