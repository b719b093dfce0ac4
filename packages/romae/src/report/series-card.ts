import { observationTokenizer } from '@romae/timeseries'
import type { PretrainedModel } from '@romae/trainer/node'
import type { CardFigures, CardSubject } from './model-card.ts'

/**
 * What the card of a model of series says.
 *
 * @param data the file that it was trained on
 */
export function seriesCard(
  task: 'impute' | 'forecast',
  data: string,
  model: PretrainedModel,
  figures: CardFigures | null,
): CardSubject {
  const { channels } = observationTokenizer.fromJSON(model.tokenizer)
  return { task, modality: 'timeseries', samples: 'series', data, channels, figures }
}
