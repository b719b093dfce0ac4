import type { OptionsOf, Schema } from '@romae/internal/options'
import { createRandom, type Random } from '@romae/internal/random'
import { readOptions } from '../check-options.ts'
import type { RomaeConfig } from '../config/types.ts'
import { packFrom } from './pack.ts'
import { type Initializer, type ParameterSpec, type Parameters, parameterSpecs, sizeOf } from './specs.ts'

const schema = {
  maskToken: { kind: 'choice', of: ['normal', 'zeros'], default: 'normal' },
} as const satisfies Schema

/** How the mask token starts: `normal`, or `zeros`, the reference's choice. */
interface InitializeOptions extends OptionsOf<typeof schema> {}

/**
 * Initial parameters; the same seed gives the same values, and each parameter has a random stream of its own, so that
 * changing the depth does not change the layers before.
 *
 * @throws RomaeError `CONFIG_*`, `RANDOM_SEED`
 */
export function initializeParameters(config: RomaeConfig, seed: number, options: InitializeOptions = {}): Parameters {
  const initialize = initializerOf('initializeParameters', seed, options)
  return Object.fromEntries(parameterSpecs(config).map((spec) => [spec.name, initialize(spec)]))
}

/**
 * The same parameters in the packed layout, as `packParameters` would pack them: for half of the memory, since no
 * parameter is kept by itself.
 *
 * @throws RomaeError `CONFIG_*`, `RANDOM_SEED`
 */
export function initializePacked(config: RomaeConfig, seed: number, options: InitializeOptions = {}): Float32Array {
  const initialize = initializerOf('initializePacked', seed, options)
  const specs = new Map(parameterSpecs(config).map((spec) => [spec.name, spec]))
  return packFrom(config, (name) => initialize(specs.get(name)!))
}

function initializerOf(caller: string, seed: number, options: InitializeOptions) {
  const { maskToken } = readOptions(caller, schema, options)
  const random = createRandom(seed, 'initialize')
  return ({ name, shape, initializer }: ParameterSpec): Float32Array => {
    const values = new Float32Array(sizeOf(shape))
    const isMaskToken = name === 'mask_token' || name.startsWith('mask_token.')
    if (!isMaskToken || maskToken !== 'zeros') fill(values, initializer, random.fork(name))
    return values
  }
}

function fill(values: Float32Array, initializer: Initializer, random: Random): void {
  switch (initializer.kind) {
    case 'constant':
      values.fill(initializer.value)
      break
    case 'uniform':
      for (let i = 0; i < values.length; i++) values[i] = (2 * random.uniform() - 1) * initializer.bound
      break
    case 'normal':
      for (let i = 0; i < values.length; i++) values[i] = random.normal() * initializer.std
  }
}
