import { count, type OptionsOf, type Schema } from '@romae/internal/options'
import { readOptions } from '../check-options.ts'
import type { EngineProvider } from '../provider.ts'

const schema = {
  device: {
    kind: 'choice',
    of: ['auto', 'cpu', 'webgpu'],
    default: 'auto',
    help: 'where to compute: `auto` and `cpu` are WebAssembly; without WebGPU, `webgpu` is an error',
  },
  threads: {
    ...count,
    help:
      'inside operators; one per core by default. There is more than one only on a page that is cross-origin isolated, and ' +
      'all engines have the number that the first one started WebAssembly with; `engine.info` says how many',
  },
  wasmPaths: {
    kind: 'text',
    expected: 'the URL of a folder',
    help: 'URL of the folder that holds onnxruntime-web’s `.mjs` and `.wasm` files; beside its own code by default',
  },
} as const satisfies Schema

/** Options of `onnxruntimeWeb`. */
export interface OnnxRuntimeWebOptions extends OptionsOf<typeof schema> {}

/**
 * ONNX Runtime for the web: compiles programs for WebAssembly or WebGPU. Runs in Node too.
 *
 * @throws RomaeError `ENGINE_OPTION_UNKNOWN`, `ENGINE_OPTION_INVALID`
 */
export function onnxruntimeWeb(options: OnnxRuntimeWebOptions = {}): EngineProvider {
  const { device, threads, wasmPaths } = readOptions('onnxruntimeWeb', schema, options)
  return {
    name: 'onnxruntime-web',
    async open({ reason, onCompile }) {
      const { loadOnnxRuntimeWeb } = await import('./load.ts')
      const onnxRuntime = await loadOnnxRuntimeWeb(device === 'webgpu' ? 'webgpu' : 'wasm')
      const { onnxRuntimeWebRuntime } = await import('./onnxruntime-web-runtime.ts')
      return onnxRuntimeWebRuntime(onnxRuntime, { device, threads, wasmPaths, onCompile }, reason)
    },
  }
}
