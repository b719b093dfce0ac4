import type { Schema } from '@romae/internal/options'
import type { FillingOptions, Tokenizer } from '@romae/tokenizer'
import { readOptions } from '../check-options.ts'
import { errors } from '../errors.ts'
import type { RestoredModel } from '../model/restore-tokenizer.ts'
import type { RomaeModel } from '../model/romae-model.ts'
import { createImputer, type Imputer } from './fill-tokens.ts'
import type { InferenceOptions } from './options.ts'
import { requireOneTokenizer } from './require-tokenizer.ts'

export const fillingSchema = {
  length: { kind: 'number', above: 0, required: true },
  stride: { kind: 'number', above: 0 },
} as const satisfies Schema & Record<keyof FillingOptions, unknown>

/** What to fill with, and how much at a time. */
export interface ImputeOptions<Sample> extends InferenceOptions<Sample>, FillingOptions {}

/**
 * Fills what is missing in samples, such as the gaps of series, and leaves what is there as it is.
 *
 * Loads and compiles the model for this call; `createImputer` does so for many.
 *
 * @param model a pre-trained one, restored by `loadModel` with `modalities`, or given its `tokenizer` as an option
 * @returns the samples, in their order
 * @throws RomaeError `TRAINER_CANNOT_FILL` for a tokenizer whose samples have no gaps; what `createImputer` throws, and the
 *   tokenizer
 */
export async function impute<Sample>(
  model: RomaeModel | RestoredModel<Sample>,
  samples: Iterable<Sample>,
  { length, stride, ...options }: ImputeOptions<Sample>,
): Promise<Sample[]> {
  const tokenizer = requireOneTokenizer('impute', model, options)
  const imputer = await createImputer(model, { ...options, tokenizer })
  try {
    return await fillSamples(imputer, tokenizer, samples, { length, ...(stride !== undefined && { stride }) })
  } finally {
    await imputer.dispose()
  }
}

/** Fills samples by a model that is loaded. @throws RomaeError as `impute` does */
export async function fillSamples<Sample>(
  imputer: Imputer,
  tokenizer: Tokenizer<Sample>,
  samples: Iterable<Sample>,
  filling: FillingOptions,
): Promise<Sample[]> {
  if (tokenizer.fillMissing === undefined) throw errors.TRAINER_CANNOT_FILL({ tokenizer: tokenizer.name })
  readOptions('impute', fillingSchema, filling)
  const filled: Sample[] = []
  for (const sample of samples) filled.push(await tokenizer.fillMissing(sample, imputer.fillTokens, filling))
  return filled
}
