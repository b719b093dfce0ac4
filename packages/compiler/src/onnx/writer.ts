import { toElements } from '../constants.ts'
import type { ConstantData, DType, ValueInfo } from '../graph.ts'
import { dataTypes, encodeModel } from './proto.ts'

/** An attribute: an integer, integers, a string, or a number to be stored as a float. */
export type OnnxAttribute = number | readonly number[] | string | { readonly float: number }

/** TensorProto.AttributeType. */
const attributeTypes = { float: 1, int: 2, string: 3, ints: 7 } as const

const irVersion = 8
const opset = 17
const contribDomain = 'com.microsoft'

/** A node of a model, as ONNX' NodeProto has it. */
export interface OnnxNode {
  readonly name?: string
  readonly opType: string
  readonly domain: string
  readonly input: readonly string[]
  readonly output: readonly string[]
  readonly attribute: readonly Record<string, unknown>[]
}

/** A constant of a model, as ONNX' TensorProto has it. */
export interface OnnxInitializer {
  readonly name: string
  readonly dims: readonly number[]
  readonly dataType: number
  readonly rawData: Uint8Array
}

/** A size that is known, or the name of one that is not. */
type OnnxDimension = { readonly dimValue: number } | { readonly dimParam: string }

/** An input or output of a model. */
export interface OnnxValue {
  readonly name: string
  readonly dtype: DType
  readonly dimensions: readonly OnnxDimension[]
}

/** A model's graph as plain data, before it is encoded. */
export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[]
  readonly initializers: readonly OnnxInitializer[]
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
}

/** How a model is written. */
export interface WriterOptions {
  /** Whether equal shapes, axes and scalars are one constant. Default: true. */
  readonly shareConstants?: boolean
  /**
   * Whether the second result of `RmsNorm` is that of ONNX Runtime's fused operator. Default: true. Its WebGPU provider gives
   * something else there (seen in version 1.30): false computes it from the input.
   */
  readonly fusedInverseRms?: boolean
  /** Whether operators are those of their set's definition, for other readers than our own ONNX Runtime. Default: false. */
  readonly standard?: boolean
}

/** Collects nodes and initializers of an ONNX model. */
export class OnnxWriter {
  /** See `WriterOptions`. */
  readonly standard: boolean
  readonly #taken: Set<string>
  readonly #nodes: OnnxNode[] = []
  readonly #initializers = new Map<string, OnnxInitializer>()
  readonly #results = new Set<string>()
  readonly #renamed = new Map<string, string>()
  readonly #shared = new Map<string, string>()
  readonly #shares: boolean
  readonly fusedInverseRms: boolean
  #nextName = 0

  /**
   * @param reserved names of inputs and outputs, which nothing else may have.
   */
  constructor(reserved: Iterable<string>, options: WriterOptions = {}) {
    this.#taken = new Set(reserved)
    this.#shares = options.shareConstants ?? true
    this.fusedInverseRms = options.fusedInverseRms ?? true
    this.standard = options.standard ?? false
  }

  /** Adds a node with one result, whose name is returned. */
  node(opType: string, input: readonly string[], attributes: Readonly<Record<string, OnnxAttribute>> = {}): string {
    return this.nodes(opType, input, attributes, { results: 1 })[0] as string
  }

  /** Adds a node of ONNX Runtime's own operator set, `com.microsoft`, with one result. */
  contribNode(opType: string, input: readonly string[], attributes: Readonly<Record<string, OnnxAttribute>>): string {
    return this.nodes(opType, input, attributes, { results: 1, domain: contribDomain })[0] as string
  }

  /** Adds a node with any number of results. */
  nodes(
    opType: string,
    input: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>>,
    { results, domain = '' }: { readonly results: number; readonly domain?: string },
  ): readonly string[] {
    const output = Array.from({ length: results }, () => this.#freshName('n'))
    const attribute = Object.entries(attributes).map(([name, value]) => ({ name, ...encodeAttribute(value) }))
    this.#nodes.push({ opType, domain, input, output, attribute })
    for (const result of output) this.#results.add(result)
    return output
  }

  constant(data: ConstantData, { shape, dtype }: ValueInfo): string {
    return this.#initializer(shape, dataTypes[dtype], new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  }

  scalar(value: number, dtype: DType): string {
    return this.#once(`${dtype} ${Object.is(value, -0) ? '-0' : value}`, () => {
      return this.constant(toElements([value], dtype), { shape: [], dtype })
    })
  }

