import { checkCount, checks, checkText } from '../check-options.ts'
import { errors } from '../errors.ts'
import type { EngineProvider } from '../provider.ts'

/** Options of `onnxruntimeNode`. */
export interface OnnxRuntimeNodeOptions {
  /**
   * Where to compute. `auto` (the default) is `cpu`. `webgpu` needs a GPU and its driver (Vulkan, Metal, Direct3D 12), `cuda`
   * the libraries that the package's install script downloads; where one is missing, creating the engine is an error.
   */
  readonly device?: 'auto' | 'cpu' | 'webgpu' | 'cuda'
  /** Threads inside operators. Default: one per core. */
  readonly threads?: number
  /**
   * Microseconds for which idle threads spin before they sleep. A graph's operators follow each other within a few of them,
   * and waking a thread takes longer; but a thread that spins keeps a core from other processes. 0: they sleep at once.
   * Default: 20.
   */
  readonly spinDuration?: number
  /**
   * Folder in which compiled graphs are kept for later processes; null: none. Default: `romae/graphs` in the user's folder
   * for caches (`XDG_CACHE_HOME` or `~/.cache`, macOS `~/Library/Caches`, Windows `%LOCALAPPDATA%`). One that others can
   * write, or that belongs to another user, is not used: `CompileEvent.cacheProblem`.
   */
  readonly cacheDirectory?: string | null
  /**
   * On `cuda`: whether matrix products may round their operands to TensorFloat-32, which has 10 bits of mantissa. Default:
   * false. One for the whole process.
   */
  readonly tf32?: boolean
}

const devices = ['auto', 'cpu', 'webgpu', 'cuda'] as const

const known = ['device', 'threads', 'spinDuration', 'cacheDirectory', 'tf32']

/** Measured: most of the gain of spinning for long on a quiet machine, little of its cost on a busy one. */
const DEFAULT_SPIN = 20

/**
 * ONNX Runtime in Node: compiles programs for the CPU or another device.
 *
 * @throws RomaeError `ENGINE_OPTION_UNKNOWN`, `ENGINE_OPTION_INVALID`
 */
export function onnxruntimeNode(options: OnnxRuntimeNodeOptions = {}): EngineProvider {
  const of = 'onnxruntimeNode'
  checks.checkOptions(of, options, known)
  const { device = 'auto', threads, spinDuration = DEFAULT_SPIN, cacheDirectory, tf32 = false } = options
  checks.requireOneOf(of, 'device', device, devices)
  checkCount(of, 'threads', threads)
  const isDuration = (value: number) => Number.isSafeInteger(value) && value >= 0
  checks.requireNumber(of, 'spinDuration', spinDuration, 'a whole number of microseconds', isDuration)
  if (cacheDirectory !== null) checkText(of, 'cacheDirectory', cacheDirectory, 'the path of a folder, or null')
  checks.requireBoolean(of, 'tf32', tf32)
  if (tf32 && device !== 'cuda') {
    throw errors.ENGINE_OPTION_INVALID({ of, key: 'tf32', expected: 'false where device is not "cuda"', got: tf32 })
  }
  return {
    name: 'onnxruntime-node',
    async open({ reason, onCompile }) {
      // A bundle for browsers holds no Node engine: package.json maps the name by condition.
      const { createOnnxRuntimeNode } = await import('#onnxruntime-node')
      return createOnnxRuntimeNode({ device, threads, spinDuration, cacheDirectory, tf32, onCompile }, reason)
    },
  }
}
