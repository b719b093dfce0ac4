import { quote } from '@romae/internal/errors'
import { arrayTypes, constantKey, sameElements, toElements } from './constants.ts'
import { errors, type KernelCall } from './errors.ts'
import {
  type Attributes,
  type ConstantData,
  type Graph,
  type GraphNode,
  type GraphOutput,
  sizeOf,
  type ValueInfo,
} from './graph.ts'
import {
  type Inference,
  InvalidCall,
  type NodeKernel,
  type NodeSink,
  type RawAttributes,
  require,
} from './kernels/definition.ts'
import { findKernel } from './kernels/table.ts'
import { describeValue } from './print-graph.ts'

/** Builds a graph node by node, inferring the shapes of every result. */
export class GraphBuilder implements NodeSink {
  /** The line of user code stamped on the nodes that are added next. */
  source: string | undefined
  readonly #taken: Set<string>
  readonly #inputs: string[] = []
  readonly #nodes: GraphNode[] = []
  readonly #values = new Map<string, ValueInfo>()
  readonly #constants = new Map<string, ConstantData>()
  readonly #constantNames = new Map<string, string[]>()
  readonly #producers = new Map<string, GraphNode>()
  #nextName = 0

  /** @param reserved names that new values must not get. */
  constructor(reserved: Iterable<string> = []) {
    this.#taken = new Set(reserved)
  }

  /** Declares an input under its own name. */
  addInput(name: string, info: ValueInfo): string {
    this.#taken.add(name)
    this.#inputs.push(name)
    this.#values.set(name, info)
    return name
  }

  /**
   * Adds a constant; equal constants become one. One whose elements are all equal becomes a `Fill`, so that a graph
   * never carries large arrays of zeros (tfjs' autodiff makes many).
   */
  addConstant(data: ConstantData, info: ValueInfo, name?: string): string {
    if (name === undefined && data.length > 1 && data.every((element) => Object.is(element, data[0]))) {
      return this.add('Fill', [], { shape: info.shape, dtype: info.dtype, value: data[0] })
    }
    const key = constantKey(data, info)
    const candidates = this.#constantNames.get(key) ?? []
    const equal = candidates.find((candidate) => sameElements(this.#constants.get(candidate), data))
    if (equal !== undefined && name === undefined) return equal
    const fresh = name ?? this.#freshName('c')
    this.#constantNames.set(key, [...candidates, fresh])
    this.#constants.set(fresh, data)
    this.#values.set(fresh, info)
    return fresh
  }

  /** Adds a scalar constant. */
  addScalar(value: number, dtype: ValueInfo['dtype']): string {
    return this.addConstant(toElements([value], dtype), { shape: [], dtype })
  }

  /** Adds a node with one result, whose name is returned. */
  add(kernel: string, inputs: readonly string[], attributes: RawAttributes = {}): string {
    return this.addAll(kernel, inputs, attributes)[0] as string
  }

  /** Adds a node; returns the names of its results. */
  addAll(kernel: string, inputs: readonly string[], attributes: RawAttributes = {}): readonly string[] {
    const infos = inputs.map((input) => this.info(input))
    const inferred = inferCall(kernel, infos, attributes, this.source)
    const outputs = inferred.outputs.map(() => this.#freshName('v'))
    this.#push(kernel, inputs, outputs, inferred.attributes, inferred.outputs)
    return outputs
  }

  /** Adds a node of another graph as it is, its names included. */
  addNode(node: GraphNode, infos: readonly ValueInfo[]): void {
    this.source = node.source
    this.#push(node.kernel, node.inputs, node.outputs, node.attributes, infos)
  }

  info(value: string): ValueInfo {
    const info = this.#values.get(value)
    if (info === undefined) throw errors.COMPILER_INVALID_GRAPH({ problem: `the value ${quote(value)} is not defined` })
    return info
  }

  /** The node that makes a value; undefined for inputs and constants. */
  producer(value: string): GraphNode | undefined {
    return this.#producers.get(value)
  }

  constantData(value: string): ConstantData | undefined {
    return this.#constants.get(value)
  }

  build(outputs: readonly GraphOutput[]): Graph {
    return {
      version: 1,
      inputs: this.#inputs,
      outputs,
      nodes: this.#nodes,
      values: Object.fromEntries(this.#values),
      constants: Object.fromEntries(this.#constants),
    }
  }

  #push(
    kernel: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Attributes,
    infos: readonly ValueInfo[],
  ): void {
    const source = this.source
    const node: GraphNode = { kernel, inputs, outputs, attributes, ...(source === undefined ? {} : { source }) }
    this.#nodes.push(node)
    for (const [index, output] of outputs.entries()) {
      this.#values.set(output, infos[index] as ValueInfo)
      this.#producers.set(output, node)
    }
  }

  #freshName(prefix: string): string {
    let name: string
    do name = `${prefix}${this.#nextName++}`
    while (this.#taken.has(name))
    return name
  }
}

/** Infers what a call makes; COMPILER_UNKNOWN_KERNEL or COMPILER_INVALID_CALL where that fails. */
export function inferCall(
  kernel: string,
  infos: readonly ValueInfo[],
  attributes: RawAttributes,
  source: string | undefined,
): Inference {
  const call: KernelCall = { kernel, inputs: infos.map(describeValue).join(', '), source }
  const definition = findKernel(kernel)
  const infer = definition?.infer
  if (infer === undefined) throw errors.COMPILER_UNKNOWN_KERNEL(call)
  return checkedCall(call, () => {
    const { inputs } = definition as NodeKernel
    const count = inputs === 'list' ? Math.max(infos.length, 1) : inputs.length
    require(infos.length === count, () => `takes ${count} inputs, got ${infos.length}`)
    return infer(infos, attributes)
  })
}

/** Runs a kernel's definition; turns what it rejects into COMPILER_INVALID_CALL. */
export function checkedCall<T>(call: KernelCall, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof InvalidCall) throw errors.COMPILER_INVALID_CALL({ ...call, reason: error.message })
    throw error
  }
}

/** Whether the elements fit the info: the array type and the number of elements. */
export function fitsInfo(data: ConstantData, { shape, dtype }: ValueInfo): boolean {
  return data instanceof arrayTypes[dtype] && data.length === sizeOf(shape)
}
