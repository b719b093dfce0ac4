import { RomaeError } from '@romae/internal/errors'
import * as tf from '@tensorflow/tfjs-core'
import { toElements } from '../constants.ts'
import { errors } from '../errors.ts'
import type { ConstantData, DType, ValueInfo } from '../graph.ts'
import { checkedCall, GraphBuilder } from '../graph-builder.ts'
import { InvalidCall, inputAt, type KernelDefinition, type RawAttributes } from '../kernels/definition.ts'
import { describeValue } from '../print-graph.ts'
import { callerOfTfjs } from './source-line.ts'

/** The content of a tensor: a value of the graph, or data that becomes a constant when a kernel reads it. */
interface Entry {
  readonly info: ValueInfo
  readonly data?: ConstantData
  value?: string
  references: number
}

type KernelInputs = Readonly<Record<string, tf.TensorInfo | undefined>> | readonly tf.TensorInfo[]

/**
 * A tfjs backend whose kernels add nodes to a graph instead of computing. One instance records one function.
 *
 * tfjs itself, autodiff included, does not notice: it asks a backend only to run kernels, to take data in (`write`) and
 * to count references.
 */
export class Recorder extends tf.KernelBackend {
  readonly builder: GraphBuilder
  /** The error of an asynchronous data read, which cannot be thrown into the recorded function: `record` throws it. */
  pendingFailure: Error | undefined
  readonly #entries = new Map<object, Entry>()
  readonly #captured = new Map<object, string>()
  #finished = false

  constructor(reservedNames: Iterable<string>) {
    super()
    this.builder = new GraphBuilder(reservedNames)
  }

  /** Declares an input of the graph; the caller wraps the result in a tensor. */
  addInput(name: string, info: ValueInfo): tf.TensorInfo {
    return this.#tensorOf(this.builder.addInput(name, info))
  }

  /** The value behind a tensor. A tensor of another backend becomes a constant. */
  valueBehind(tensor: tf.TensorInfo): string {
    const entry = this.#entries.get(tensor.dataId)
    if (entry === undefined) return this.#capture(tensor)
    // Reshaped views share data in tfjs, but here each tensor has its own entry, so the info always fits.
    entry.value ??= this.builder.addConstant(entry.data as ConstantData, entry.info)
    return entry.value
  }

  /** Records one call of a kernel. */
  run(
    kernel: string,
    definition: KernelDefinition,
    inputs: KernelInputs,
    attributes: RawAttributes,
  ): tf.TensorInfo | tf.TensorInfo[] {
    this.builder.source = callerOfTfjs()
    const call = { kernel, inputs: describeInputs(inputs), source: this.builder.source }
    const results = checkedCall(call, () => {
      const { required, optional } = arrangeInputs(definition, inputs)
      const values = required.map((input) => this.valueBehind(input))
      if (definition.record === undefined) return this.builder.addAll(kernel, values, attributes)
      const optionalValues = optional.map((input) => (input === undefined ? undefined : this.valueBehind(input)))
      return definition.record(this.builder, values, attributes, optionalValues)
    })
    const tensors = results.map((result) => this.#tensorOf(result))
    return definition.listOfResults ? tensors : inputAt(tensors, 0)
  }

  /** Rejects a call of a kernel that cannot be recorded. */
  reject(kernel: string, inputs: KernelInputs): never {
    throw errors.COMPILER_UNKNOWN_KERNEL({ kernel, inputs: describeInputs(inputs), source: callerOfTfjs() })
  }

  /** Drops all tensors. Those that are still referenced outside can no longer be used. */
  finish(): void {
    this.#finished = true
    this.#entries.clear()
  }

  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): object {
    const dataId = {}
    this.move(dataId, values, shape, dtype, 1)
    return dataId
  }

  override move(
    dataId: object,
    values: tf.BackendValues,
    shape: number[],
    dtype: tf.DataType,
    references: number,
  ): void {
    const type = knownDtype('a tensor made in the recorded function', dtype)
    // A copy: the caller may change its array afterwards.
    const data = toElements(values as ArrayLike<number>, type)
    this.#entries.set(dataId, { info: { shape: [...shape], dtype: type }, data, references })
  }

