import { packedLayout, type RomaeConfig } from '@romae/core'
import type { UpdateFactors } from '@romae/engine'

/** How learning rate and weight decay are divided among the parameters. */
export interface FactorOptions {
  /** In (0, 1]: the factor of the learning rate from each layer of the encoder to the one below it; 1 for one rate. */
  readonly layerDecay: number
  /** `all`: weight decay acts on every parameter. `matrices`: not on norms, biases, [CLS] and the mask token. */
  readonly weightDecayOn: 'all' | 'matrices'
  /** `encoder`: its weights stay as they are, and those of the projection, [CLS] and channels before it. */
  readonly freeze?: 'encoder'
}

/**
 * The factors of every parameter that has others than 1 and 1, by the names of the packed layout.
 *
 * With layer decay c and an encoder of L blocks, the patch projection and [CLS] learn at c^(L + 1) of the rate, block i
 * (from 0) at c^(L - i), and all that is not the encoder at the whole rate (ELECTRA; BEiT, Bao et al. 2022).
 */
export function updateFactors(
  config: RomaeConfig,
  { layerDecay, weightDecayOn, freeze }: FactorOptions,
): Readonly<Record<string, UpdateFactors>> {
  const { depth } = config.encoder
  const factors = packedLayout(config).entries.map(({ name, shape }) => {
    const rate = freeze === 'encoder' && ofEncoder.test(name) ? 0 : layerDecay ** (depth + 1 - layerOf(name, depth))
    const decay = weightDecayOn === 'matrices' && shape.length < 2 ? 0 : 1
    return [name, { rate, decay }] as const
  })
  return Object.fromEntries(factors.filter(([, { rate, decay }]) => rate !== 1 || decay !== 1))
}

/** What makes the encoder's output. */
const ofEncoder = /^(?:cls$|projection\.|channel_embedding\.|encoder\.)/

/** 0 for what comes before the encoder's blocks, 1 for the first of them, …, depth + 1 for what comes after. */
function layerOf(name: string, depth: number): number {
  if (name === 'cls' || name.startsWith('projection.')) return 0
  const block = /^encoder\.layers\.(\d+)\./.exec(name)?.[1]
  return block === undefined ? depth + 1 : Number(block) + 1
}
