import type { CardSubject } from '../report/model-card.ts'
import { seriesCard } from '../report/series-card.ts'
import type { Evaluation } from './evaluation.ts'
import type { ImputingModels } from './impute.ts'

/** What the card of a model that fills gaps says. @param channels names @param evaluation null where nothing was held out */
export function imputationCard(
  data: string,
  channels: readonly string[],
  { models: [model] }: ImputingModels,
  evaluation: Evaluation | null,
): CardSubject {
  const rows = evaluation?.errors.map(({ count, errors: [own] }, index): [string, string] => {
    return [`${channels[index]!}, ${count} values`, own!.toPrecision(4)]
  })
  const split = 'Root mean squared error on observed values that were kept from training, in the unit of the channel:'
  return seriesCard('impute', data, model, rows === undefined ? null : { split, rows })
}
