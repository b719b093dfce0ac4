import { errors } from '../errors.ts'
import type { RomaeModel } from './romae-model.ts'

/**
 * One weight that is no number makes every output none, and of NaNs no class is the largest.
 *
 * @throws RomaeError `TRAINER_MODEL_NOT_FINITE`, naming the tensor
 */
export function requireFiniteWeights({ parameters }: Pick<RomaeModel, 'parameters'>): void {
  for (const [parameter, values] of Object.entries(parameters)) {
    // A plain loop: a model has up to hundreds of millions of numbers.
    for (let place = 0; place < values.length; place++) {
      const got = values[place]!
      if (!Number.isFinite(got)) throw errors.TRAINER_MODEL_NOT_FINITE({ parameter, place, got })
    }
  }
}
