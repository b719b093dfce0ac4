import { RomaeError } from '@romae/internal/errors'
import type { Engine, EngineName } from './engine.ts'
import { type CheckedOptions, checkOptions, type EngineOptions } from './engine-options.ts'
import type { Runtime } from './program/runtime.ts'
import { runtimeEngine } from './runtime-engine.ts'

/**
 * Creates an engine. The rule: an engine asked for by name is used, or the call fails; `auto` is ONNX Runtime
 * (`onnxruntime-node` in Node, `onnxruntime-web` in a browser) if that package can be used, else `tfjs` with its current
 * backend. `tensorflow` is used only if it is asked for. `engine.info` says which, and why.
 *
 * @throws ENGINE_OPTION_UNKNOWN, ENGINE_OPTION_INVALID, ENGINE_OPTION_FOREIGN, ENGINE_NAME_UNKNOWN,
 *   ENGINE_PACKAGE_MISSING, ENGINE_PACKAGE_BROKEN, ENGINE_BACKEND_UNKNOWN, ENGINE_TENSORFLOW_NOT_BUILT,
 *   ENGINE_TENSORFLOW_SETTINGS, ENGINE_CUDA_PRECISION, ENGINE_DEVICE_MISSING
 */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const checked = checkOptions(options)
  return runtimeEngine(await chooseRuntime(checked), checked.checkInputs)
}

async function chooseRuntime(options: CheckedOptions): Promise<Runtime> {
  const asked = `asked for by { engine: '${options.engine}' }`
  switch (options.engine) {
    case 'onnxruntime-node':
      return onnxRuntimeNode(options, asked)
    case 'tfjs':
      return tfjs(options, asked)
    case 'tensorflow':
      return tensorFlow(options, asked)
    case 'onnxruntime-web':
      return onnxRuntimeWeb(options, asked)
    case 'auto':
      return inNode
        ? orElseTfjs('onnxruntime-node', onnxRuntimeNode, options)
        : orElseTfjs('onnxruntime-web', onnxRuntimeWeb, options)
  }
}

const inNode = typeof globalThis.process?.versions?.node === 'string'

async function orElseTfjs(name: EngineName, create: CreateRuntime, options: CheckedOptions): Promise<Runtime> {
  try {
    return await create(options, `auto: ${name} could be imported`)
  } catch (error) {
    // A device that was asked for is not replaced by a slower one.
    if (!RomaeError.isInstance(error) || error.code === 'ENGINE_DEVICE_MISSING') throw error
    return tfjs(options, `auto: ${name} could not be used, because ${error.message}`)
  }
}

type CreateRuntime = (options: CheckedOptions, reason: string) => Promise<Runtime>

// Engines are imported on use. Bundles for browsers hold no Node engine: package.json maps its name by condition.

async function onnxRuntimeNode(options: CheckedOptions, reason: string): Promise<Runtime> {
  const { createOnnxRuntimeNode } = await import('#onnxruntime-node')
  return createOnnxRuntimeNode(options, reason)
}

async function onnxRuntimeWeb(options: CheckedOptions, reason: string): Promise<Runtime> {
  const { loadOnnxRuntimeWeb } = await import('./onnxruntime-web/load.ts')
  const onnxRuntime = await loadOnnxRuntimeWeb(options.device === 'webgpu' ? 'webgpu' : 'wasm')
  const { onnxRuntimeWebRuntime } = await import('./onnxruntime-web/onnxruntime-web-runtime.ts')
  return onnxRuntimeWebRuntime(onnxRuntime, options, reason)
}

async function tensorFlow(options: CheckedOptions, reason: string): Promise<Runtime> {
  const { threads, parts, device, gpuMemoryGrowth, tf32, xla, bf16, eager, onCompile } = options
  const { createTensorFlow } = await import('#tensorflow')
  // Checked: this engine has none of the others.
  const kind = device as 'auto' | 'cpu' | 'gpu'
  return createTensorFlow({ threads, parts, device: kind, gpuMemoryGrowth, tf32, xla, bf16, eager, onCompile }, reason)
}

async function tfjs(options: CheckedOptions, reason: string): Promise<Runtime> {
  const { tfjsRuntime } = await import('./tfjs/tfjs-runtime.ts')
  return tfjsRuntime(options.tfjsBackend, reason)
}
