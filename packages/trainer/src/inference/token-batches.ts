import type { RomaeConfig } from '@romae/core'
import { prefetch } from '@romae/internal/iteration'
import type { BatchPlan } from '../data/buckets.ts'
import { openAll } from '../data/open-samples.ts'
import type { AnyTokenizer, SampleTokens } from '../data/sample-tokens.ts'
import type { Samples } from '../data/samples.ts'
import type { TokenSet } from '../data/token-set.ts'
import { checkAnyFit } from '../model/romae-model.ts'

/** Some samples of a data set with their tokens. */
type ReadBatch<Plan extends BatchPlan> = Plan & { readonly tokens: readonly SampleTokens[] }

/**
 * Opens a data set for as long as `use` takes. What a source changes at random it changes as it does before training.
 *
 * @throws RomaeError `TRAINER_NO_SAMPLES`, `TRAINER_OPTION`, `TOKENIZER_*`, and what source and tokenizer throw
 */
export async function withTokens<Sample, Result>(
  tokenizer: AnyTokenizer<Sample>,
  samples: Samples<Sample>,
  use: (data: TokenSet<SampleTokens>) => Promise<Result>,
): Promise<Result> {
  const [data] = await openAll<Sample, AnyTokenizer<Sample>>(tokenizer, [samples], 0)
  try {
    return await use(data)
  } finally {
    await data.close()
  }
}

/**
 * Batches of a data set with their tokens, read one batch ahead of whoever takes them.
 *
 * @throws RomaeError `TRAINER_MODEL_MISMATCH`, and what reading the data throws
 */
export async function* tokenBatches<Plan extends BatchPlan>(
  config: RomaeConfig,
  data: TokenSet<SampleTokens>,
  batches: Iterable<Plan>,
): AsyncGenerator<ReadBatch<Plan>, void, void> {
  for await (const { task, made: tokens } of prefetch(batches, ({ samples }) => data.read(samples, 0), 1)) {
    checkAnyFit(config, tokens)
    yield { ...task, tokens }
  }
}
