import { checkCount, checks } from '../check-options.ts'
import { errors } from '../errors.ts'
import type { EngineProvider } from '../provider.ts'

/** Options of `tensorflow`. All engines of a process share all but `bf16` and `eager`. */
export interface TensorFlowOptions {
  /**
   * Where to compute: `auto` (the default) is a GPU if TensorFlow finds one, `cpu` never; `gpu` is an error where there is
   * none.
   */
  readonly device?: 'auto' | 'cpu' | 'gpu'
  /** Threads of all parts together. Default: one per core. */
  readonly threads?: number
  /**
   * How many parts of a batch are computed side by side, each by its share of the threads. Only for programs that say how
   * their loss is a mean over rows (`Program.lossWeight`), as those of `@romae/trainer` do; others, and a batch of one row,
   * get a part's threads. Default: one for each thread, up to 4, on a CPU; 1 on a GPU, with `xla` and with `eager`.
   */
  readonly parts?: number
  /** Whether a GPU's memory is taken as it is needed, or all of it at once. Default: true. */
  readonly gpuMemoryGrowth?: boolean
  /**
   * Whether matrix products on a GPU may round their operands to TensorFloat-32, which has 10 bits of mantissa. Default:
   * false.
   */
  readonly tf32?: boolean
  /** Whether graphs are compiled with XLA. Default: false. */
  readonly xla?: boolean
  /**
   * Whether matrix products round their operands and results to bfloat16, which has 7 bits of mantissa. Parameters, sums
   * within a product and all else stay float32. Not with `eager`. Default: false.
   */
  readonly bf16?: boolean
  /** Whether programs run operation by operation, rather than as one graph. Default: false. */
  readonly eager?: boolean
}

const devices = ['auto', 'cpu', 'gpu'] as const

const known = ['device', 'threads', 'parts', 'gpuMemoryGrowth', 'tf32', 'xla', 'bf16', 'eager']

/**
 * TensorFlow's C library, in Node: compiles programs for the CPU or a GPU. `romae-engine tensorflow install` sets it up.
 *
 * @throws RomaeError `ENGINE_OPTION_UNKNOWN`, `ENGINE_OPTION_INVALID`
 */
export function tensorflow(options: TensorFlowOptions = {}): EngineProvider {
  const of = 'tensorflow'
  checks.checkOptions(of, options, known)
  const { device = 'auto', threads, parts } = options
  const { gpuMemoryGrowth = true, tf32 = false, xla = false, bf16 = false, eager = false } = options
  checks.requireOneOf(of, 'device', device, devices)
  checkCount(of, 'threads', threads)
  checkCount(of, 'parts', parts)
  const flags = { gpuMemoryGrowth, tf32, xla, bf16, eager }
  for (const [key, flag] of Object.entries(flags)) checks.requireBoolean(of, key, flag)
  if (bf16 && eager) {
    throw errors.ENGINE_OPTION_INVALID({ of, key: 'bf16', expected: 'false where eager is true', got: bf16 })
  }
  return {
    name: 'tensorflow',
    async open({ reason, onCompile }) {
      // A bundle for browsers holds no Node engine: package.json maps the name by condition.
      const { createTensorFlow } = await import('#tensorflow')
      return createTensorFlow({ device, threads, parts, ...flags, onCompile }, reason)
    },
  }
}
