import { likelihoodOf } from '@romae/core'
import type { PretrainedModel } from '../model/romae-model.ts'

/** By whose distance from the median the width of a distribution is told. */
export const QUARTILES = [0.25, 0.5, 0.75] as const

/** Whether a model knows quartiles: one of single numbers does not, nor one of a few quantiles about the median. */
export function hasQuartiles({ config }: Pick<PretrainedModel, 'config'>): boolean {
  const { likelihood } = config
  if (likelihoodOf(config).quantile === null) return false
  const levels = likelihood?.kind === 'quantiles' ? (likelihood.levels ?? []) : QUARTILES
  return levels[0]! <= QUARTILES[0] && levels.at(-1)! >= QUARTILES[2]
}