  /** Integers of 64 bits, in which ONNX takes shapes, axes and indices; `[]` makes a scalar. */
  int64(values: readonly number[], shape: readonly number[] = [values.length]): string {
    return this.#once(`int64[${shape}] ${values}`, () => {
      const data = BigInt64Array.from(values, BigInt)
      return this.#initializer(shape, dataTypes.int64, new Uint8Array(data.buffer))
    })
  }

  /** A vector of ones, of type float32. */
  ones(size: number): string {
    return this.#once(`ones[${size}]`, () => {
      return this.constant(new Float32Array(size).fill(1), { shape: [size], dtype: 'float32' })
    })
  }

  /** Gives a result the name of an output: by renaming it, or by a copy where it has its name for another reason. */
  nameOutput(value: string, name: string): void {
    if (value === name) return
    if (this.#results.has(value) && !this.#renamed.has(value)) this.#renamed.set(value, name)
    else this.#nodes.push({ opType: 'Identity', domain: '', input: [value], output: [name], attribute: [] })
  }

  /** The graph so far, with the given inputs and outputs. */
  build(
    inputs: readonly (readonly [string, ValueInfo])[],
    outputs: readonly (readonly [string, ValueInfo])[],
  ): OnnxGraph {
    const finalName = (name: string) => this.#renamed.get(name) ?? name
    const nodes = this.#nodes.map(({ input, output, ...rest }, index) => ({
      ...rest,
      name: `${rest.opType}_${index}`,
      input: input.map(finalName),
      output: output.map(finalName),
    }))
    return {
      nodes,
      initializers: [...this.#initializers.values()],
      inputs: inputs.map(toOnnxValue),
      outputs: outputs.map(toOnnxValue),
    }
  }

  #initializer(dims: readonly number[], dataType: number, rawData: Uint8Array): string {
    const name = this.#freshName('k')
    this.#initializers.set(name, { name, dims, dataType, rawData })
    return name
  }

  #once(key: string, make: () => string): string {
    const known = this.#shared.get(key)
    if (known !== undefined && this.#shares) return known
    const made = make()
    this.#shared.set(key, made)
    return made
  }

  #freshName(prefix: string): string {
    let name: string
    do name = `${prefix}${this.#nextName++}`
    while (this.#taken.has(name))
    return name
  }
}

/** An attribute as ONNX' AttributeProto has it, but for its name. */
export function encodeAttribute(value: OnnxAttribute): Record<string, unknown> {
  if (typeof value === 'number') return { type: attributeTypes.int, i: value }
  if (typeof value === 'string') return { type: attributeTypes.string, s: new TextEncoder().encode(value) }
  if ('float' in value) return { type: attributeTypes.float, f: value.float }
  return { type: attributeTypes.ints, ints: value }
}

function toOnnxValue([name, { shape, dtype }]: readonly [string, ValueInfo]): OnnxValue {
  return { name, dtype, dimensions: shape.map((dimValue) => ({ dimValue })) }
}

/** Writes a graph as the bytes of an ONNX model. */
export function encodeGraph({ nodes, initializers, inputs, outputs }: OnnxGraph): Uint8Array {
  return encodeModel({
    irVersion,
    producerName: '@romae/compiler',
    opsetImport: [
      { domain: '', version: opset },
      { domain: contribDomain, version: 1 },
    ],
    graph: {
      name: 'graph',
      node: nodes,
      initializer: initializers,
      input: inputs.map(encodeValue),
      output: outputs.map(encodeValue),
    },
  })
}

function encodeValue({ name, dtype, dimensions }: OnnxValue): Record<string, unknown> {
  return { name, type: { tensorType: { elemType: dataTypes[dtype], shape: { dim: dimensions } } } }
}
