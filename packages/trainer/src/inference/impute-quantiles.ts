import type { FillingOptions, Tokenizer, Tokens, TokensToFill } from '@romae/tokenizer'
import { readOptions } from '../check-options.ts'
import { errors } from '../errors.ts'
import type { RestoredModel } from '../model/restore-tokenizer.ts'
import type { RomaeModel } from '../model/romae-model.ts'
import { createImputer, type Imputer } from './fill-tokens.ts'
import { fillingSchema, type ImputeOptions } from './impute.ts'
import { requireOneTokenizer } from './require-tokenizer.ts'

/** What to fill with, how much at a time, and the levels of the quantiles. */
export interface ImputeQuantilesOptions<Sample> extends ImputeOptions<Sample> {
  /** Above 0 and below 1, such as 0.05, 0.5 and 0.95. */
  readonly levels: readonly number[]
}

/**
 * How sure a model is of what is missing in samples: as `impute`, with quantiles in place of single numbers. They are the
 * model's own; whether a tenth of the values is indeed below its first decile is to be seen on values that it has not seen.
 *
 * @param model one whose likelihood is `gaussian`, `studentT` or `quantiles`
 * @returns `[sample][level]`: samples whose gaps are filled with the quantiles of that level
 * @throws RomaeError `TRAINER_NO_DISTRIBUTION` for a model of single numbers, `LIKELIHOOD_LEVEL`, and as `impute`
 */
export async function imputeQuantiles<Sample>(
  model: RomaeModel | RestoredModel<Sample>,
  samples: Iterable<Sample>,
  { length, stride, levels, ...options }: ImputeQuantilesOptions<Sample>,
): Promise<Sample[][]> {
  const tokenizer = requireOneTokenizer('imputeQuantiles', model, options)
  const imputer = await createImputer(model, { ...options, tokenizer })
  try {
    const filling = { length, ...(stride !== undefined && { stride }) }
    return await fillSampleQuantiles(imputer, tokenizer, samples, { levels, ...filling })
  } finally {
    await imputer.dispose()
  }
}

/**
 * Quantiles of what is missing in samples: as `fillSamples`, once for each level. Of overlapping windows the quantile functions
 * are averaged, with the weights that their points have.
 *
 * @param levels above 0 and below 1, such as 0.05, 0.5 and 0.95
 * @returns `[sample][level]`: samples filled with the quantiles of that level
 * @throws RomaeError as `impute` does, `TRAINER_NO_DISTRIBUTION` for a model of single numbers, `LIKELIHOOD_LEVEL`
 */
export async function fillSampleQuantiles<Sample>(
  imputer: Imputer,
  tokenizer: Tokenizer<Sample>,
  samples: Iterable<Sample>,
  { levels, ...filling }: FillingOptions & { readonly levels: readonly number[] },
): Promise<Sample[][]> {
  if (tokenizer.fillMissing === undefined) throw errors.TRAINER_CANNOT_FILL({ tokenizer: tokenizer.name })
  readOptions('imputeQuantiles', fillingSchema, filling)
  const { fillMissing } = tokenizer
  const filled: Sample[][] = []
  for (const sample of samples) {
    // What a sample's windows are does not depend on what fills them, so that one call of the model serves all levels.
    const calls: Tokens[][][] = []
    const ofLevels: Sample[] = []
    for (const level of levels.keys()) {
      let call = 0
      const fill = async (windows: readonly TokensToFill[]) => {
        if (level === 0) calls.push(await imputer.fillQuantiles(windows, levels))
        return calls[call++]![level]!
      }
      ofLevels.push(await fillMissing.call(tokenizer, sample, fill, filling))
    }
    filled.push(ofLevels)
  }
  return filled
}
