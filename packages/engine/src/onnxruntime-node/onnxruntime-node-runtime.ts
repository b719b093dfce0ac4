import { availableParallelism } from 'node:os'
import type { CompileEvent } from '../engine-options.ts'
import { allocateWasm } from '../optimizer/memory.ts'
import type { Runtime } from '../program/runtime.ts'
import { loadTfjs } from '../tfjs/load.ts'
import { OnnxRuntimeExecutor } from './executor.ts'
import type { OnnxRuntime } from './load.ts'

/** Options of this runtime, checked. */
export interface OnnxRuntimeNodeOptions {
  readonly threads: number | undefined
  readonly spin: boolean
  readonly onCompile: ((event: CompileEvent) => void) | undefined
}

/** Runs programs compiled, by ONNX Runtime on the CPU. */
export async function onnxRuntimeNodeRuntime(
  onnxRuntime: OnnxRuntime,
  options: OnnxRuntimeNodeOptions,
  reason: string,
): Promise<Runtime> {
  const threads = options.threads ?? availableParallelism()
  const context = {
    tf: await loadTfjs(),
    onnxRuntime,
    onCompile: options.onCompile,
    inTurn: <T>(call: () => Promise<T>) => call(),
    writesInPlace: true,
    sessionOptions: {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      // One operator at a time: a training graph is one chain, and its operators use all threads.
      interOpNumThreads: 1,
      // Fatal errors only: others are thrown, and need not be written to the console too.
      logSeverityLevel: 4,
      extra: { session: { intra_op: { allow_spinning: options.spin ? '1' : '0' } } },
    } as const,
  }
  return {
    info: {
      name: 'onnxruntime-node',
      device: 'cpu',
      version: onnxRuntime.env.versions.node ?? onnxRuntime.env.versions.common,
      threads,
      reason,
    },
    allocate: allocateWasm,
    executor: (program) => new OnnxRuntimeExecutor(context, program),
  }
}
