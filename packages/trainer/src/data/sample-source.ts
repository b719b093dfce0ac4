import { createRandom, type Random } from '@romae/internal/random'
import { nameSample } from './name-sample.ts'
import { type AnyTokenizer, type TokensOf, tokensOf } from './sample-tokens.ts'

/**
 * Samples by index: they are read and tokenized when their batch comes, in every epoch anew, so that a data set need not
 * fit into memory and may be augmented.
 */
export interface SampleSource<Sample> {
  /** Number of samples. */
  readonly length: number
  /**
   * How many tokens each sample has, or one number for all; where that varies, the most that it can be. It decides which
   * samples are padded together. Absent: each sample is read and tokenized once before training, to count; so it is with several
   * modalities, which are counted one by one.
   */
  readonly tokenCounts?: number | ArrayLike<number>
  /**
   * Says which data these are: a version, a checksum, a path. A resumed run must have the same; beside it only the
   * number of samples, `tokenCounts` and the tokens of eight samples are compared.
   */
  readonly fingerprint?: string
  /**
   * Reads one sample. Calls overlap in time.
   *
   * @param random a stream of this sample in this epoch alone, for augmentation: it depends on the run's seed, the epoch
   *   and the index, not on the order of calls
   */
  sample(index: number, random: Random): Sample | Promise<Sample>
}

/** One pass over a data set. */
export interface Pass {
  /** Of the run. */
  readonly seed: number
  /** From 1; 0 for what is read before training. */
  readonly epoch: number
}

/**
 * Reads and tokenizes samples of a source, all of them at once.
 *
 * @returns in the order of `indices`
 * @throws RomaeError `TRAINER_SAMPLE_UNREADABLE`, `TOKENIZER_TOKENS_*`, or what source and tokenizer throw, naming
 *   the sample; where several
 *   samples fail, the error of the first
 */
export async function readTokens<Sample, Any extends AnyTokenizer<Sample>>(
  source: Pick<SampleSource<Sample>, 'sample'>,
  tokenizer: Any,
  indices: readonly number[],
  { seed, epoch }: Pass,
): Promise<TokensOf<Any>[]> {
  const settled = await Promise.allSettled(
    indices.map(async (index) => {
      let sample: Sample | undefined
      try {
        sample = await source.sample(index, createRandom(seed, 'training', 'sample', epoch, index))
        return await tokensOf(tokenizer, sample, index)
      } catch (cause) {
        throw nameSample(cause, index, sample)
      }
    }),
  )
  return settled.map((result) => {
    if (result.status === 'fulfilled') return result.value
    throw result.reason
  })
}
