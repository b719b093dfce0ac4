import { count, type OptionsOf, type Schema } from '@romae/internal/options'
import { readOptions } from '../check-options.ts'
import type { EngineProvider } from '../provider.ts'

const off = { kind: 'flag', default: false } as const

const schema = {
  device: {
    kind: 'choice',
    of: ['auto', 'cpu', 'gpu'],
    default: 'auto',
    help: 'where to compute: `auto` is a GPU if TensorFlow finds one, `cpu` never; `gpu` is an error where there is none',
  },
  threads: { ...count, help: 'of all shards together; one per core by default' },
  shards: {
    ...count,
    help:
      'how many shards of a batch are computed side by side, each by its share of the threads. Only for programs that say how ' +
      'their loss is a mean over rows (`Program.lossWeight`), as those of `@romae/trainer` do; others, and a batch of one row, ' +
      'get a shard’s threads. By default one for each thread, up to 4, on a CPU; 1 on a GPU, with `xla` and with `eager`',
  },
  gpuMemoryGrowth: {
    kind: 'flag',
    default: true,
    help: 'whether a GPU’s memory is taken as it is needed, or all of it at once',
  },
  tf32: {
    ...off,
    help: 'whether matrix products on a GPU may round their operands to TensorFloat-32, which has 10 bits of mantissa',
  },
  xla: { ...off, help: 'whether graphs are compiled with XLA' },
  bf16: {
    ...off,
    excludes: 'eager',
    help:
      'whether matrix products round their operands and results to bfloat16, which has 7 bits of mantissa; parameters, sums ' +
      'within a product and all else stay float32',
  },
  eager: { ...off, help: 'whether programs run operation by operation, rather than as one graph' },
} as const satisfies Schema

/** Options of `tensorflow`. All engines of a process share all but `bf16` and `eager`. */
export interface TensorFlowOptions extends OptionsOf<typeof schema> {}

/**
 * TensorFlow's C library, in Node: compiles programs for the CPU or a GPU. `romae-engine install tensorflow` sets it up.
 *
 * @throws RomaeError `ENGINE_OPTION_UNKNOWN`, `ENGINE_OPTION_INVALID`
 */
export function tensorflow(options: TensorFlowOptions = {}): EngineProvider {
  const { threads, shards, ...settings } = readOptions('tensorflow', schema, options)
  return {
    name: 'tensorflow',
    async open({ reason, onCompile }) {
      // A bundle for browsers holds no Node engine: package.json maps the name by condition.
      const { createTensorFlow } = await import('#tensorflow')
      return createTensorFlow({ threads, shards, ...settings, onCompile }, reason)
    },
  }
}
