import '#gradients'
import * as tf from '@tensorflow/tfjs-core'
import { errors } from '../errors.ts'
import type { DType, Graph, GraphOutput, ValueInfo } from '../graph.ts'
import { findKernel, knownKernels } from '../kernels/table.ts'
import { unsupportedKernels } from '../kernels/unsupported.ts'
import { Recorder } from './recorder.ts'
import { callerInStack } from './source-line.ts'

/** The name of the tfjs backend that is active while a function is recorded. */
export const recorderBackendName = 'romae-recorder'

/** Shape and type of one input; `float32` where no type is given. */
export interface InputSpec {
  readonly shape: readonly number[]
  readonly dtype?: DType
}

/** A function that can be recorded: pure, synchronous, tensors in and tensors out, by name. */
export type RecordableFunction = (inputs: Record<string, tf.Tensor>) => Record<string, tf.Tensor>

/**
 * Runs a function of tfjs tensors once, without computing anything, and returns the kernels it called as a graph.
 *
 * Autodiff is recorded like everything else: let the function call `tf.grads`, `tf.valueAndGrads` or `tf.customGrad`.
 * Tensors that the function makes from known data, and tensors it captures from outside, become constants; so do random
 * numbers. No other backend is needed. One that was active is active again afterwards, also when the function throws.
 *
 * @param fn is called once with symbolic tensors of the given shapes.
 * @param inputs the shape and type of each input, by name.
 * @throws RomaeError COMPILER_ASYNC_FUNCTION, COMPILER_NESTED_RECORD, COMPILER_DATA_READ, COMPILER_VARIABLE,
 *   COMPILER_CAPTURED_TENSOR, COMPILER_DISPOSED_TENSOR, COMPILER_BACKEND_CHANGED, COMPILER_UNKNOWN_KERNEL, COMPILER_INVALID_CALL,
 *   COMPILER_UNSUPPORTED_DTYPE, COMPILER_INVALID_INPUT, COMPILER_INVALID_OUTPUT; what `fn` and tfjs throw passes
 *   through.
 */
export function record(fn: RecordableFunction, inputs: Readonly<Record<string, InputSpec>>): Graph {
  if (tf.findBackendFactory(recorderBackendName) !== null) throw errors.COMPILER_NESTED_RECORD({})
  const specs = Object.entries(inputs).map(([name, spec]) => [name, checkInput(name, spec)] as const)
  const recorder = new Recorder(Object.keys(inputs))
  return whileActive(recorder, () => {
    const tensors = specs.map(([name, info]) => {
      const tensor = tf.engine().makeTensorFromTensorInfo(recorder.addInput(name, info), recorder)
      return [name, tensor] as const
    })
    const result: unknown = fn(Object.fromEntries(tensors))
    checkCompleted(recorder, result)
    return recorder.builder.build(outputsOf(recorder, result))
  })
}

function checkInput(name: string, { shape, dtype = 'float32' }: InputSpec): ValueInfo {
  if (name === '') throw errors.COMPILER_INVALID_INPUT({ name, problem: 'a name must not be empty' })
  if (!Array.isArray(shape) || !shape.every((dimension) => Number.isInteger(dimension) && dimension >= 0)) {
    throw errors.COMPILER_INVALID_INPUT({ name, problem: `the shape must be a list of integers >= 0, got [${shape}]` })
  }
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
    throw errors.COMPILER_UNSUPPORTED_DTYPE({ name: `input "${name}"`, dtype })
  }
  return { shape: [...shape], dtype }
}

/** Runs a function with the recorder as tfjs' backend, and leaves tfjs as it was. */
function whileActive<T>(recorder: Recorder, run: () => T): T {
  const engine = tf.engine()
  const previous: string | undefined = tf.getBackend()
  const depth = engine.state.scopeStack.length
  const unregister = register(recorder)
  try {
    engine.startScope('record')
    return run()
  } catch (error) {
    disposeTape()
    throw namedKernelError(error)
  } finally {
    while (engine.state.scopeStack.length > depth) engine.endScope()
    // With no backend before, removing this one leaves tfjs to choose, as it would have.
    if (previous !== undefined && previous !== null) void tf.setBackend(previous)
    unregister()
    recorder.finish()
  }
}

/** Registers the recorder and its kernels for the time of one recording, so that nothing is left behind. */
function register(recorder: Recorder): () => void {
  const backendName = recorderBackendName
  for (const kernelName of knownKernels) {
    const definition = findKernel(kernelName)
    if (definition === undefined) continue
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs }) => recorder.run(kernelName, definition, inputs, attrs ?? {}),
    })
  }
  for (const kernelName of unsupportedKernels) {
    tf.registerKernel({ kernelName, backendName, kernelFunc: ({ inputs }) => recorder.reject(kernelName, inputs) })
  }
  tf.registerBackend(backendName, () => recorder, 0)
  void tf.setBackend(backendName)
  return () => {
    tf.removeBackend(backendName)
    for (const kernelName of [...knownKernels, ...unsupportedKernels]) tf.unregisterKernel(kernelName, backendName)
  }
}

/** Disposes tensors that tfjs saved for gradients, which after an error are never computed. */
function disposeTape(): void {
  const { state } = tf.engine()
  if (state.gradientDepth > 0) return
  for (const node of state.activeTape ?? []) {
    for (const tensor of node.saved ?? []) tensor.dispose()
  }
  state.activeTape = []
}

/** tfjs rejects a kernel that is in neither list, a user's own, before the recorder sees it. */
function namedKernelError(error: unknown): unknown {
  const unknown = new RegExp(`Kernel '(.*)' not registered for backend '${recorderBackendName}'`)
  const kernel = error instanceof Error ? unknown.exec(error.message)?.[1] : undefined
  if (kernel === undefined) return error
  const source = callerInStack((error as Error).stack)
  return errors.COMPILER_UNKNOWN_KERNEL({ kernel, inputs: '...', source }, error)
}

function checkCompleted(recorder: Recorder, result: unknown): void {
  if (isPromise(result)) result.then(undefined, () => {})
  if (recorder.pendingFailure !== undefined) throw recorder.pendingFailure
  if (isPromise(result)) throw errors.COMPILER_ASYNC_FUNCTION({})
  const backend = tf.getBackend()
  if (backend !== recorderBackendName) throw errors.COMPILER_BACKEND_CHANGED({ backend })
}

function outputsOf(recorder: Recorder, result: unknown): GraphOutput[] {
  if (typeof result !== 'object' || result === null || Array.isArray(result) || result instanceof tf.Tensor) {
    throw errors.COMPILER_INVALID_OUTPUT({ name: '', problem: 'return an object that holds tensors by name' })
  }
  return Object.entries(result).map(([name, tensor]) => {
    if (name === '') throw errors.COMPILER_INVALID_OUTPUT({ name, problem: 'a name must not be empty' })
    if (!(tensor instanceof tf.Tensor)) {
      throw errors.COMPILER_INVALID_OUTPUT({
        name,
        problem: `must be a tensor, got ${tensor === null ? 'null' : typeof tensor}`,
      })
    }
    return { name, value: recorder.valueBehind(tensor) }
  })
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as Promise<unknown> | null | undefined)?.then === 'function'
}
