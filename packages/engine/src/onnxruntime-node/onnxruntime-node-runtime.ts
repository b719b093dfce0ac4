import { availableParallelism } from 'node:os'
import type { CompileEvent } from '../compile-event.ts'
import { errors, reasonOf } from '../errors.ts'
import { defaultCacheFolder } from '../graph-cache/default-folder.ts'
import { DiskGraphCache } from '../graph-cache/disk-cache.ts'
import { describeMachine } from '../graph-cache/machine.ts'
import { OnnxRuntimeExecutor } from '../onnxruntime/executor.ts'
import { freezeProgram } from '../onnxruntime/frozen-executor.ts'
import { probeDevice } from '../onnxruntime/probe-device.ts'
import { commonSessionOptions } from '../onnxruntime/session-options.ts'
import { allocateWasm } from '../optimizer/memory.ts'
import type { Tfjs } from '../program/call-program.ts'
import type { Runtime } from '../program/runtime.ts'
import { loadTfjs } from '../tfjs/load.ts'
import { applyCudaPrecision } from './cuda-precision.ts'
import type { OnnxRuntime } from './load.ts'

/** Bytes of parameters in a model: ONNX files have at most 2 GB, the graph itself takes far less than 16 MB of them. */
const embeddedLimit = 2 ** 31 - 2 ** 24

/** Options of the provider, checked, with their defaults; `threads` and `cacheDirectory` have theirs here. */
export interface CheckedOptions {
  readonly device: Device
  readonly threads: number | undefined
  readonly spinDuration: number
  readonly cacheDirectory: string | null | undefined
  readonly tf32: boolean
  readonly onCompile: ((event: CompileEvent) => void) | undefined
}

type Device = 'auto' | 'cpu' | 'webgpu' | 'cuda'

/**
 * Runs programs compiled, by ONNX Runtime on the CPU or another device.
 *
 * @throws RomaeError `ENGINE_DEVICE_MISSING`, `ENGINE_CUDA_PRECISION`
 */
export async function onnxRuntimeNodeRuntime(
  onnxRuntime: OnnxRuntime,
  options: CheckedOptions,
  reason: string,
): Promise<Runtime> {
  const device = options.device === 'auto' ? 'cpu' : options.device
  const threads = options.threads ?? availableParallelism()
  const version = onnxRuntime.env.versions.node ?? onnxRuntime.env.versions.common
  const sessionOptions = {
    ...commonSessionOptions,
    executionProviders: [device],
    intraOpNumThreads: threads,
    // One operator at a time: a training graph is one chain, and its operators use all threads.
    interOpNumThreads: 1,
    extra: { ...commonSessionOptions.extra, session: { intra_op: spinning(options.spinDuration) } },
  }
  if (device === 'cuda') applyCudaPrecision(options.tf32)
  const tf = await loadTfjs()
  if (device !== 'cpu') await requireDevice(tf, onnxRuntime, device, sessionOptions)
  const { cacheDirectory: folder = defaultCacheFolder() } = options
  // A folder that the user names may hold other files, so its rights stay as they are.
  const tighten = options.cacheDirectory === undefined
  const environment = JSON.stringify({ version, sessionOptions, machine: describeMachine() })
  const context = {
    tf,
    onnxRuntime,
    onCompile: options.onCompile,
    inTurn: <T>(call: () => Promise<T>) => call(),
    onCpu: device === 'cpu',
    writesInPlace: device === 'cpu',
    sessionOptions,
    // On other devices ONNX Runtime partitions a graph between devices, and cannot load a partitioned graph.
    cache: folder === null || device !== 'cpu' ? undefined : new DiskGraphCache({ folder, tighten, environment }),
  }
  return {
    info: {
      name: 'onnxruntime-node',
      device,
      version,
      threads,
      reason,
    },
    allocate: allocateWasm,
    executor: (program, options) => new OnnxRuntimeExecutor(context, program, options),
    // Elsewhere it has not been tried.
    recomputesActivations: device === 'cpu',
    // Elsewhere open sizes have not been tried.
    ...(device === 'cpu' && {
      freeze: (program, frozen) => freezeProgram({ ...context, embeddedLimit }, program, frozen),
    }),
  }
}

async function requireDevice(
  tf: Tfjs,
  { InferenceSession }: OnnxRuntime,
  device: Exclude<Device, 'auto' | 'cpu'>,
  options: Parameters<OnnxRuntime['InferenceSession']['create']>[1],
): Promise<void> {
  try {
    await probeDevice(tf, InferenceSession, options ?? {})
  } catch (cause) {
    throw errors.ENGINE_DEVICE_MISSING({ device, reason: `${reasonOf(cause).trim()}; ${wayOut[device]}` }, cause)
  }
}

const wayOut = {
  webgpu: 'install the driver of a GPU (on Linux with Vulkan), or leave device out to compute on the CPU',
  cuda: "install onnxruntime-node with its script, which downloads CUDA's libraries, or leave device out",
}

/** ONNX Runtime's options of how long idle threads spin. */
function spinning(duration: number) {
  return duration === 0 ? { allow_spinning: '0' } : { allow_spinning: '1', spin_duration_us: String(duration) }
}
