import { checkCount, checks, checkText } from '../check-options.ts'
import type { EngineProvider } from '../provider.ts'

/** Options of `onnxruntimeWeb`. */
export interface OnnxRuntimeWebOptions {
  /** Where to compute: `auto` (the default) and `cpu` are WebAssembly. Without WebGPU, `webgpu` is an error. */
  readonly device?: 'auto' | 'cpu' | 'webgpu'
  /**
   * Threads inside operators. Default: one per core. There is more than one only on a page that is cross-origin isolated, and
   * all engines have the number that the first one started WebAssembly with; `engine.info` says how many.
   */
  readonly threads?: number
  /** URL of the folder that holds onnxruntime-web's `.mjs` and `.wasm` files. Default: beside its own code. */
  readonly wasmPaths?: string
}

const devices = ['auto', 'cpu', 'webgpu'] as const

const known = ['device', 'threads', 'wasmPaths']

/**
 * ONNX Runtime for the web: compiles programs for WebAssembly or WebGPU. Runs in Node too.
 *
 * @throws RomaeError `ENGINE_OPTION_UNKNOWN`, `ENGINE_OPTION_INVALID`
 */
export function onnxruntimeWeb(options: OnnxRuntimeWebOptions = {}): EngineProvider {
  const of = 'onnxruntimeWeb'
  checks.checkOptions(of, options, known)
  const { device = 'auto', threads, wasmPaths } = options
  checks.requireOneOf(of, 'device', device, devices)
  checkCount(of, 'threads', threads)
  checkText(of, 'wasmPaths', wasmPaths, 'the URL of a folder')
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
