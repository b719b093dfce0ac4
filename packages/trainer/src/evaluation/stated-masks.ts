import { errors } from '../errors.ts'

/** What is masked of held-out samples, where it is stated and not drawn. */
export interface StatedMasks {
  /** `[batch, length]` of some samples, padded: 1 = masked. */
  of(samples: ArrayLike<number>, length: number): Uint8Array
  /** How many visible and masked tokens a row of so many may have: the same for every batch, so that shapes are few. */
  counts(length: number): { readonly visible: number; readonly masked: number }
  /** All masks, for the fingerprint of what is evaluated. */
  readonly bytes: Uint8Array
}

/**
 * @param masks `[sample][token]`, 1 = masked
 * @param lengths tokens of each sample
 * @throws RomaeError `TRAINER_OPTION`, naming the sample
 */
export function statedMasks(masks: readonly Uint8Array[], lengths: readonly number[]): StatedMasks {
  const wrong = (key: string, found: string, expected: string) =>
    errors.TRAINER_OPTION({ of: 'pretrain.evaluation', key, found, expected })
  if (masks.length !== lengths.length) {
    throw wrong('masks', `${masks.length}`, `an array for each of the ${lengths.length} samples`)
  }
  const counts = masks.map((mask, sample) => {
    const length = lengths[sample]!
    const key = `masks[${sample}]`
    if (mask.length !== length)
      throw wrong(key, `${mask.length} numbers`, `one for each of the sample's ${length} tokens`)
    if (mask.some((value) => value > 1)) throw wrong(key, `${Math.max(...mask)}`, '0 or 1 for each token')
    const masked = mask.reduce((sum, value) => sum + value, 0)
    if (masked === 0 || masked === length)
      throw wrong(key, `${masked} of ${length} masked`, 'at least one masked and one visible')
    return { masked, visible: length - masked }
  })
  const most = {
    visible: Math.max(...counts.map(({ visible }) => visible)),
    masked: Math.max(...counts.map(({ masked }) => masked)),
  }
  return {
    of(samples, length) {
      const batch = new Uint8Array(samples.length * length)
      for (let row = 0; row < samples.length; row++) batch.set(masks[samples[row]!]!, row * length)
      return batch
    },
    counts: (length) => ({ visible: Math.min(most.visible, length), masked: Math.min(most.masked, length) }),
    bytes: Uint8Array.from(masks.flatMap((mask) => [...mask])),
  }
}
