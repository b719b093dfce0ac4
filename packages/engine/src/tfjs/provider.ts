import type { OptionsOf, Schema } from '@romae/internal/options'
import { readOptions } from '../check-options.ts'
import type { EngineProvider } from '../provider.ts'

const schema = {
  backend: {
    kind: 'text',
    expected: 'the name of a backend',
    help: 'name of a registered backend; by default the one that is current when the engine is created',
  },
} as const satisfies Schema

/** Options of `tfjs`. */
export interface TfjsOptions extends OptionsOf<typeof schema> {}

/**
 * TensorFlow.js: runs programs operation by operation on one of its backends.
 *
 * @throws RomaeError `ENGINE_OPTION_UNKNOWN`, `ENGINE_OPTION_INVALID`
 */
export function tfjs(options: TfjsOptions = {}): EngineProvider {
  const { backend } = readOptions('tfjs', schema, options)
  return {
    name: 'tfjs',
    async open({ reason }) {
      const { tfjsRuntime } = await import('./tfjs-runtime.ts')
      return tfjsRuntime(backend, reason)
    },
  }
}
