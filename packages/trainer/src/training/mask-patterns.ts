import type { MaskPattern } from '@romae/core'
import type { Tokenizer } from '@romae/tokenizer'
import { errors } from '../errors.ts'

/** A pattern of masks, its axes by their names. */
export interface PretrainMaskPattern extends Omit<MaskPattern, 'axis' | 'channels'> {
  /** The axis along which gaps and ends lie. Default: the tokenizer's last. */
  readonly axis?: string
  /** Whether a gap is in `one` channel, where the tokenizer names their axis, or in `all`, the default. */
  readonly channels?: 'one' | 'all'
}

/** Patterns by the indices of their axes. @throws RomaeError `TRAINER_OPTION` */
export function patternsOf(
  given: readonly PretrainMaskPattern[],
  { name, axes, channels }: Pick<Tokenizer<unknown>, 'name' | 'axes' | 'channels'>,
): MaskPattern[] {
  const wrong = (index: number, key: string, got: unknown, expected: string) =>
    errors.TRAINER_OPTION({ of: `pretrain.maskPatterns[${index}]`, key, got, expected })
  return given.map(({ axis = axes.at(-1)!, channels: extent = 'all', ...pattern }, index) => {
    if (!axes.includes(axis)) throw wrong(index, 'axis', axis, `an axis of the tokenizer: ${axes.join(', ')}`)
    if (extent === 'one' && channels?.axis === undefined) {
      throw wrong(index, 'channels', extent, `left out: the tokenizer ${name} names no axis of channels`)
    }
    const place = pattern.kind === 'scattered' ? {} : { axis: axes.indexOf(axis) }
    return { ...pattern, ...place, ...(extent === 'one' && { channels: axes.indexOf(channels!.axis!) }) }
  })
}
