import { promisify } from 'node:util'
import type { LibraryHandle } from 'koffi'

/** An address in TensorFlow's memory. */
export type Address = bigint

/** The calls of TensorFlow's C interface that are used here, by their names without `TF_`. */
export type Bindings = ReturnType<typeof bind>

/** `TF_DataType` of what goes in and comes out. */
export const dataType = { float32: 1, int32: 3, bool: 10 } as const

/**
 * Binds a library of TensorFlow, whose C interface is one and the same in all versions of TensorFlow 2.
 *
 * @throws Error where it lacks a function: it is no library of TensorFlow
 */
export function bind(library: LibraryHandle) {
  const call = (name: string, result: string, ...types: string[]) => library.func(`TF_${name}`, result, types)
  const at = 'void *'
  const run = call('SessionRun', 'void', at, at, at, at, 'int', at, at, 'int', at, 'int', at, at)
  const importGraph = call('GraphImportGraphDef', 'void', at, at, at, at)
  return {
    version: call('Version', 'str') as () => string,
    /**
     * A function that does nothing with what it is given, for where TensorFlow asks for one that releases memory which is
     * JavaScript's: on TensorFlow's threads no JavaScript can run.
     */
    nothing: library.symbol('TF_Version') as Address,

    newStatus: call('NewStatus', at) as () => Address,
    deleteStatus: call('DeleteStatus', 'void', at) as (status: Address) => void,
    getCode: call('GetCode', 'int', at) as (status: Address) => number,
    message: call('Message', 'str', at) as (status: Address) => string,

    newBuffer: call('NewBufferFromString', at, at, 'size_t') as (bytes: Uint8Array, size: number) => Address,
    deleteBuffer: call('DeleteBuffer', 'void', at) as (buffer: Address) => void,

    newGraph: call('NewGraph', at) as () => Address,
    deleteGraph: call('DeleteGraph', 'void', at) as (graph: Address) => void,
    newImportOptions: call('NewImportGraphDefOptions', at) as () => Address,
    deleteImportOptions: call('DeleteImportGraphDefOptions', 'void', at) as (options: Address) => void,
    /** Of a graph, a buffer, options and a status, on another thread. */
    importGraph: promisify(importGraph.async) as (...given: readonly Address[]) => Promise<void>,
    operation: call('GraphOperationByName', at, at, 'str') as (graph: Address, name: string) => Address | null,

    newSessionOptions: call('NewSessionOptions', at) as () => Address,
    deleteSessionOptions: call('DeleteSessionOptions', 'void', at) as (options: Address) => void,
    newSession: call('NewSession', at, at, at, at) as (graph: Address, options: Address, status: Address) => Address,
    closeSession: call('CloseSession', 'void', at, at) as (session: Address, status: Address) => void,
    deleteSession: call('DeleteSession', 'void', at, at) as (session: Address, status: Address) => void,
    /**
     * Of a session, options, inputs, their tensors and number, outputs, their tensors and number, targets and their number,
     * metadata and a status.
     */
    run: run as (...given: readonly unknown[]) => void,
    /** The same on another thread. */
    runOnThread: promisify(run.async) as (...given: readonly unknown[]) => Promise<void>,

    newTensor: call('NewTensor', at, 'int', at, 'int', at, 'size_t', at, at) as (
      type: number,
      dimensions: BigInt64Array,
      rank: number,
      data: ArrayBufferView,
      size: number,
      release: Address,
      argument: null,
    ) => Address | null,
    deleteTensor: call('DeleteTensor', 'void', at) as (tensor: Address) => void,
    tensorData: call('TensorData', at, at) as (tensor: Address) => Address,
    tensorBytes: call('TensorByteSize', 'size_t', at) as (tensor: Address) => number,
  }
}
