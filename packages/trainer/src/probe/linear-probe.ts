import { checkedElsewhere, type OptionsOf, type Schema } from '@romae/internal/options'
import { readOptions } from '../check-options.ts'
import type { ClassLabel } from '../data/labels.ts'
import { holdOut } from '../evaluation/hold-out.ts'
import { minimize } from './minimize.ts'
import { checkDimensions, checkLabelled, likeliest, type Probe } from './probe.ts'

const schema = {
  classes: { ...checkedElsewhere<readonly ClassLabel[]>(), help: 'their order; by default that of the labels’ text' },
  decay: {
    kind: 'number',
    above: 0,
    help: 'of the weights, not of the biases; by default chosen of six on a fifth of the embeddings, from 1e-4 to 10',
  },
  seed: { kind: 'integer', least: 0, default: 0, help: 'of that fifth' },
} as const satisfies Schema

/** How a linear probe is fitted. */
export interface LinearProbeOptions extends OptionsOf<typeof schema> {}

const DECAYS = [10, 1, 0.1, 1e-2, 1e-3, 1e-4]
const PART = 0.2

/** What is fitted to, `[samples, dimensions + 1]`: the last column is 1, for the bias. */
interface Fitting {
  readonly inputs: Float64Array
  readonly labels: Int32Array
  readonly classes: number
}

/**
 * Fits a multinomial logistic regression to embeddings, which are standardised first: the linear probe by which self-supervised
 * encoders are compared. It minimises the mean cross-entropy + decay / 2 × the sum of the squared weights.
 *
 * @param embeddings what `embed` gave
 * @param labels one an embedding
 * @throws RomaeError `TRAINER_NO_SAMPLES`, `TRAINER_COUNT_MISMATCH`, `TRAINER_LABEL`, `TRAINER_ONE_CLASS`, `TRAINER_UNKNOWN_LABEL`,
 *   `TRAINER_VALUE_NOT_FINITE`, `TRAINER_OPTION`
 */
export function fitLinearProbe(
  embeddings: readonly Float32Array[],
  labels: readonly ClassLabel[],
  options: LinearProbeOptions = {},
): Probe & { readonly decay: number } {
  const { classes: given, decay: asked, seed } = readOptions('fitLinearProbe', schema, options)
  const { classes, labels: indices, dimensions } = checkLabelled(embeddings, labels, given)
  const widened = standardize(embeddings, dimensions)
  const part = (samples: readonly number[]): Fitting => ({
    inputs: widened(samples.map((sample) => embeddings[sample]!)),
    labels: Int32Array.from(samples, (sample) => indices[sample]!),
    classes: classes.length,
  })
  const decay = asked ?? chooseDecay(part, labels, seed)
  const columns = dimensions + 1
  const weights = fit(part([...embeddings.keys()]), decay, new Float64Array(classes.length * columns))
  return {
    classes,
    decay,
    classify(some) {
      checkDimensions(some, dimensions)
      const inputs = widened(some)
      return some.map((_, sample) => {
        const row = inputs.subarray(sample * columns, (sample + 1) * columns)
        return likeliest(classes, Float32Array.from(probabilitiesOf(row, weights, classes.length)))
      })
    },
  }
}

/** The decay with the least cross-entropy on a part that is not fitted to, each begun where the larger one before ended. */
function chooseDecay(
  part: (samples: readonly number[]) => Fitting,
  labels: readonly ClassLabel[],
  seed: number,
): number {
  // Too few to divide: a decay that is seldom far off.
  if (labels.length < 5) return 0.1
  const { train, test } = holdOut(labels, { fraction: PART, seed, purpose: 'validation' })
  const [fitted, held] = [part(train), part(test)]
  let weights = new Float64Array((fitted.classes * fitted.inputs.length) / fitted.labels.length)
  let best = { decay: DECAYS[0]!, loss: Infinity }
  for (const decay of DECAYS) {
    weights = fit(fitted, decay, weights)
    const loss = crossEntropy(held, weights, null)
    if (loss < best.loss) best = { decay, loss }
  }
  return best.decay
}

function fit(to: Fitting, decay: number, start: Float64Array): Float64Array<ArrayBuffer> {
  const columns = to.inputs.length / to.labels.length
  const isBias = (index: number) => index % columns === columns - 1
  return minimize(
    (weights, gradient) => {
      let loss = crossEntropy(to, weights, gradient)
      weights.forEach((weight, index) => {
        if (isBias(index)) return
        loss += (decay / 2) * weight * weight
        gradient[index]! += decay * weight
      })
      return loss
    },
    start,
    { tolerance: 1e-5 },
  ) as Float64Array<ArrayBuffer>
}

/** The mean over samples; its gradient is written where one is given. */
function crossEntropy(
  { inputs, labels, classes }: Fitting,
  weights: Float64Array,
  gradient: Float64Array | null,
): number {
  const columns = inputs.length / labels.length
  gradient?.fill(0)
  let loss = 0
  labels.forEach((label, sample) => {
    const row = inputs.subarray(sample * columns, (sample + 1) * columns)
    const probabilities = probabilitiesOf(row, weights, classes)
    loss -= Math.log(Math.max(probabilities[label]!, Number.MIN_VALUE))
    if (gradient === null) return
    for (let place = 0; place < classes; place++) {
      const off = (probabilities[place]! - Number(place === label)) / labels.length
      const start = place * columns
      for (let column = 0; column < columns; column++) gradient[start + column]! += off * row[column]!
    }
  })
  return loss / labels.length
}

/** The softmax of `weights [classes, columns] × row [columns]`. */
function probabilitiesOf(row: Float64Array, weights: Float64Array, classes: number): Float64Array {
  const logits = new Float64Array(classes)
  for (let place = 0; place < classes; place++) {
    const start = place * row.length
    let sum = 0
    for (let column = 0; column < row.length; column++) sum += weights[start + column]! * row[column]!
    logits[place] = sum
  }
  const largest = logits.reduce((a, b) => Math.max(a, b))
  const powers = logits.map((logit) => Math.exp(logit - largest))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / total)
}

/** Brings embeddings to mean 0 and deviation 1 by those that are fitted to, and adds the column of ones. */
function standardize(
  embeddings: readonly Float32Array[],
  dimensions: number,
): (some: readonly Float32Array[]) => Float64Array<ArrayBuffer> {
  const means = new Float64Array(dimensions)
  const variances = new Float64Array(dimensions)
  for (let column = 0; column < dimensions; column++) {
    for (const embedding of embeddings) means[column]! += embedding[column]! / embeddings.length
    for (const embedding of embeddings)
      variances[column]! += (embedding[column]! - means[column]!) ** 2 / embeddings.length
  }
  const columns = dimensions + 1
  return (some) => {
    const inputs = new Float64Array(some.length * columns).fill(1)
    some.forEach((embedding, sample) => {
      embedding.forEach((value, column) => {
        const scale = Math.sqrt(variances[column]!)
        // A dimension that is the same everywhere tells nothing.
        inputs[sample * columns + column] = scale === 0 ? 0 : (value - means[column]!) / scale
      })
    })
    return inputs
  }
}
