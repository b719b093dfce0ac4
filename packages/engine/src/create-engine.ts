import { type OptionsOf, type Schema, value } from '@romae/internal/options'
import { readOptions } from './check-options.ts'
import type { CompileEvent } from './compile-event.ts'
import type { Engine, EngineName } from './engine.ts'
import { errors } from './errors.ts'
import { describeValue } from './host-tensor.ts'
import type { EngineProvider } from './provider.ts'
import { providerByName } from './provider-by-name.ts'
import { runtimeEngine } from './runtime-engine.ts'

const schema = {
  checkInputs: {
    kind: 'flag',
    default: true,
    help: 'whether inputs are searched for NaN before each run: one pass over them',
  },
  onCompile: {
    kind: value<(event: CompileEvent) => void>(),
    help: 'called after each compilation; tfjs, and tensorflow with `eager`, compile nothing',
  },
} as const satisfies Schema

/** Options of `createEngine` that all engines have; what one of them has besides, its provider takes. */
export interface EngineOptions extends OptionsOf<typeof schema> {}

/**
 * Creates an engine. The rule: an engine asked for, as a provider with its options or by its name, is used, or the call
 * fails; `auto`, the default, is ONNX Runtime (`onnxruntime-node` in Node, `onnxruntime-web` in a browser) if that package can
 * be used, else `tfjs` with its current backend. `engine.info` says which, and why.
 *
 * @throws RomaeError `ENGINE_PROVIDER_INVALID`, `ENGINE_OPTION_UNKNOWN`, `ENGINE_OPTION_INVALID`,
 * `ENGINE_NAME_UNKNOWN`, `ENGINE_PACKAGE_MISSING`, `ENGINE_PACKAGE_OLD`,
 *   ENGINE_PACKAGE_BROKEN, ENGINE_NEEDS_NODE, ENGINE_BACKEND_UNKNOWN, ENGINE_TENSORFLOW_NOT_BUILT,
 *   ENGINE_TENSORFLOW_SETTINGS, ENGINE_CUDA_PRECISION, ENGINE_DEVICE_MISSING
 */
export async function createEngine(
  engine: EngineProvider | EngineName | 'auto' = 'auto',
  options: EngineOptions = {},
): Promise<Engine> {
  const provider = typeof engine === 'string' ? providerByName(engine) : engine
  if (typeof provider?.open !== 'function') throw errors.ENGINE_PROVIDER_INVALID({ got: describeValue(engine) })
  const { checkInputs, onCompile } = readOptions('createEngine', schema, options)
  const runtime = await provider.open({ reason: `${provider.name} was asked for`, onCompile })
  return runtimeEngine(runtime, checkInputs)
}
