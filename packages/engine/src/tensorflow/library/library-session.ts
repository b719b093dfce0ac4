import type { SavedModelBuilder, TensorFlowValue } from '@romae/compiler'
import { dtypeOf, type HostTensor, type HostTensors } from '../../host-tensor.ts'
import type { GraphSession } from '../graph-session.ts'
import { type Address, type Bindings, dataType } from './bindings.ts'
import type { Library } from './load-library.ts'

/** A signature, by places in the graph. */
interface Places {
  readonly inputs: readonly string[]
  readonly outputs: readonly (readonly [name: string, value: TensorFlowValue])[]
  /** `TF_Output`s: the address of an operation and the index of one of its results. */
  readonly given: BigUint64Array
  readonly asked: BigUint64Array
}

/** The arguments of a run, and what has to be released when it has ended. */
interface Call {
  readonly places: Places
  readonly arguments: readonly unknown[]
  readonly given: BigUint64Array
  readonly asked: BigUint64Array
  readonly status: Address
  /** What TensorFlow reads meanwhile, and nobody may take away. */
  readonly feeds: HostTensors
}

/** A session of TensorFlow's C interface. */
export class LibrarySession implements GraphSession {
  readonly #library: Library
  readonly #graph: Address
  readonly #session: Address
  readonly #signatures: ReadonlyMap<string, Places>
  readonly #running = new Set<Call>()

  private constructor(library: Library, graph: Address, session: Address, signatures: ReadonlyMap<string, Places>) {
    this.#library = library
    this.#graph = graph
    this.#session = session
    this.#signatures = signatures
  }

  /** @throws Error with TensorFlow's words, where it does not take the graph */
  static async open(library: Library, model: SavedModelBuilder): Promise<LibrarySession> {
    const { tf } = library
    const graph = tf.newGraph()
    try {
      await importGraph(tf, graph, model.buildGraph())
      const signatures = Object.entries(model.signatures).map(([name, { inputs, outputs }]): [string, Places] => [
        name,
        {
          inputs: Object.keys(inputs),
          outputs: Object.entries(outputs),
          given: placesOf(tf, graph, Object.values(inputs)),
          asked: placesOf(tf, graph, Object.values(outputs)),
        },
      ])
      return new LibrarySession(library, graph, newSession(tf, graph), new Map(signatures))
    } catch (cause) {
      tf.deleteGraph(graph)
      throw cause
    }
  }

  async run(signature: string, feeds: HostTensors, into: HostTensors = {}): Promise<HostTensors> {
    const call = this.#prepare(signature, feeds)
    this.#running.add(call)
    try {
      await this.#library.tf.runOnThread(...call.arguments)
      return this.#results(call, into)
    } finally {
      this.#running.delete(call)
      this.#release(call)
    }
  }

  runNow(signature: string, feeds: HostTensors, into: HostTensors = {}): HostTensors {
    const call = this.#prepare(signature, feeds)
    try {
      this.#library.tf.run(...call.arguments)
      return this.#results(call, into)
    } finally {
      this.#release(call)
    }
  }

  dispose(): void {
    const { tf } = this.#library
    const status = tf.newStatus()
    tf.closeSession(this.#session, status)
    tf.deleteSession(this.#session, status)
    tf.deleteStatus(status)
    tf.deleteGraph(this.#graph)
  }

  #prepare(signature: string, feeds: HostTensors): Call {
    const { tf } = this.#library
    const places = this.#signatures.get(signature)!
    const given = BigUint64Array.from(places.inputs, (name) => newTensor(tf, feeds[name]!))
    const asked = new BigUint64Array(places.outputs.length)
    const status = tf.newStatus()
    const inputs = [places.given, given, given.length]
    const outputs = [places.asked, asked, asked.length]
    const all = [this.#session, null, ...inputs, ...outputs, null, 0, null, status]
    return { places, arguments: all, given, asked, status, feeds }
  }

  #results({ places, asked, status }: Call, into: HostTensors): HostTensors {
    throwIfFailed(this.#library.tf, status)
    const results: Record<string, HostTensor> = {}
    for (const [index, [name, { shape, dtype }]] of places.outputs.entries()) {
      if (dtype === 'bool') continue
      const data = into[name]?.data ?? new (dtype === 'int32' ? Int32Array : Float32Array)(sizeOf(shape))
      this.#copy(asked[index]!, data)
      if (into[name] === undefined) results[name] = { data, shape: [...shape] }
    }
    return results
  }

  #copy(tensor: Address, data: HostTensor['data']): void {
    const { tf, viewOf } = this.#library
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    bytes.set(new Uint8Array(viewOf(tf.tensorData(tensor), data.byteLength)))
  }

  #release({ given, asked, status }: Call): void {
    const { tf } = this.#library
    for (const tensor of given) tf.deleteTensor(tensor)
    // Zero where the run failed.
    for (const tensor of asked) if (tensor !== 0n) tf.deleteTensor(tensor)
    tf.deleteStatus(status)
  }
}

async function importGraph(tf: Bindings, graph: Address, bytes: Uint8Array): Promise<void> {
  const [status, options, buffer] = [tf.newStatus(), tf.newImportOptions(), tf.newBuffer(bytes, bytes.length)]
  try {
    await tf.importGraph(graph, buffer, options, status)
    throwIfFailed(tf, status)
  } finally {
    tf.deleteBuffer(buffer)
    tf.deleteImportOptions(options)
    tf.deleteStatus(status)
  }
}

function newSession(tf: Bindings, graph: Address): Address {
  const [status, options] = [tf.newStatus(), tf.newSessionOptions()]
  try {
    const session = tf.newSession(graph, options, status)
    throwIfFailed(tf, status)
    return session
  } finally {
    tf.deleteSessionOptions(options)
    tf.deleteStatus(status)
  }
}

function placesOf(tf: Bindings, graph: Address, values: readonly TensorFlowValue[]): BigUint64Array {
  return BigUint64Array.from(
    values.flatMap(({ name }) => {
      const [operation = '', index = '0'] = name.split(':')
      return [BigInt(tf.operation(graph, operation)!), BigInt(index)]
    }),
  )
}

/** A tensor over an array's own memory where that is aligned as TensorFlow wants it, else over a copy that TensorFlow makes. */
function newTensor(tf: Bindings, feed: HostTensor): Address {
  const dimensions = BigInt64Array.from(feed.shape, BigInt)
  const type = dataType[dtypeOf(feed)]
  const { data } = feed
  const tensor = tf.newTensor(type, dimensions, dimensions.length, data, data.byteLength, tf.nothing, null)
  if (tensor === null) throw new Error(`out of memory: a tensor of ${data.byteLength} bytes`)
  return tensor
}

/** @throws Error with TensorFlow's words, where a call has failed */
function throwIfFailed(tf: Bindings, status: Address): void {
  if (tf.getCode(status) !== 0) throw new Error(tf.message(status))
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, dimension) => size * dimension, 1)
}
