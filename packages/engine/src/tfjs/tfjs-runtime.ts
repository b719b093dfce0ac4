import type { Tensor } from '@tensorflow/tfjs-core'
import type { Program } from '../engine.ts'
import { errors, reasonOf } from '../errors.ts'
import { describeTensors, dtypeOf, type HostTensor, type HostTensors } from '../host-tensor.ts'
import { entryView } from '../layout.ts'
import { allocateTypedArrays } from '../optimizer/memory.ts'
import { callProgram, differentiateProgram, type Tfjs } from '../program/call-program.ts'
import type { Executor, Runtime } from '../program/runtime.ts'
import { loadTfjs } from './load.ts'
import { loadBackends } from './load-backends.ts'
import { onBackend } from './on-backend.ts'

/**
 * Runs programs eagerly on a tfjs backend: the one named, else the one current when the engine is created.
 *
 * @throws RomaeError `ENGINE_BACKEND_UNKNOWN`, `ENGINE_PACKAGE_MISSING`, `ENGINE_PACKAGE_BROKEN`
 */
export async function tfjsRuntime(backendName: string | undefined, reason: string): Promise<Runtime> {
  const tf = await loadTfjs()
  await loadBackends(tf, backendName)
  await tf.ready()
  const backend = backendName ?? tf.getBackend()
  await initializeBackend(tf, backend)
  return {
    info: { name: 'tfjs', device: backend, version: tf.version_core, threads: null, reason },
    allocate: (_program, count, length) => allocateTypedArrays(count, length),
    executor: (program) => eagerExecutor(tf, backend, program),
    eager: true,
  }
}

async function initializeBackend(tf: Tfjs, backend: string): Promise<void> {
  const current = tf.getBackend()
  const known = tf.engine().backendNames()
  let usable = false
  try {
    usable = known.includes(backend) && (await tf.setBackend(backend))
  } catch (cause) {
    throw errors.ENGINE_BACKEND_UNKNOWN({ got: backend, known }, cause)
  } finally {
    await tf.setBackend(current)
  }
  if (!usable) throw errors.ENGINE_BACKEND_UNKNOWN({ got: backend, known })
}

/** Runs a program operation by operation on a backend. */
export function eagerExecutor(tf: Tfjs, backend: string, program: Program): Executor {
  return {
    async run(parameters, inputs, gradient) {
      const { outputs, gradients } = onBackend(tf, backend, () =>
        tf.tidy(() => call(tf, program, parameters, inputs, gradient !== undefined)),
      )
      try {
        // Read all before writing any: a failed read must not leave half a gradient.
        const values = await Promise.all(gradients.map((tensor) => tensor.data<'float32'>()))
        const results = await readOutputs(outputs)
        for (const [index, entry] of program.layout.entries.entries()) {
          if (gradient) entryView(gradient, entry).set(values[index]!)
        }
        return results
      } catch (cause) {
        throw errors.ENGINE_RUN_FAILED(
          { program: program.name, inputs: describeTensors(inputs), reason: reasonOf(cause) },
          cause,
        )
      } finally {
        tf.dispose([Object.values(outputs), gradients])
      }
    },
    dispose: async () => {},
  }
}

function call(tf: Tfjs, program: Program, parameters: Float32Array, inputs: HostTensors, differentiate: boolean) {
  // Slices are copies: a backend may keep the array it is given, and the caller may change it while results are read.
  const parameterTensors = Object.fromEntries(
    program.layout.entries.map((entry) => [
      entry.name,
      tf.tensor(entryView(parameters, entry).slice(), [...entry.shape]),
    ]),
  )
  const inputTensors = Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [
      name,
      tf.tensor(input.data.slice(), [...input.shape], dtypeOf(input)),
    ]),
  )
  const described = describeTensors(inputs)
  if (differentiate) return differentiateProgram(tf, program, parameterTensors, inputTensors, described)
  const outputs = callProgram(program, parameterTensors, inputTensors, described)
  return { outputs: { ...outputs }, gradients: [] }
}

async function readOutputs(outputs: Readonly<Record<string, Tensor>>): Promise<HostTensors> {
  const results: Record<string, HostTensor> = {}
  for (const [name, tensor] of Object.entries(outputs)) {
    const data = await tensor.data<'float32' | 'int32'>()
    // A copy: a backend may hand out the array it keeps.
    results[name] = { data: data.slice(), shape: tensor.shape }
  }
  return results
}
