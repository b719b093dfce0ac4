import { type DatasetSeries, type Splits, standardizeSplits } from '@romae/datasets'
import { type Hidden, hideValues } from './hide-values.ts'
import type { ProtocolSettings } from './settings.ts'
import { type Windows, windowsOf } from './windows.ts'

/** A data set before anything is hidden. */
export interface HourlyData {
  readonly channels: readonly string[]
  /** Divides it. Times of the series count steps from 0. */
  split(seed: number): Splits<readonly DatasetSeries[]>
  /** Steps of each split's series. */
  readonly lengths: Splits<number>
}

/** What every method is given: nothing else is known to any of them before the test. */
export interface ImputationTask {
  readonly train: Windows
  readonly validation: Hidden
  readonly test: Hidden
}

/** Standardises each channel by the training split, cuts windows, and hides values. */
export function imputationTask({ channels, split, lengths }: HourlyData, settings: ProtocolSettings, seed: number) {
  const { steps, stride, missing, missingInTraining } = settings
  const { splits } = standardizeSplits(split(seed))
  const cut = (part: keyof Splits<unknown>, every: number) =>
    windowsOf(splits[part], channels, { steps, stride: every, length: lengths[part] })
  const task: ImputationTask = {
    train: hideValues(cut('train', stride), missingInTraining, seed, 'train').seen,
    validation: hideValues(cut('validation', steps), missing, seed, 'validation'),
    test: hideValues(cut('test', steps), missing, seed, 'test'),
  }
  return task
}
