import { RomaeError } from '@romae/errors'
import type { Engine } from './engine.ts'
import { type CheckedOptions, checkOptions, type EngineOptions } from './engine-options.ts'
import type { Runtime } from './program/runtime.ts'
import { runtimeEngine } from './runtime-engine.ts'

/**
 * Creates an engine. The rule: an engine asked for by name is used, or the call fails; `auto` is `onnxruntime-node` if
 * that package can be imported, else `tfjs` with its current backend. `engine.info` says which, and why.
 *
 * @throws ENGINE_OPTION_UNKNOWN, ENGINE_OPTION_INVALID, ENGINE_OPTION_FOREIGN, ENGINE_NAME_UNKNOWN,
 *   ENGINE_PACKAGE_MISSING, ENGINE_PACKAGE_BROKEN, ENGINE_BACKEND_UNKNOWN
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
    case 'auto':
      try {
        return await onnxRuntimeNode(options, 'auto: onnxruntime-node could be imported')
      } catch (error) {
        if (!RomaeError.isInstance(error)) throw error
        return tfjs(options, `auto: onnxruntime-node could not be used, because ${error.message}`)
      }
  }
}

// Engines are imported on use: a bundle for the browser must not hold Node's modules.

async function onnxRuntimeNode(options: CheckedOptions, reason: string): Promise<Runtime> {
  const { loadOnnxRuntime } = await import('./onnxruntime-node/load.ts')
  const onnxRuntime = await loadOnnxRuntime()
  const { onnxRuntimeNodeRuntime } = await import('./onnxruntime-node/onnxruntime-node-runtime.ts')
  return onnxRuntimeNodeRuntime(onnxRuntime, options, reason)
}

async function tfjs(options: CheckedOptions, reason: string): Promise<Runtime> {
  const { tfjsRuntime } = await import('./tfjs/tfjs-runtime.ts')
  return tfjsRuntime(options.tfjsBackend, reason)
}
