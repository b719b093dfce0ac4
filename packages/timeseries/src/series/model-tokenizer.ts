import { value } from '@romae/internal/options'
import type { Tokenizer } from '@romae/tokenizer'
import type { TimeSeries } from './series.ts'

/** The option of what fills and forecasts by a model. */
export const modelTokenizer = {
  kind: value<Tokenizer<TimeSeries>>(),
  has: 'axes',
  expected: 'an observationTokenizer: one token an observation, at [channel, time]',
  required: true,
  help: 'makes one token an observation (`observationTokenizer`), with the statistics that the model was trained on',
} as const
