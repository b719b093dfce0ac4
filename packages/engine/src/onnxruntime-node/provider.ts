import { count, type OptionsOf, type Schema } from '@romae/internal/options'
import { readOptions } from '../check-options.ts'
import type { EngineProvider } from '../provider.ts'

/** Measured: most of the gain of spinning for long on a quiet machine, little of its cost on a busy one. */
const DEFAULT_SPIN = 20

const schema = {
  device: {
    kind: 'choice',
    of: ['auto', 'cpu', 'webgpu', 'cuda'],
    default: 'auto',
    help:
      'where to compute. `auto` is `cpu`. `webgpu` needs a GPU and its driver (Vulkan, Metal, Direct3D 12), `cuda` the ' +
      'libraries that the package’s install script downloads; where one is missing, creating the engine is an error',
  },
  threads: { ...count, help: 'inside operators; one per core by default' },
  spinDuration: {
    kind: 'integer',
    least: 0,
    default: DEFAULT_SPIN,
    help:
      'microseconds for which idle threads spin before they sleep. A graph’s operators follow each other within a few of ' +
      'them, and waking a thread takes longer; but a thread that spins keeps a core from other processes. 0: they sleep at once',
  },
  cacheDirectory: {
    kind: 'text',
    expected: 'the path of a folder',
    or: [null],
    help:
      'folder in which compiled graphs are kept for later processes; null: none; by default `romae/graphs` in the user’s ' +
      'folder for caches (`XDG_CACHE_HOME` or `~/.cache`, macOS `~/Library/Caches`, Windows `%LOCALAPPDATA%`). One that others ' +
      'can write, or that belongs to another user, is not used: `CompileEvent.cacheProblem`',
  },
  tf32: {
    kind: 'flag',
    default: false,
    needs: { device: 'cuda' },
    help:
      'whether matrix products may round their operands to TensorFloat-32, which has 10 bits of mantissa; one for the whole ' +
      'process',
  },
} as const satisfies Schema

/** Options of `onnxruntimeNode`. */
export interface OnnxRuntimeNodeOptions extends OptionsOf<typeof schema> {}

/**
 * ONNX Runtime in Node: compiles programs for the CPU or another device.
 *
 * @throws RomaeError `ENGINE_OPTION_UNKNOWN`, `ENGINE_OPTION_INVALID`
 */
export function onnxruntimeNode(options: OnnxRuntimeNodeOptions = {}): EngineProvider {
  const { device, threads, spinDuration, cacheDirectory, tf32 } = readOptions('onnxruntimeNode', schema, options)
  return {
    name: 'onnxruntime-node',
    async open({ reason, onCompile }) {
      // A bundle for browsers holds no Node engine: package.json maps the name by condition.
      const { createOnnxRuntimeNode } = await import('#onnxruntime-node')
      return createOnnxRuntimeNode({ device, threads, spinDuration, cacheDirectory, tf32, onCompile }, reason)
    },
  }
}
