import { type OptionsOf, type Schema, value } from '@romae/internal/options'
import type { FillTokens, Tokens, TokensToFill } from '@romae/tokenizer'
import { positive } from '../options.ts'
import { modelTokenizer } from '../series/model-tokenizer.ts'

/** What a model was trained on. */
export const forecastingSchema = {
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
} as const satisfies Schema

/** What a model is given to forecast by. */
export const forecasterSchema = {
  ...forecastingSchema,
  fill: {
    kind: value<FillTokens>(),
    required: true,
    help: 'the model, or the mean of several: gives hidden tokens values and leaves the others as they are',
  },
} as const satisfies Schema

/** A model that forecasts, and what it was trained on. */
export interface ForecasterOptions extends OptionsOf<typeof forecasterSchema> {}

/**
 * Gives hidden tokens the quantiles that a model has of them, as `fillQuantiles` of an imputer does.
 *
 * @returns `[level][sample]`
 */
export type FillQuantiles = (
  samples: readonly TokensToFill[],
  levels: readonly number[],
) => Promise<readonly (readonly Tokens[])[]>

/** What a model that knows quantiles is given to forecast by. */
export const quantileForecasterSchema = {
  ...forecastingSchema,
  levels: {
    kind: 'list',
    item: { kind: 'number', above: 0, below: 1 },
    required: true,
    distinct: true,
    help: 'of the quantiles, such as 0.05, 0.5 and 0.95',
  },
  fillQuantiles: {
    kind: value<FillQuantiles>(),
    required: true,
    help: 'the model, or the mean of several: gives hidden tokens quantiles and leaves the others as they are',
  },
} as const satisfies Schema

/** A model that says how sure its forecasts are, and what it was trained on. */
export interface QuantileForecasterOptions extends OptionsOf<typeof quantileForecasterSchema> {}
