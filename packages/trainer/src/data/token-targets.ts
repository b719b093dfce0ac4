import { errors } from '../errors.ts'
import { checkTargetLists, checkTargetNumbers, type TargetOptions, type Targets } from './targets.ts'

/**
 * One vector of numbers a token, for models with `pooling: 'token'`. A sample's target holds the vectors of its tokens back
 * to back, `[length x outputSize]`; the first sample decides `outputSize`.
 *
 * @param lengths how many tokens each sample has
 * @throws RomaeError `TRAINER_OPTION`, `TRAINER_COUNT_MISMATCH`, `TRAINER_VALUE_NOT_FINITE`
 */
export function tokenTargets({ targets, labels }: TargetOptions, lengths: readonly number[]): Targets {
  if (targets === undefined || labels !== undefined) {
    throw errors.TRAINER_OPTION({ key: 'targets', rule: "must be given, and labels must not, with pooling: 'token'" })
  }
  checkTargetLists(targets, lengths.length)
  const outputSize = targets[0]!.length / lengths[0]!
  const offsets = [0]
  targets.forEach((target, sample) => {
    const tokens = lengths[sample]!
    if (target.length !== tokens * outputSize || outputSize < 1) {
      const found = `${target.length} numbers for the ${tokens} tokens of sample ${sample}`
      throw errors.TRAINER_OPTION({
        key: 'targets',
        found,
        expected: 'as many numbers for every token of every sample',
      })
    }
    checkTargetNumbers(target, sample)
    offsets.push(offsets[sample]! + target.length)
  })
  const values = new Float32Array(offsets.at(-1)!)
  for (const [sample, target] of targets.entries()) values.set(target, offsets[sample]!)
  return {
    classes: null,
    multiLabel: false,
    outputSize,
    loss: { kind: 'meanSquaredError' },
    values,
    size: (sample) => lengths[sample]! * outputSize,
    ofBatch(samples, length) {
      const data = new Float32Array(samples.length * length * outputSize) // zero on padding, which does not count
      samples.forEach((sample, row) => {
        data.set(values.subarray(offsets[sample], offsets[sample + 1]), row * length * outputSize)
      })
      return { data, shape: [samples.length, length, outputSize] }
    },
  }
}
