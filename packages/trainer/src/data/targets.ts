import type { PredictionLoss } from '@romae/core'
import type { HostTensor } from '@romae/engine'
import { checkedElsewhere, type OptionsOf, type Schema } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { balancedWeights } from './class-weights.ts'
import { areLabelSets, balancedPositiveWeights, type LabelSet, type Labels, memberships } from './label-sets.ts'
import { type ClassLabel, checkClasses, classesOf, classIndices, labelTexts } from './labels.ts'
import type { NameOf } from './sample-names.ts'

/** What samples are to be predicted as: labels with what belongs to them, or numbers. */
export const targetSchema = {
  labels: {
    ...checkedElsewhere<Labels>(),
    excludes: 'targets',
    help:
      'one class name a sample: trains a classifier. A number names the class of its decimal text: the model’s classes are ' +
      'texts, and 1 and `1` are one class. Or a list of names a sample, of several or none: trains a multi-label classifier; ' +
      '`{ has, unknown }` in place of a list leaves out of the loss what nobody knows',
  },
  classes: {
    ...checkedElsewhere<readonly ClassLabel[]>(),
    needs: 'labels',
    help: 'all class names in the order of the outputs. Default: the distinct labels, sorted',
  },
  labelSmoothing: {
    kind: 'number',
    least: 0,
    below: 1,
    needs: 'labels',
    help: 'label smoothing e: the right class counts 1 - e + e / n; of several labels 1 becomes 1 - e / 2 and 0 e / 2. Default 0',
  },
  classWeights: {
    ...checkedElsewhere<readonly number[] | 'balanced'>(),
    needs: 'labels',
    help:
      'one weight a class, or `balanced`: every class counts the same over the training data. Of several labels: how often a sample ' +
      'that has the label counts, or `balanced`: as much as those without. Default 1 each',
  },
  targets: {
    ...checkedElsewhere<readonly ArrayLike<number>[]>(),
    excludes: 'labels',
    help:
      'one vector of numbers a sample: trains a regression. With `model.pooling: token` one vector a token, those of a sample ' +
      'back to back: `[length x outputSize]`',
  },
} as const satisfies Schema

/** What samples are to be predicted as: labels with what belongs to them, or numbers. */
export interface TargetOptions extends OptionsOf<typeof targetSchema> {}

/** What the outputs of a prediction model are compared with. */
export interface Targets {
  /** Null for a regression. */
  readonly classes: readonly string[] | null
  /** Whether a sample may have several of the classes, or none. */
  readonly multiLabel: boolean
  readonly outputSize: number
  readonly loss: PredictionLoss
  /** All samples' targets one after another: class indices, numbers, or what each sample is to each class (`Memberships`). */
  readonly values: Int32Array | Float32Array
  /** How many of the model's outputs for a sample count; those of padding, which come last, do not. */
  size(sample: number): number
  /**
   * The targets of a batch: class indices `[batch]`, numbers or memberships `[batch, outputSize]`, or of every token
   * `[batch, length, outputSize]`.
   */
  ofBatch(samples: Int32Array, length: number): HostTensor
}

/**
 * Checks targets against the number of samples.
 *
 * @throws RomaeError `TRAINER_OPTION`, `TRAINER_COUNT_MISMATCH`, `TRAINER_LABEL`, `TRAINER_LABEL_SET`, `TRAINER_ONE_CLASS`,
 *   `TRAINER_UNKNOWN_LABEL`, `TRAINER_VALUE_NOT_FINITE`
 */
export function resolveTargets(options: TargetOptions, samples: number, nameOf?: NameOf): Targets {
  const { labels, targets } = options
  if (labels !== undefined && targets === undefined) {
    requireList('labels', labels, 'a list of class names')
    if (labels.length !== samples) {
      throw errors.TRAINER_COUNT_MISMATCH({ what: 'labels', expected: samples, got: labels.length })
    }
    return areLabelSets(labels)
      ? multiLabelTargets(options, labels, nameOf)
      : classTargets(options, labels as readonly ClassLabel[], nameOf)
  }
  if (targets !== undefined && labels === undefined) return regressionTargets(targets, samples)
  const rule = labels === undefined ? 'must be given, and neither is' : 'are both given, where one decides'
  throw errors.TRAINER_OPTION({ key: 'labels or targets', rule })
}

function classTargets(options: TargetOptions, given: readonly ClassLabel[], nameOf: NameOf | undefined): Targets {
  const { labelSmoothing: smoothing = 0 } = options
  const labels = labelTexts(given, nameOf)
  const classes = options.classes === undefined ? classesOf(labels) : checkClasses(options.classes)
  const indices = classIndices(labels, classes, nameOf)
  const classWeights = options.classWeights === 'balanced' ? balancedWeights(indices, classes) : options.classWeights
  if (classWeights !== undefined) checkClassWeights(classWeights, classes.length)
  return {
    classes,
    multiLabel: false,
    outputSize: classes.length,
    loss: { kind: 'crossEntropy', smoothing, ...(classWeights !== undefined && { classWeights }) },
    values: indices,
    size: () => classes.length,
    ofBatch: (batch) => ({ data: batch.map((sample) => indices[sample]!), shape: [batch.length] }),
  }
}

