import { mean, variance } from '@romae/internal/statistics'
import type { TargetOptions } from '@romae/trainer/node'
import { decimalOf } from '../decimal.ts'
import { errors } from '../errors.ts'
import type { Experiment } from '../settings/experiment.ts'
import type { SampleSet } from './host-modality.ts'
import { labelSetsOf, requireOneLabel } from './label-sets.ts'

/** Multi-label: samples may have several classes, or none. */
export type Task = 'classification' | 'multi-label' | 'regression'

/** What a model of these samples predicts. @throws RomaeError `APP_LABEL_SETS` for a task that is not that of the labels */
export function taskOf<Sample>({ finetuning: { task } }: Experiment, set: SampleSet<Sample>): Task {
  const where = `the task ${task}`
  if (task === 'multi-label') labelSetsOf(set, where)
  else if (task !== 'auto') requireOneLabel(set, where)
  if (task !== 'auto') return task
  if (set.labelSets !== undefined) return 'multi-label'
  return set.regression === true ? 'regression' : 'classification'
}

/** The labels of a set of which each sample has one, as `readSplits` makes sure. */
export function labelsOf<Sample>({ labels }: SampleSet<Sample>): readonly string[] {
  return labels.map((label) => label!)
}

/** Labels as numbers. @throws RomaeError `APP_LABEL_NOT_NUMBER` */
export function numbersOf(labels: readonly string[], ids: readonly string[]): number[] {
  return labels.map((label, index) => {
    const value = decimalOf(label)
    if (value === null) throw errors.APP_LABEL_NOT_NUMBER({ id: ids[index]!, label })
    return value
  })
}

/** How numbers to be predicted are scaled: to mean 0 and standard deviation 1, so that no unit is too large to learn. */
export interface TargetScale {
  readonly mean: number
  readonly std: number
}

export function scaleOf(values: readonly number[]): TargetScale {
  return { mean: mean(values), std: Math.sqrt(variance(values)) || 1 }
}

/** The trainer's options for the labels of a set. */
export function targetOptions<Sample>(
  task: Task,
  set: SampleSet<Sample>,
  labels: readonly string[],
  scale: TargetScale | null,
  labelSmoothing: number,
): TargetOptions {
  if (task === 'multi-label') {
    const classes = set.classes !== undefined && { classes: set.classes }
    return { labels: labelSetsOf(set, 'finetune'), labelSmoothing, ...classes }
  }
  if (task === 'classification') {
    return { labels, labelSmoothing, ...(set.classes !== undefined && { classes: set.classes }) }
  }
  const { mean, std } = scale!
  return { targets: numbersOf(labels, set.ids).map((value) => [(value - mean) / std]) }
}
