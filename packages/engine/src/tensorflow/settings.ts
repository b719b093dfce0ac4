import { availableParallelism } from 'node:os'
import { isMainThread } from 'node:worker_threads'
import { errors } from '../errors.ts'

/** What TensorFlow reads from the environment when it is loaded, and keeps for the whole process. */
export interface TensorFlowSettings {
  /** Threads for operators; undefined: TensorFlow's choice, one a core. */
  readonly threads: number | undefined
  /** Shards of a batch that share them, side by side; undefined: `defaultShards`. */
  readonly shards: number | undefined
  /** Whether the GPU, if there is one, may be used. */
  readonly device: 'auto' | 'cpu' | 'gpu'
  /** Whether memory of the GPU is taken as it is needed, or all at once. */
  readonly gpuMemoryGrowth: boolean
  /** Whether matrix products on a GPU may round their operands to TensorFloat-32. */
  readonly tf32: boolean
  /** Whether graphs are compiled with XLA. */
  readonly xla: boolean
}

/** What is in force for the whole process. */
export interface Parallelism {
  readonly threads: number
  readonly shards: number
}

/** Names of the environment variables; a value of undefined leaves the variable as it is. */
function variablesOf({ threads, device, gpuMemoryGrowth, tf32, xla }: TensorFlowSettings, parallelism: Parallelism) {
  const ofAShard = Math.max(1, Math.floor(parallelism.threads / parallelism.shards))
  return {
    [INTRA_OP]: parallelism.shards === 1 ? threads?.toString() : String(ofAShard),
    // An empty list of devices, in the words of CUDA.
    CUDA_VISIBLE_DEVICES: device === 'cpu' ? '-1' : undefined,
    TF_FORCE_GPU_ALLOW_GROWTH: String(gpuMemoryGrowth),
    [TF32]: tf32 ? undefined : '0',
    TF_XLA_FLAGS: xla ? '--tf_xla_auto_jit=2 --tf_xla_cpu_global_jit' : undefined,
  }
}

const INTRA_OP = 'TF_NUM_INTRAOP_THREADS'
const TF32 = 'NVIDIA_TF32_OVERRIDE'

let inForce: { readonly settings: TensorFlowSettings; readonly parallelism: Parallelism } | undefined

/**
 * Puts settings into the environment, before TensorFlow is loaded; afterwards, only checks that they are those in force.
 *
 * @param whole whether batches stay whole unless shards are asked for
 * @throws RomaeError `ENGINE_TENSORFLOW_SETTINGS`
 */
export function applySettings(settings: TensorFlowSettings, whole: boolean): Parallelism {
  if (inForce !== undefined) {
    for (const setting of Object.keys(settings) as (keyof TensorFlowSettings)[]) {
      requireInForce(setting, settings, inForce.settings)
    }
    return inForce.parallelism
  }
  requireTf32(settings)
  const threads = settings.threads ?? (Number(process.env[INTRA_OP]) || availableParallelism())
  const parallelism = { threads, shards: settings.shards ?? defaultShards(settings, threads, whole) }
  for (const [name, value] of Object.entries(variablesOf(settings, parallelism))) {
    if (value === undefined) continue
    if (isMainThread) process.env[name] = value
    // A worker's process.env is a copy that libraries do not see.
    else if (name === INTRA_OP && process.env[name] !== value) {
      const wayOut = `In a worker thread, set the environment variable ${name} before the process starts`
      const current = process.env[name] ?? "TensorFlow's choice"
      throw errors.ENGINE_TENSORFLOW_SETTINGS({ setting: 'threads', asked: value, inForce: current, wayOut })
    }
  }
  // Only what ends the process is written to the console: errors are thrown.
  if (isMainThread) process.env.TF_CPP_MIN_LOG_LEVEL ??= '3'
  inForce = { settings: { ...settings, shards: parallelism.shards }, parallelism }
  return parallelism
}

/** @throws RomaeError `ENGINE_TENSORFLOW_SETTINGS` */
function requireInForce(
  setting: keyof TensorFlowSettings,
  settings: TensorFlowSettings,
  inForce: TensorFlowSettings,
): void {
  const [asked, current] = [settings[setting], inForce[setting]]
  // Left to TensorFlow or to us, any number is right. `auto` and `gpu` differ in what is an error only.
  if (asked === current || ((setting === 'threads' || setting === 'shards') && asked === undefined)) return
  if (setting === 'device' && asked !== 'cpu' && current !== 'cpu') return
  const wayOut = 'Give all engines of a process the same, or use another process'
  throw errors.ENGINE_TENSORFLOW_SETTINGS({ setting, asked: String(asked), inForce: String(current), wayOut })
}

/**
 * An engine of onnxruntime-node on CUDA may have switched TF32 off for the process. @throws RomaeError
 * `ENGINE_TENSORFLOW_SETTINGS`
 */
function requireTf32({ tf32, device }: TensorFlowSettings): void {
  if (!tf32 || device === 'cpu' || process.env[TF32] !== '0') return
  const wayOut = `The environment variable ${TF32} is 0, from outside or by an engine before: leave out the variable, or tf32: true`
  throw errors.ENGINE_TENSORFLOW_SETTINGS({ setting: 'tf32', asked: 'true', inForce: 'false', wayOut })
}

/** More shards than this were not measured, and each multiplies what is packed anew for every product. */
const MOST_SHARDS = 4

/** One where they do not pay, and where the number of threads is not ours to set. */
function defaultShards({ threads: asked, xla }: TensorFlowSettings, threads: number, whole: boolean): number {
  const isGiven = asked === undefined && process.env[INTRA_OP] !== undefined
  return whole || xla || isGiven || !isMainThread ? 1 : Math.min(threads, MOST_SHARDS)
}
