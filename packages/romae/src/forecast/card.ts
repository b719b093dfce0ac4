import type { CardSubject } from '../report/model-card.ts'
import { seriesCard } from '../report/series-card.ts'
import type { ForecastEvaluation } from './evaluation.ts'
import type { Forecaster } from './model-forecasts.ts'

/** What the card of a model that forecasts says. @param channels names @param evaluation null where nothing was kept from training */
export function forecastCard(
  data: string,
  channels: readonly string[],
  { models: [model] }: Forecaster,
  evaluation: ForecastEvaluation | null,
): CardSubject {
  const rows = evaluation?.errors[0]?.map(({ count, rmse }, index): [string, string] => {
    return [`${channels[index]!}, ${count} values`, rmse.toPrecision(4)]
  })
  const origins = evaluation?.reporting.origins.length
  const split = `Root mean squared error from ${origins} origins that training did not see, in the unit of the channel:`
  return seriesCard('forecast', data, model, rows === undefined ? null : { split, rows })
}
