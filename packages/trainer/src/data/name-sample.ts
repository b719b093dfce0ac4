import { RomaeError } from '@romae/tokenizer'
import { errors, reasonOf } from '../errors.ts'

/**
 * What reading or tokenizing a sample threw, naming the sample: of the same code where it has one. A plugin knows what is
 * wrong with a sample, but not which of the data set it was given.
 *
 * @param sample what was read, where that succeeded: its `id` is named, too
 */
export function nameSample(cause: unknown, index: number, sample?: unknown): RomaeError {
  if (!RomaeError.isInstance(cause)) {
    return errors.TRAINER_SAMPLE_UNREADABLE({ sample: index, reason: reasonOf(cause) }, cause)
  }
  // The contract's own checks name it already.
  if (cause.fields.sample !== undefined) return cause
  const { id } = (sample ?? {}) as { readonly id?: unknown }
  const name = typeof id === 'string' ? ` (${id.slice(0, 100)})` : ''
  // The constructor adds the code to the message again.
  const message = `sample ${index}${name}: ${cause.message.replace(` [${cause.code}]`, '')}`
  return new RomaeError(cause.code, message, { ...cause.fields, sample: index }, cause)
}