  /** Data that was written is still there; a recorded value has none. */
  override readSync(dataId: object): tf.BackendValues {
    const data = this.#entries.get(dataId)?.data
    if (data !== undefined) return data.slice()
    if (this.#finished) throw errors.COMPILER_OUTSIDE_RECORD({})
    throw errors.COMPILER_DATA_READ({ source: callerOfTfjs() })
  }

  override read(dataId: object): Promise<tf.BackendValues> {
    try {
      return Promise.resolve(this.readSync(dataId))
    } catch (error) {
      if (this.#finished) return Promise.reject(error)
      this.pendingFailure ??= error as Error
      // Never settles: record throws the failure, and a rejection nobody awaits would end the process.
      return new Promise(() => {})
    }
  }

  override incRef(): void {
    // Of tfjs' own code only variables share data between tensors.
    throw errors.COMPILER_VARIABLE({ source: callerOfTfjs() })
  }

  override disposeData(dataId: object, force = false): boolean {
    const entry = this.#entries.get(dataId)
    if (entry === undefined) return true
    entry.references--
    if (!force && entry.references > 0) return false
    this.#entries.delete(dataId)
    return true
  }

  override refCount(dataId: object): number {
    return this.#entries.get(dataId)?.references ?? 0
  }

  /** Always 0: the leak check of tfjs' test mode would report tensors saved by custom gradients. */
  override numDataIds(): number {
    return 0
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: false }
  }

  override timerAvailable(): boolean {
    return false
  }

  override floatPrecision(): 32 {
    return 32
  }

  override epsilon(): number {
    return 1e-7
  }

  override dispose(): void {}

  #tensorOf(value: string): tf.TensorInfo {
    const info = this.builder.info(value)
    const dataId = {}
    this.#entries.set(dataId, { info, value, references: 1 })
    return { dataId, shape: [...info.shape], dtype: info.dtype }
  }

  #capture({ dataId, shape, dtype }: tf.TensorInfo): string {
    const known = this.#captured.get(dataId)
    if (known !== undefined) return known
    const type = knownDtype('a tensor made outside the recorded function', dtype)
    if (!tf.engine().state.tensorInfo.has(dataId)) {
      throw errors.COMPILER_DISPOSED_TENSOR({ shape, source: callerOfTfjs() })
    }
    let values: ArrayLike<number>
    try {
      values = tf.engine().readSync(dataId) as ArrayLike<number>
    } catch (error) {
      if (RomaeError.isInstance(error)) throw error
      throw errors.COMPILER_CAPTURED_TENSOR({ shape, dtype }, error)
    }
    const value = this.builder.addConstant(toElements(values, type), { shape: [...shape], dtype: type })
    this.#captured.set(dataId, value)
    return value
  }
}

/** Inputs in the order of the definition; names that end in `?` may be absent. */
function arrangeInputs(definition: KernelDefinition, inputs: KernelInputs) {
  if (definition.inputs === 'list') return { required: Object.values(inputs) as tf.TensorInfo[], optional: [] }
  const named = inputs as Readonly<Record<string, tf.TensorInfo | undefined>>
  const names = definition.inputs.filter((name) => !name.endsWith('?'))
  const required = names.map((name) => {
    const input = named[name]
    if (input === undefined || input === null) throw new InvalidCall(`the input ${name} is missing`)
    return input
  })
  const optional = definition.inputs
    .filter((name) => name.endsWith('?'))
    .map((name) => named[name.slice(0, -1)] ?? undefined)
  return { required, optional }
}

function describeInputs(inputs: KernelInputs): string {
  return Object.values(inputs)
    .filter((input) => input != null)
    .map(({ shape, dtype }) => describeValue({ shape, dtype: dtype as DType }))
    .join(', ')
}

function knownDtype(name: string, dtype: string): DType {
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
    throw errors.COMPILER_UNSUPPORTED_DTYPE({ name, dtype })
  }
  return dtype
}
