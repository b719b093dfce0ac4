import { record, toOnnx } from '@romae/compiler'
import type { CompileEvent } from '../engine-options.ts'
import { errors, reasonOf } from '../errors.ts'
import { OnnxRuntimeExecutor } from '../onnxruntime/executor.ts'
import { commonSessionOptions } from '../onnxruntime/session-options.ts'
import { allocateWasm } from '../optimizer/memory.ts'
import type { Tfjs } from '../program/call-program.ts'
import type { Runtime } from '../program/runtime.ts'
import { loadTfjs } from '../tfjs/load.ts'
import type { OnnxRuntimeWeb } from './load.ts'
import { chooseThreads, threadEnvironment } from './threads.ts'
import { inTurn } from './turns.ts'

/** Options of this runtime, checked. */
export interface OnnxRuntimeWebOptions {
  readonly threads: number | undefined
  readonly wasmPaths: string | undefined
  readonly onCompile: ((event: CompileEvent) => void) | undefined
}

/** Threads that WebAssembly was started with: the package has one instance, which all engines share. */
let started: number | undefined

/**
 * Runs programs compiled, by ONNX Runtime in WebAssembly. Starts WebAssembly, so that a file that cannot be fetched is
 * an error here and not in the first step.
 *
 * @throws ENGINE_PACKAGE_BROKEN
 */
export async function onnxRuntimeWebRuntime(
  onnxRuntime: OnnxRuntimeWeb,
  options: OnnxRuntimeWebOptions,
  reason: string,
): Promise<Runtime> {
  const tf = await loadTfjs()
  const { threads, note } = await inTurn(() => start(tf, onnxRuntime, options))
  const context = {
    tf,
    onnxRuntime,
    onCompile: options.onCompile,
    sessionOptions,
    inTurn,
    writesInPlace: false,
  }
  return {
    info: {
      name: 'onnxruntime-web',
      device: 'wasm',
      version: onnxRuntime.env.versions.web ?? onnxRuntime.env.versions.common,
      threads,
      reason: note === undefined ? reason : `${reason}; ${note}`,
    },
    allocate: allocateWasm,
    executor: (program) => new OnnxRuntimeExecutor(context, program),
  }
}

const sessionOptions = { ...commonSessionOptions, executionProviders: ['wasm'] } as const

async function start(tf: Tfjs, onnxRuntime: OnnxRuntimeWeb, { threads: asked, wasmPaths }: OnnxRuntimeWebOptions) {
  const choice = chooseThreads(asked, threadEnvironment(started))
  if (started !== undefined) return choice
  const { env, InferenceSession } = onnxRuntime
  env.logLevel = 'fatal'
  env.wasm.numThreads = choice.threads
  if (wasmPaths !== undefined) env.wasm.wasmPaths = wasmPaths
  try {
    // WebAssembly starts with the first session. This one is made for nothing else.
    const session = await InferenceSession.create(smallestModel(tf), sessionOptions)
    await session.release()
  } catch (cause) {
    throw errors.ENGINE_PACKAGE_BROKEN({ name: 'onnxruntime-web', reason: reasonOf(cause) }, cause)
  }
  started = choice.threads
  return choice
}

function smallestModel(tf: Tfjs): Uint8Array {
  return toOnnx(record(({ x }) => ({ y: tf.neg(x!) }), { x: { shape: [1] } }))
}
