import { defineErrors, quote } from '@romae/internal/errors'

/** The call an error is about. */
export interface KernelCall {
  readonly kernel: string
  /** The inputs as text, such as `float32[2,3], int32[2]`. */
  readonly inputs: string
  readonly source: string | undefined
}

type NoFields = Record<string, never>

function at(source: string | undefined): string {
  return source === undefined ? '' : `, called at ${source}`
}

/** Every error this package throws; each code is explained in `docs/errors/compiler.md`. */
export const errors = defineErrors({
  COMPILER_ASYNC_FUNCTION: (_: NoFields) =>
    'the recorded function returned a promise; recording is synchronous: pass a function that returns tensors',
  COMPILER_NESTED_RECORD: (_: NoFields) =>
    'record was called inside a function that is being recorded; call the inner function directly instead',
  COMPILER_OUTSIDE_RECORD: (_: NoFields) =>
    'a tensor of a recorded function was used after record had returned; it holds no data: ' +
    'return it from the function, and run the graph to get its values',
  COMPILER_DISPOSED_TENSOR: ({ shape, source }: { shape: readonly number[]; source: string | undefined }) =>
    `a tensor [${shape}] was used after it had been disposed${at(source)}; tfjs disposes what a forward pass made ` +
    'when the pass ends: give a custom gradient what it needs through save',
  COMPILER_BACKEND_CHANGED: ({ backend }: { backend: string }) =>
    `the recorded function changed the tfjs backend to "${backend}", so its operations were not all recorded; ` +
    'select a backend outside of it',
  COMPILER_DATA_READ: ({ source }: { source: string | undefined }) =>
    `the recorded function read the data of a tensor${at(source)}; while recording, tensors have shapes but no data: ` +
    'use tensor operations such as tf.where instead of data, dataSync, array or arraySync',
  COMPILER_VARIABLE: ({ source }: { source: string | undefined }) =>
    `the recorded function made or assigned a tf.Variable${at(source)}; ` +
    'a recorded function is pure: pass the value in as an input and return the new one',
  COMPILER_CAPTURED_TENSOR: ({ dtype, shape }: { dtype: string; shape: readonly number[] }) =>
    `a tensor ${dtype}[${shape}] made outside the recorded function cannot be read synchronously from its backend, ` +
    'so it cannot become a constant: pass it as an input instead',
  COMPILER_UNKNOWN_KERNEL: ({ kernel, inputs, source }: KernelCall) =>
    `the recorder does not know the kernel ${kernel}(${inputs})${at(source)}; ` +
    'express it by kernels of the list in the README of @romae/compiler',
  COMPILER_INVALID_CALL: ({ kernel, inputs, source, reason }: KernelCall & { readonly reason: string }) =>
    `${kernel}(${inputs})${at(source)}: ${reason}`,
  COMPILER_UNSUPPORTED_DTYPE: ({ name, dtype }: { name: string; dtype: string }) =>
    `${name} has the type ${dtype}; a graph holds float32, int32 and bool: cast it first`,
  COMPILER_INVALID_INPUT: ({ name, problem }: { name: string; problem: string }) => `input ${quote(name)}: ${problem}`,
  COMPILER_INVALID_OUTPUT: ({ name, problem }: { name: string; problem: string }) =>
    `output ${quote(name)}: ${problem}`,
  COMPILER_INVALID_GRAPH: ({ problem }: { problem: string }) => `not a valid graph: ${problem}`,
  COMPILER_INVALID_FILE: ({ problem }: { problem: string }) =>
    `the bytes are not a serialized graph: ${problem}; write them with serializeGraph and keep them whole`,
  COMPILER_UNKNOWN_PASS: ({ pass, known }: { pass: string; known: readonly string[] }) =>
    `there is no pass ${quote(pass)}; the passes are ${known.join(', ')}`,
  COMPILER_NO_LOWERING: ({ kernel, inputs, source, target }: KernelCall & { readonly target: string }) =>
    `the ${target} exporter cannot write ${kernel}(${inputs})${at(source)}; ` +
    'express it by kernels of the list in the README of @romae/compiler',
  COMPILER_NAME_CLASH: ({ name }: { name: string }) =>
    `${quote(name)} names both an input and a different output; ONNX has one name space for both: rename one of them`,
  COMPILER_DYNAMIC_DIMENSION: ({ name, problem }: { name: string; problem: string }) =>
    `the dimension ${quote(name)} cannot be left open: ${problem}`,
  COMPILER_DYNAMIC_STRUCTURE: ({ problem }: { problem: string }) =>
    `the function does not compute the same for all sizes: ${problem}; record it for fixed sizes instead`,
})
