import { allSamples, integer, type Modality, optional, positiveUpTo, texts, within } from '@romae/app-common'
import { STANDARDIZATIONS, type TimeSeries, TRANSFORMS } from '@romae/timeseries'
import { augmentation, augmentationKinds } from './augmentation.ts'
import { presets } from './presets.ts'
import { readSeries } from './read-series.ts'
import { reconstructions } from './reconstructions.ts'
import { fitTokenizer, restoreTokenizer } from './series-tokenizer.ts'

/** Irregular time series, for the commands that all apps share. */
export const timeseries: Modality<TimeSeries> = {
  name: 'timeseries',
  samples: 'series',
  files: 'CSV files, or .ts files of the UEA archive’s format',
  presets,
  kinds: {
    data: {
      time: 'text?',
      id: 'text?',
      label: 'text?',
      channel: 'text?',
      value: optional(texts),
      missing: texts,
      augment: augmentationKinds,
    },
    tokenizer: {
      kind: ['timesteps', 'observations'],
      missing: ['error', 'zero', 'interpolate', 'indicator'],
      standardize: STANDARDIZATIONS,
      transform: TRANSFORMS,
      relativeValues: 'flag',
      clip: optional(positiveUpTo(Number.MAX_VALUE)),
      timeUnit: optional(positiveUpTo(Number.MAX_VALUE)),
      maxLength: optional(integer(1, 1_000_000)),
    },
    // `channels` were found in the files; `dropped` is of a run of `uea`.
    saved: { channels: texts, dropped: within(0, 1) },
  },
  dataOptions: [
    { flags: '--time <column>', key: 'time', description: 'CSV: times, numbers or ISO dates' },
    { flags: '--id <column>', key: 'id', description: 'CSV: tells series apart; without it a file is one series' },
    { flags: '--label <column>', key: 'label', description: 'CSV: the class of a series, or the number to predict' },
    { flags: '--channel <column>', key: 'channel', description: 'CSV of one observation a row: its channel' },
    { flags: '--value <column...>', key: 'value', description: 'CSV: columns of values (default: all others)' },
    { flags: '--missing <text...>', key: 'missing', description: 'CSV: cells that mean missing' },
  ],
  read: readSeries,
  fit: async (samples, settings) => fitTokenizer(await allSamples(samples), settings),
  restore: restoreTokenizer,
  augment: augmentation,
  reconstructions,
}
