import { RomaeError } from '@romae/internal/errors'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { Program, TensorMap } from '../engine.ts'
import { errors, reasonOf } from '../errors.ts'

/** The tfjs module, loaded on use. */
export type Tfjs = typeof import('@tensorflow/tfjs-core')

/**
 * Calls a program on tensors of the current tfjs backend and checks what it reads and returns.
 *
 * @param described The inputs as messages show them.
 * @throws RomaeError `ENGINE_INPUT_UNEXPECTED`, `ENGINE_OUTPUT_INVALID`, `ENGINE_PROGRAM_FAILED`, and what the program
 * throws of this
 *   project's errors
 */
export function callProgram(program: Program, parameters: TensorMap, inputs: TensorMap, described: string): TensorMap {
  const [watchedParameters, parameterReads] = watchReads(parameters)
  const [watchedInputs, inputReads] = watchReads(inputs)
  let outputs: TensorMap
  try {
    outputs = program.run(watchedParameters, watchedInputs)
  } catch (cause) {
    if (isOurs(cause)) throw cause
    const absent = [...parameterReads.absent].map((parameter) => `parameter ${parameter}`)
    absent.push(...[...inputReads.absent].map((input) => `input ${input}`))
    throw programFailed(program, described, cause, absent)
  }
  const unread = Object.keys(inputs).filter((input) => !inputReads.present.has(input))
  if (unread.length > 0)
    throw errors.ENGINE_INPUT_UNEXPECTED({ program: program.name, unread, read: [...inputReads.present] })
  checkOutputs(program, outputs)
  return outputs
}

/**
 * Calls a program and differentiates its `loss` with respect to every parameter. Runs inside `tf.tidy`.
 *
 * @returns The outputs, and the gradients in the layout's order.
 * @throws What `callProgram` throws; ENGINE_LOSS_INVALID, ENGINE_PARAMETER_UNUSED
 */
export function differentiateProgram(
  tf: Tfjs,
  program: Program,
  parameters: TensorMap,
  inputs: TensorMap,
  described: string,
): { outputs: TensorMap; gradients: Tensor[] } {
  const names = program.layout.entries.map((entry) => entry.name)
  let kept: TensorMap = {}
  let failure: { readonly error: unknown } | undefined
  const forward = () => {
    try {
      const outputs = callProgram(program, parameters, inputs, described)
      // tfjs disposes every tensor that the forward pass does not return.
      for (const output of Object.values(outputs)) tf.keep(output)
      kept = outputs
      return scalarLoss(program, outputs)
    } catch (error) {
      // An error thrown through tfjs would leak the tensors that operations have saved for their gradients.
      failure = { error }
      return tf.scalar(0)
    }
  }
  try {
    const leaves = names.map((name) => parameters[name]!)
    // Not tf.valueAndGrads: it refuses unconnected parameters without saying which.
    const { grads } = tf.engine().gradients(forward, leaves, undefined, true)
    if (failure) throw failure.error
    const gradients = completeGradients(tf, program, leaves, grads)
    // Clones belong to the caller's tidy; the kept tensors would outlive it.
    const outputs = Object.fromEntries(Object.entries(kept).map(([name, output]) => [name, tf.clone(output)]))
    return { outputs, gradients }
  } catch (cause) {
    if (isOurs(cause)) throw cause
    throw programFailed(program, described, cause, [])
  } finally {
    for (const output of Object.values(kept)) output.dispose()
  }
}

/** The gradients; where the loss does not reach a parameter, zeros or the error that the program asks for. */
function completeGradients(
  tf: Tfjs,
  { name, layout, unusedParameters }: Program,
  leaves: readonly Tensor[],
  gradients: readonly (Tensor | null | undefined)[],
): Tensor[] {
  const unused = layout.entries.filter((_, index) => gradients[index] == null)
  if (unused.length > 0 && unusedParameters !== 'zero') {
    throw errors.ENGINE_PARAMETER_UNUSED({ program: name, parameters: unused.map((entry) => entry.name) })
  }
  return leaves.map((leaf, index) => gradients[index] ?? tf.zerosLike(leaf))
}

function scalarLoss(program: Program, outputs: TensorMap): Tensor {
  const loss = outputs.loss
  if (loss?.rank === 0 && loss.dtype === 'float32') return loss
  const got = loss ? `${loss.dtype}[${loss.shape.join(', ')}]` : `only ${Object.keys(outputs).join(', ')}`
  throw errors.ENGINE_LOSS_INVALID({ program: program.name, got })
}

function checkOutputs(program: Program, outputs: unknown): asserts outputs is TensorMap {
  const fail = (problem: string) => errors.ENGINE_OUTPUT_INVALID({ program: program.name, problem })
  if (typeof outputs !== 'object' || outputs === null) throw fail(`it returned ${outputs}`)
  if (outputs instanceof Promise) throw fail('it returned a promise; it must be synchronous')
  const entries = Object.entries(outputs)
  if (entries.length === 0) throw fail('it returned none')
  for (const [name, value] of entries) {
    const dtype = (value as Tensor | null)?.dtype
    if (typeof (value as Tensor | null)?.dataSync !== 'function') throw fail(`"${name}" is not a tensor`)
    if (dtype !== 'float32' && dtype !== 'int32') throw fail(`"${name}" is ${dtype}; cast it`)
  }
}

/**
 * Whether to rethrow an error unchanged. Errors of this project are, except for an invalid call of an operation: tfjs and
 * the compiler report that differently, the engine always as ENGINE_PROGRAM_FAILED.
 */
function isOurs(cause: unknown): boolean {
  return RomaeError.isInstance(cause) && cause.code !== 'COMPILER_INVALID_CALL'
}

/** @param absent names of inputs that the program read and was not given: optional ones, or the cause */
function programFailed(program: Program, inputs: string, cause: unknown, absent: readonly string[]): RomaeError {
  return errors.ENGINE_PROGRAM_FAILED({ program: program.name, inputs, absent, reason: reasonOf(cause) }, cause)
}

/** The map behind a proxy that records the names read. */
function watchReads(map: TensorMap): [TensorMap, { readonly present: Set<string>; readonly absent: Set<string> }] {
  const reads = { present: new Set<string>(), absent: new Set<string>() }
  const watched = new Proxy(map, {
    get(target, name, receiver) {
      if (typeof name === 'string') reads[Object.hasOwn(target, name) ? 'present' : 'absent'].add(name)
      return Reflect.get(target, name, receiver)
    },
  })
  return [watched, reads]
}
