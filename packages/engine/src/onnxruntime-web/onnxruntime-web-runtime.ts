import { RomaeError } from '@romae/internal/errors'
import type { InferenceSession } from 'onnxruntime-node'
import type { CompileEvent } from '../compile-event.ts'
import { errors, reasonOf } from '../errors.ts'
import { OnnxRuntimeExecutor } from '../onnxruntime/executor.ts'
import { freezeProgram } from '../onnxruntime/frozen-executor.ts'
import { probeDevice } from '../onnxruntime/probe-device.ts'
import { commonSessionOptions } from '../onnxruntime/session-options.ts'
import { allocateWasm } from '../optimizer/memory.ts'
import type { Tfjs } from '../program/call-program.ts'
import type { Runtime } from '../program/runtime.ts'
import { loadTfjs } from '../tfjs/load.ts'
import type { OnnxRuntimeWeb } from './load.ts'
import { startInTime } from './start-in-time.ts'
import { chooseThreads, type ThreadChoice, threadEnvironment } from './threads.ts'
import { inTurn } from './turns.ts'

/** Bytes of parameters in a model: WebAssembly has 4 GB, and loading a model takes several copies of it. */
const embeddedLimit = 2 ** 29

/** Options of the provider, checked. */
export interface CheckedOptions {
  readonly device: 'auto' | 'cpu' | 'webgpu'
  readonly threads: number | undefined
  readonly wasmPaths: string | undefined
  readonly onCompile: ((event: CompileEvent) => void) | undefined
}

/** With what WebAssembly was started: each entry of the package has one instance, which all engines share. */
const started = new Map<OnnxRuntimeWeb, ThreadChoice>()

/**
 * Runs programs compiled, by ONNX Runtime in WebAssembly or on WebGPU. Starts WebAssembly, so that a file that cannot be
 * fetched is an error here and not in the first step.
 *
 * @throws RomaeError `ENGINE_PACKAGE_BROKEN`, `ENGINE_THREADS_SILENT`, `ENGINE_DEVICE_MISSING`
 */
export async function onnxRuntimeWebRuntime(
  onnxRuntime: OnnxRuntimeWeb,
  options: CheckedOptions,
  reason: string,
): Promise<Runtime> {
  const tf = await loadTfjs()
  const { threads, note } = await inTurn(() => start(tf, onnxRuntime, options))
  const device = options.device === 'webgpu' ? 'webgpu' : 'wasm'
  const sessionOptions = { ...commonSessionOptions, executionProviders: [device] }
  if (device === 'webgpu') await inTurn(() => requireWebGpu(tf, onnxRuntime, sessionOptions))
  const context = {
    tf,
    onnxRuntime,
    onCompile: options.onCompile,
    sessionOptions,
    inTurn,
    onCpu: device === 'wasm',
    writesInPlace: false,
  }
  return {
    info: {
      name: 'onnxruntime-web',
      device,
      version: onnxRuntime.env.versions.web ?? onnxRuntime.env.versions.common,
      threads,
      reason: note === undefined ? reason : `${reason}; ${note}`,
    },
    allocate: allocateWasm,
    executor: (program, options) => new OnnxRuntimeExecutor(context, program, options),
    // On WebGPU it has not been tried.
    recomputesActivations: device === 'wasm',
    // On WebGPU open sizes have not been tried.
    ...(device === 'wasm' && {
      freeze: (program, frozen) => freezeProgram({ ...context, embeddedLimit }, program, frozen),
    }),
  }
}

async function start(tf: Tfjs, onnxRuntime: OnnxRuntimeWeb, { threads: asked, wasmPaths }: CheckedOptions) {
  const running = started.get(onnxRuntime)
  const script = wasmPaths === undefined ? import.meta.url : undefined
  const choice = chooseThreads(asked, threadEnvironment(running?.threads, script))
  if (running !== undefined) return asked === undefined ? running : choice
  const { env, InferenceSession } = onnxRuntime
  env.logLevel = 'fatal'
  env.wasm.numThreads = choice.threads
  if (wasmPaths !== undefined) env.wasm.wasmPaths = wasmPaths
  try {
    // WebAssembly starts with the first session.
    const started = probeDevice(tf, InferenceSession, { ...commonSessionOptions, executionProviders: ['wasm'] })
    await (choice.threads === 1 ? started : startInTime(started))
  } catch (cause) {
    if (RomaeError.isInstance(cause)) throw cause
    throw errors.ENGINE_PACKAGE_BROKEN({ name: 'onnxruntime-web', reason: reasonOf(cause) }, cause)
  }
  started.set(onnxRuntime, choice)
  return choice
}

async function requireWebGpu(tf: Tfjs, { InferenceSession }: OnnxRuntimeWeb, options: InferenceSession.SessionOptions) {
  try {
    await probeDevice(tf, InferenceSession, options)
  } catch (cause) {
    const reason = `${reasonOf(cause)}; use a browser with WebGPU, or leave device out to compute in WebAssembly`
    throw errors.ENGINE_DEVICE_MISSING({ device: 'webgpu', reason }, cause)
  }
}
