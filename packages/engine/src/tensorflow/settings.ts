import { isMainThread } from 'node:worker_threads'
import { errors } from '../errors.ts'

/** What TensorFlow reads from the environment when it is loaded, and keeps for the whole process. */
export interface TensorFlowSettings {
  /** Threads inside operators; undefined: TensorFlow's choice, one a core. */
  readonly threads: number | undefined
  /** Whether the GPU, if there is one, may be used. */
  readonly device: 'auto' | 'cpu' | 'gpu'
  /** Whether memory of the GPU is taken as it is needed, or all at once. */
  readonly gpuMemoryGrowth: boolean
  /** Whether matrix products on a GPU may round their operands to TensorFloat-32. */
  readonly tf32: boolean
  /** Whether graphs are compiled with XLA. */
  readonly xla: boolean
}

/** Names of the environment variables; a value of undefined leaves the variable as it is. */
function variablesOf({ threads, device, gpuMemoryGrowth, tf32, xla }: TensorFlowSettings) {
  return {
    TF_NUM_INTRAOP_THREADS: threads?.toString(),
    // An empty list of devices, in the words of CUDA.
    CUDA_VISIBLE_DEVICES: device === 'cpu' ? '-1' : undefined,
    TF_FORCE_GPU_ALLOW_GROWTH: String(gpuMemoryGrowth),
    NVIDIA_TF32_OVERRIDE: tf32 ? undefined : '0',
    TF_XLA_FLAGS: xla ? '--tf_xla_auto_jit=2 --tf_xla_cpu_global_jit' : undefined,
  }
}

let inForce: TensorFlowSettings | undefined

/**
 * Puts settings into the environment, before TensorFlow is loaded; afterwards, only checks that they are those in force.
 *
 * @throws ENGINE_TENSORFLOW_SETTINGS
 */
export function applySettings(settings: TensorFlowSettings): void {
  if (inForce !== undefined) {
    for (const setting of Object.keys(settings) as (keyof TensorFlowSettings)[]) {
      const [asked, current] = [settings[setting], inForce[setting]]
      // Left to TensorFlow, any number of threads is right. `auto` and `gpu` differ in what is an error only.
      if (asked === current || (setting === 'threads' && asked === undefined)) continue
      if (setting === 'device' && asked !== 'cpu' && current !== 'cpu') continue
      const wayOut = 'Give all engines of a process the same, or use another process'
      throw errors.ENGINE_TENSORFLOW_SETTINGS({ setting, asked: String(asked), inForce: String(current), wayOut })
    }
    return
  }
  for (const [name, value] of Object.entries(variablesOf(settings))) {
    if (value === undefined) continue
    if (isMainThread) process.env[name] = value
    // A worker's process.env is a copy that libraries do not see.
    else if (name === 'TF_NUM_INTRAOP_THREADS' && process.env[name] !== value) {
      const wayOut = `In a worker thread, set the environment variable ${name} before the process starts`
      const current = process.env[name] ?? "TensorFlow's choice"
      throw errors.ENGINE_TENSORFLOW_SETTINGS({ setting: 'threads', asked: value, inForce: current, wayOut })
    }
  }
  // Only what ends the process is written to the console: errors are thrown.
  if (isMainThread) process.env.TF_CPP_MIN_LOG_LEVEL ??= '3'
  inForce = settings
}
