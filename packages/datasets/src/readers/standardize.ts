import { mean, variance } from '@romae/internal/statistics'
import { errors } from '../errors.ts'
import type { Splits } from '../generators/splits.ts'
import type { DatasetSeries } from './series.ts'

/** What {@link standardizeSplits} did. */
export interface StandardizedSplits {
  readonly splits: Splits<readonly DatasetSeries[]>
  /** `[channels]`: of the training split's values; 0 for a channel without any. */
  readonly means: Float64Array
  /** `[channels]`: of the training split's values, population; 1 where it would be 0 or there are no values. */
  readonly deviations: Float64Array
}

/**
 * Brings each channel to mean 0 and deviation 1 in the training split, and the other splits by the same numbers: nothing
 * of them goes into the statistics. Extras are left as they are.
 *
 * @throws RomaeError `DATASETS_CHANNELS` if series differ in their number of channels
 */
export function standardizeSplits({ train, validation, test }: Splits<readonly DatasetSeries[]>): StandardizedSplits {
  const channels = train[0]?.channels.length ?? 0
  for (const { id, channels: own } of [...train, ...validation, ...test]) {
    if (own.length !== channels) throw errors.DATASETS_CHANNELS({ id, expected: channels, got: own.length })
  }
  const [means, deviations] = [new Float64Array(channels), new Float64Array(channels).fill(1)]
  for (let channel = 0; channel < channels; channel++) {
    const values = train
      .flatMap((series) => [...series.channels[channel]!.values])
      .filter((value) => !Number.isNaN(value))
    if (values.length === 0) continue
    means[channel] = mean(values)
    const squared = variance(values)
    if (squared > 0) deviations[channel] = Math.sqrt(squared)
  }
  const scaled = (split: readonly DatasetSeries[]) =>
    split.map((series) => ({
      ...series,
      channels: series.channels.map((own, channel) => ({
        ...own,
        values: own.values.map((value) => (value - means[channel]!) / deviations[channel]!),
      })),
    }))
  return { splits: { train: scaled(train), validation: scaled(validation), test: scaled(test) }, means, deviations }
}
