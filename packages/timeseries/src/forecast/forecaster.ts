import { type OptionsOf, type Schema, value } from '@romae/internal/options'
import type { FillTokens } from '@romae/tokenizer'
import { positive } from '../options.ts'
import { modelTokenizer } from '../series/model-tokenizer.ts'

/** What a model is given to forecast by. */
export const forecasterSchema = {
  tokenizer: modelTokenizer,
  length: {
    ...positive,
    required: true,
    help: 'the span of time that a model sees at once, the forecast included; the one that it was trained on',
  },
  longest: {
    ...positive,
    help:
      'the longest span from the last known value to the last one wanted that the model was trained for; half of `length` by ' +
      'default',
  },
  known: {
    kind: 'list',
    item: { kind: 'text' },
    help: 'channels whose future is known, such as a plan or a price: what they have there is seen, and not forecast',
  },
  fill: {
    kind: value<FillTokens>(),
    required: true,
    help: 'the model, or the mean of several: gives hidden tokens values and leaves the others as they are',
  },
} as const satisfies Schema

/** A model that forecasts, and what it was trained on. */
export interface ForecasterOptions extends OptionsOf<typeof forecasterSchema> {}
