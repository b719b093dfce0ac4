import type { Tokens, TokensToFill } from '@romae/tokenizer'
import { errors } from '../errors.ts'
import type { Imputer } from './fill-tokens.ts'

/**
 * Several models as one: each masked value is the mean of what they fill in. Models that differ in nothing but their seed err in
 * different directions, so that their mean errs less than any of them. Their quantiles are averaged level by level: the
 * distribution keeps its shape, and is not widened by what the models do not agree on, as a mixture of them would be.
 *
 * @param imputers of models of one tokenizer; they are disposed of with it
 * @throws RomaeError `TRAINER_OPTION` without any
 */
export function averageImputers(imputers: readonly Imputer[]): Imputer {
  if (imputers.length === 0) {
    throw errors.TRAINER_OPTION({ of: 'averageImputers', key: 'imputers', found: 'none', expected: 'at least one' })
  }
  return {
    async fillTokens(samples) {
      const byModel: Tokens[][] = []
      for (const { fillTokens } of imputers) byModel.push(await fillTokens(samples))
      return meanOf(byModel, samples)
    },
    async fillQuantiles(samples, levels) {
      const byModel: Tokens[][][] = []
      for (const { fillQuantiles } of imputers) byModel.push(await fillQuantiles(samples, levels))
      return levels.map((_, level) =>
        meanOf(
          byModel.map((ofLevels) => ofLevels[level]!),
          samples,
        ),
      )
    },
    async dispose() {
      await Promise.all(imputers.map((imputer) => imputer.dispose()))
    },
  }
}

/** @param byModel `[model][sample]` */
function meanOf(byModel: readonly (readonly Tokens[])[], samples: readonly TokensToFill[]): Tokens[] {
  const [first, ...others] = byModel
  return first!.map((tokens, sample) => {
    const { hidden } = samples[sample]!
    const tokenSize = tokens.values.length / tokens.length
    const values = tokens.values.map((value, index) => {
      if (hidden[Math.floor(index / tokenSize)] === 0) return value
      return others.reduce((sum, other) => sum + other[sample]!.values[index]!, value) / byModel.length
    })
    return { ...tokens, values }
  })
}