function multiLabelTargets(
  { classes: given, labelSmoothing: smoothing = 0, classWeights }: TargetOptions,
  labels: readonly LabelSet[],
  nameOf: NameOf | undefined,
): Targets {
  const found = memberships(labels, given, nameOf)
  const { classes, values } = found
  const positiveWeights = classWeights === 'balanced' ? balancedPositiveWeights(found) : classWeights
  if (positiveWeights !== undefined) checkClassWeights(positiveWeights, classes.length)
  return {
    classes,
    multiLabel: true,
    outputSize: classes.length,
    loss: { kind: 'binaryCrossEntropy', smoothing, ...(positiveWeights !== undefined && { positiveWeights }) },
    values,
    size: () => classes.length,
    ofBatch: (batch) => rowsOf(values, classes.length, batch),
  }
}

/** @returns `[batch, size]` of `values` `[samples x size]` */
function rowsOf(values: Float32Array, size: number, batch: Int32Array): HostTensor {
  const data = new Float32Array(batch.length * size)
  batch.forEach((sample, row) => {
    data.set(values.subarray(sample * size, (sample + 1) * size), row * size)
  })
  return { data, shape: [batch.length, size] }
}

function checkClassWeights(weights: readonly number[], classes: number): void {
  if (!Array.isArray(weights)) {
    const expected = `'balanced', or a list of ${classes} numbers`
    throw errors.TRAINER_OPTION({ key: 'classWeights', got: weights, expected })
  }
  const wrong = weights.find((weight) => !(weight > 0 && Number.isFinite(weight)))
  if (weights.length !== classes || wrong !== undefined) {
    const found = weights.length === classes ? String(wrong) : `${weights.length} weights`
    const expected = `one positive number for each of the ${classes} classes`
    throw errors.TRAINER_OPTION({ key: 'classWeights', found, expected })
  }
}

function regressionTargets(targets: readonly ArrayLike<number>[], samples: number): Targets {
  checkTargetLists(targets, samples)
  const outputSize = targets[0]!.length
  const flat = new Float32Array(samples * outputSize)
  targets.forEach((target, sample) => {
    checkTarget(target, sample, outputSize)
    flat.set(target, sample * outputSize)
  })
  return {
    classes: null,
    multiLabel: false,
    outputSize,
    loss: { kind: 'meanSquaredError' },
    values: flat,
    size: () => outputSize,
    ofBatch: (batch) => rowsOf(flat, outputSize, batch),
  }
}

function checkTarget(target: ArrayLike<number>, sample: number, outputSize: number): void {
  if (target.length !== outputSize || outputSize === 0) {
    const found = outputSize === 0 ? 'empty vectors' : `${target.length} numbers for sample ${sample}`
    throw errors.TRAINER_OPTION({
      key: 'targets',
      found,
      expected: `vectors of one length (sample 0 has ${outputSize})`,
    })
  }
  checkTargetNumbers(target, sample)
}

/** @throws RomaeError `TRAINER_OPTION` for what is no list of lists, `TRAINER_COUNT_MISMATCH` */
export function checkTargetLists(targets: readonly ArrayLike<number>[], samples: number): void {
  requireList('targets', targets, 'a list of vectors')
  if (targets.length !== samples) {
    throw errors.TRAINER_COUNT_MISMATCH({ what: 'targets', expected: samples, got: targets.length })
  }
  const expected = 'vectors, also of a single number: [[1], [2], …]'
  for (const target of targets) requireList('targets', target, expected)
}

/** Data come from plain JavaScript too. @throws RomaeError `TRAINER_OPTION` */
function requireList(key: string, list: unknown, expected: string): void {
  const length = typeof list === 'object' ? (list as Partial<ArrayLike<unknown>> | null)?.length : undefined
  if (length === undefined) throw errors.TRAINER_OPTION({ key, got: list, expected })
}

/** @throws RomaeError `TRAINER_VALUE_NOT_FINITE` */
export function checkTargetNumbers(target: ArrayLike<number>, sample: number): void {
  // Single precision is what the engine reads: what overflows there is not finite either. Null would count as 0 there.
  const isFine = (value: unknown) => typeof value === 'number' && Number.isFinite(Math.fround(value))
  const place = Array.from(target).findIndex((value) => !isFine(value))
  if (place !== -1) throw errors.TRAINER_VALUE_NOT_FINITE({ what: 'the targets', sample, got: target[place] })
}
