import { availableParallelism } from 'node:os'
import type { CompileEvent } from '../engine-options.ts'
import { defaultCacheFolder } from '../graph-cache/default-folder.ts'
import { DiskGraphCache } from '../graph-cache/disk-cache.ts'
import { describeMachine } from '../graph-cache/machine.ts'
import { OnnxRuntimeExecutor } from '../onnxruntime/executor.ts'
import { commonSessionOptions } from '../onnxruntime/session-options.ts'
import { allocateWasm } from '../optimizer/memory.ts'
import type { Runtime } from '../program/runtime.ts'
import { loadTfjs } from '../tfjs/load.ts'
import type { OnnxRuntime } from './load.ts'

/** Options of this runtime, checked. */
export interface OnnxRuntimeNodeOptions {
  readonly threads: number | undefined
  /** Microseconds. */
  readonly spinDuration: number
  /** Undefined: the user's folder for caches; null: none. */
  readonly cacheDirectory: string | null | undefined
  readonly onCompile: ((event: CompileEvent) => void) | undefined
}

/** Runs programs compiled, by ONNX Runtime on the CPU. */
export async function onnxRuntimeNodeRuntime(
  onnxRuntime: OnnxRuntime,
  options: OnnxRuntimeNodeOptions,
  reason: string,
): Promise<Runtime> {
  const threads = options.threads ?? availableParallelism()
  const version = onnxRuntime.env.versions.node ?? onnxRuntime.env.versions.common
  const sessionOptions = {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    // One operator at a time: a training graph is one chain, and its operators use all threads.
    interOpNumThreads: 1,
    logSeverityLevel: commonSessionOptions.logSeverityLevel,
    extra: { ...commonSessionOptions.extra, session: { intra_op: spinning(options.spinDuration) } },
  } as const
  const { cacheDirectory: folder = defaultCacheFolder() } = options
  const environment = JSON.stringify({ version, sessionOptions, machine: describeMachine() })
  const context = {
    tf: await loadTfjs(),
    onnxRuntime,
    onCompile: options.onCompile,
    inTurn: <T>(call: () => Promise<T>) => call(),
    writesInPlace: true,
    sessionOptions,
    cache: folder === null ? undefined : new DiskGraphCache({ folder, environment }),
  }
  return {
    info: {
      name: 'onnxruntime-node',
      device: 'cpu',
      version,
      threads,
      reason,
    },
    allocate: allocateWasm,
    executor: (program) => new OnnxRuntimeExecutor(context, program),
  }
}

/** ONNX Runtime's options of how long idle threads spin. */
function spinning(duration: number) {
  return duration === 0 ? { allow_spinning: '0' } : { allow_spinning: '1', spin_duration_us: String(duration) }
}
