import type { CompileEvent } from './compile-event.ts'
import type { EngineName } from './engine.ts'
import type { Runtime } from './program/runtime.ts'

/**
 * An engine and its options, for `createEngine`. `onnxruntimeNode`, `onnxruntimeWeb`, `tensorflow` and `tfjs` make one, each
 * from a subpath of its own; so does `providerByName`.
 */
export interface EngineProvider {
  readonly name: EngineName | 'auto'
  /** Loads what computes. For `createEngine` to call: what it gives is no interface for users. */
  open(context: ProviderContext): Promise<Runtime>
}

/** What `createEngine` tells a provider. */
export interface ProviderContext {
  /** Why this engine is created, for `engine.info`. */
  readonly reason: string
  readonly onCompile: ((event: CompileEvent) => void) | undefined
}
