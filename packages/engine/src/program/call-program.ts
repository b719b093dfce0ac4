import { RomaeError } from '@romae/errors'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { Program, TensorMap } from '../engine.ts'
import { errors } from '../errors.ts'

/** The tfjs module, loaded on use. */
export type Tfjs = typeof import('@tensorflow/tfjs-core')

/**
 * Calls a program on tensors of the current tfjs backend and checks what it reads and returns.
 *
 * @param described The inputs as messages show them.
 * @throws ENGINE_INPUT_MISSING, ENGINE_INPUT_UNEXPECTED, ENGINE_PARAMETER_MISSING, ENGINE_OUTPUT_INVALID,
 *   ENGINE_PROGRAM_FAILED
 */
export function callProgram(program: Program, parameters: TensorMap, inputs: TensorMap, described: string): TensorMap {
  const read = new Set<string>()
  const given = Object.keys(inputs)
  const strictInputs = strict(inputs, (input, known) => {
    if (!known) throw errors.ENGINE_INPUT_MISSING({ program: program.name, input, given })
    read.add(input)
  })
  const strictParameters = strict(parameters, (parameter, known) => {
    if (!known) throw errors.ENGINE_PARAMETER_MISSING({ program: program.name, parameter })
  })
  const outputs = wrapFailure(program, described, () => program.run(strictParameters, strictInputs))
  const unread = given.filter((name) => !read.has(name))
  if (unread.length > 0) throw errors.ENGINE_INPUT_UNEXPECTED({ program: program.name, unread, read: [...read] })
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
  try {
    const { grads } = wrapFailure(program, described, () =>
      // Not tf.valueAndGrads: it refuses unconnected parameters without saying which.
      tf.engine().gradients(
        () => {
          const outputs = callProgram(program, parameters, inputs, described)
          // What the forward pass does not return, tfjs would dispose before we can read it.
          for (const output of Object.values(outputs)) tf.keep(output)
          kept = outputs
          return scalarLoss(program, outputs)
        },
        names.map((name) => parameters[name]!),
        undefined,
        true,
      ),
    )
    const unused = names.filter((_, index) => grads[index] == null)
    if (unused.length > 0) throw errors.ENGINE_PARAMETER_UNUSED({ program: program.name, parameters: unused })
    // Clones belong to the caller's tidy; the kept tensors would outlive it.
    const outputs = Object.fromEntries(Object.entries(kept).map(([name, output]) => [name, tf.clone(output)]))
    return { outputs, gradients: grads }
  } finally {
    for (const output of Object.values(kept)) output.dispose()
  }
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

/** Errors of this project pass as they are; anything else becomes one that names the program and its inputs. */
function wrapFailure<T>(program: Program, described: string, call: () => T): T {
  try {
    return call()
  } catch (cause) {
    if (RomaeError.isInstance(cause)) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw errors.ENGINE_PROGRAM_FAILED({ program: program.name, inputs: described, reason }, cause)
  }
}

/** The map, with every read of a name reported before it happens. */
function strict(map: TensorMap, onRead: (name: string, known: boolean) => void): TensorMap {
  return new Proxy(map, {
    get(target, name, receiver) {
      if (typeof name === 'string') onRead(name, Object.hasOwn(target, name))
      return Reflect.get(target, name, receiver)
    },
  })
}
