import { errors } from '../errors.ts'

/**
 * Weights that make every class count the same over the data: samples / (classes x samples of the class).
 *
 * @param labels the index of each sample's class
 * @throws RomaeError `TRAINER_OPTION` for a class without samples, whose weight would be infinite
 */
export function balancedWeights(labels: Int32Array, classes: readonly string[]): number[] {
  const counts = classes.map(() => 0)
  for (const label of labels) counts[label]!++
  const absent = counts.indexOf(0)
  if (absent !== -1) {
    const found = `balanced, and no sample has the label "${classes[absent]}"`
    throw errors.TRAINER_OPTION({
      key: 'classWeights',
      found,
      expected: 'one number a class where a class has no samples',
    })
  }
  return counts.map((count) => labels.length / (classes.length * count))
}
