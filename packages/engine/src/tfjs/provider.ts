import { checks, checkText } from '../check-options.ts'
import type { EngineProvider } from '../provider.ts'

/** Options of `tfjs`. */
export interface TfjsOptions {
  /** Name of a registered backend. Default: the backend that is current when the engine is created. */
  readonly backend?: string
}

/**
 * TensorFlow.js: runs programs operation by operation on one of its backends.
 *
 * @throws RomaeError `ENGINE_OPTION_UNKNOWN`, `ENGINE_OPTION_INVALID`
 */
export function tfjs(options: TfjsOptions = {}): EngineProvider {
  checks.checkOptions('tfjs', options, ['backend'])
  const { backend } = options
  checkText('tfjs', 'backend', backend, 'the name of a backend')
  return {
    name: 'tfjs',
    async open({ reason }) {
      const { tfjsRuntime } = await import('./tfjs-runtime.ts')
      return tfjsRuntime(backend, reason)
    },
  }
}
