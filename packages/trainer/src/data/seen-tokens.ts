import { maskedCount } from '@romae/core'
import { errors } from '../errors.ts'
import type { Note } from '../notes.ts'
import type { TokenSet } from './token-set.ts'

/**
 * The data without samples of a single token: where something is hidden of one, nothing is left to reconstruct it from.
 *
 * @param maskRatio 1 hides everything of every sample; then nothing is left out
 * @returns with notes on what was left out, and on samples of which the ratio hides every token
 * @throws RomaeError `TRAINER_SINGLE_TOKENS` where no other samples are there
 */
export function withSeenTokens(data: TokenSet, maskRatio: number): { data: TokenSet; notes: readonly Note[] } {
  if (maskRatio === 1) return { data, notes: [] }
  const { lengths } = data
  const left = Int32Array.from(lengths.keys()).filter((sample) => lengths[sample]! > 1)
  if (left.length === 0) throw errors.TRAINER_SINGLE_TOKENS({ samples: lengths.length })
  const unseen = left.filter((sample) => maskedCount(lengths[sample]!, maskRatio) === lengths[sample]!).length
  const notes: Note[] = []
  if (left.length < lengths.length) {
    const message =
      `${lengths.length - left.length} of ${lengths.length} samples have a single token, of which nothing can be hidden ` +
      'and something seen: they are left out'
    notes.push({ code: 'SINGLE_TOKENS', message })
  }
  if (unseen > 0) {
    const message =
      `${unseen} of ${left.length} samples have so few tokens that the mask ratio ${maskRatio} hides all of them, and ` +
      'nothing is seen: lower it, or leave them out'
    notes.push({ code: 'NOTHING_SEEN', message })
  }
  return { data: left.length === lengths.length ? data : only(data, left), notes }
}

function only(data: TokenSet, samples: Int32Array): TokenSet {
  return {
    lengths: Array.from(samples, (sample) => data.lengths[sample]!),
    partLengths: null,
    hashed: [...data.hashed, `only ${samples.join()}`],
    some: data.some.filter(({ length }) => length > 1),
    read: (indices, epoch) =>
      data.read(
        indices.map((index) => samples[index]!),
        epoch,
      ),
    close: () => data.close(),
  }
}
