import { createRandom, type Random } from '@romae/random'
import type { RomaeConfig } from '../config/types.ts'
import { rejectUnknownKeys, requireChoice } from '../config/validate.ts'
import { type Initializer, type Parameters, parameterSpecs, sizeOf } from './specs.ts'

const maskTokenStarts = ['normal', 'zeros'] as const

/**
 * Initial parameters; the same seed gives the same values, and each parameter has a random stream of its own, so that
 * changing the depth does not change the layers before.
 *
 * @param options.maskToken `normal` (default) or `zeros`, the reference's choice
 * @throws RomaeError `CONFIG_*`, `RANDOM_SEED`
 */
export function initializeParameters(
  config: RomaeConfig,
  seed: number,
  options: { maskToken?: 'normal' | 'zeros' } = {},
): Parameters {
  rejectUnknownKeys('initializeParameters', options, ['maskToken'])
  const maskToken = requireChoice('initializeParameters', 'maskToken', options.maskToken ?? 'normal', maskTokenStarts)
  const random = createRandom(seed, 'initialize')
  return Object.fromEntries(
    parameterSpecs(config).map(({ name, shape, initializer }) => {
      const zeroed = name === 'mask_token' && maskToken === 'zeros'
      const values = new Float32Array(sizeOf(shape))
      return [name, zeroed ? values : fill(values, initializer, random.fork(name))]
    }),
  )
}

function fill(values: Float32Array, initializer: Initializer, random: Random): Float32Array {
  switch (initializer.kind) {
    case 'constant':
      return values.fill(initializer.value)
    case 'uniform':
      return values.map(() => (2 * random.uniform() - 1) * initializer.bound)
    case 'normal':
      return values.map(() => random.normal() * initializer.std)
  }
}
