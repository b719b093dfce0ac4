import {
  CHANNEL_LENGTHS,
  type ResolvedCommonOptions,
  STANDARDIZATIONS,
  type TimeSeries,
  type TimeSeriesTokenizer,
  TRANSFORMS,
} from '@romae/timeseries'
import {
  allSamples,
  type Experiment,
  type IdleSettings,
  integer,
  type Modality,
  optional,
  positiveUpTo,
  texts,
  within,
} from 'romae'
import { augmentation, augmentationKinds } from './augmentation.ts'
import {
  decimalDescription,
  decimalKind,
  delimiterDescription,
  delimiterKind,
  missingDescription,
} from './format-options.ts'
import { presets } from './presets.ts'
import { isUea, readSeries } from './read-series.ts'
import { reconstructions } from './reconstructions.ts'
import { identify, inherit, type SeriesData } from './series-data.ts'
import { fitTokenizer, restoreTokenizer } from './series-tokenizer.ts'
import { timeDescription, timeFormatDescription, timeUnitDescription, timeUnitKind } from './time-options.ts'
import { describeTime } from './time-unit.ts'

/** Irregular time series, for the commands that all apps share. */
export const timeseries: Modality<TimeSeries> = {
  name: 'timeseries',
  samples: 'series',
  files: 'CSV files (-: CSV from standard input), or .ts files of the UEA archive’s format',
  presets,
  kinds: {
    data: {
      time: 'text?',
      timeFormat: 'text?',
      timeUnit: timeUnitKind,
      id: 'text?',
      label: 'text?',
      group: 'text?',
      idsPerFile: 'flag',
      channel: 'text?',
      value: optional(texts),
      ignore: optional(texts),
      unit: optional(texts),
      allowMissingChannels: 'flag',
      missing: texts,
      channelLengths: CHANNEL_LENGTHS,
      delimiter: delimiterKind,
      decimal: decimalKind,
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
    // `channels` and `unused` were found in the files, as `timeUnit` where nobody gave it; `dropped` is of a run of `uea`, the last two of `impute`.
    saved: {
      channels: texts,
      unused: texts,
      dropped: within(0, 1),
      window: optional(positiveUpTo(Number.MAX_VALUE)),
      heldOut: within(0, 1),
    },
  },
  dataOptions: [
    { flags: '--time <column>', key: 'time', description: timeDescription },
    { flags: '--time-format <format>', key: 'timeFormat', description: timeFormatDescription },
    { flags: '--time-unit <unit>', key: 'timeUnit', description: timeUnitDescription },
    { flags: '--id <column>', key: 'id', description: 'CSV: tells series apart; without it a file is one series' },
    {
      flags: '--label <column>',
      key: 'label',
      description: 'CSV: the class of a series, or the number to predict; never an input',
    },
    {
      flags: '--group <column>',
      key: 'group',
      description: 'CSV: what series belong to, as a patient: they stay in one part; never an input',
    },
    { flags: '--ids-per-file', key: 'idsPerFile', description: 'CSV: each file counts its ids anew' },
    { flags: '--channel <column>', key: 'channel', description: 'CSV of one observation a row: its channel' },
    {
      flags: '--value <column...>',
      key: 'value',
      description: 'CSV: columns of values (default: all others that hold numbers)',
    },
    { flags: '--ignore <column...>', key: 'ignore', description: 'CSV: columns, or channels, that are left out' },
    { flags: '--unit <channel=unit...>', key: 'unit', description: 'CSV: what channels are measured in' },
    {
      flags: '--allow-missing-channels',
      key: 'allowMissingChannels',
      description: 'CSV: takes files that lack channels of the model',
    },
    { flags: '--missing <text...>', key: 'missing', description: missingDescription },
    {
      flags: '--channel-lengths <meaning>',
      key: 'channelLengths',
      description: '.ts: what different lengths in one case mean: equal (an error), from-start, same-span',
    },
    { flags: '--delimiter <character>', key: 'delimiter', description: delimiterDescription },
    { flags: '--decimal <mark>', key: 'decimal', description: decimalDescription },
  ],
  settingsHelp: {
    'tokenizer.timeUnit':
      'the span that is one step of the time axis for the model, in the unit of the files (default: the typical step of the data)',
  },
  read: readSeries,
  inherit,
  identify,
  idle,
  fit: async (samples, settings) => fitTokenizer(await allSamples(samples), settings),
  tokenizers: ['timeseries/timesteps', 'timeseries/observations'],
  restore: restoreTokenizer,
  describe: (tokenizer) => [describeTime((tokenizer as TimeSeriesTokenizer<ResolvedCommonOptions>).options)],
  augment: augmentation,
  reconstructions,
}

/** What files and other settings leave without effect. */
function idle(
  { data, tokenizer }: Pick<Experiment, 'data'> & Partial<Experiment>,
  paths: readonly string[],
): IdleSettings {
  const isFirst = (data as Partial<SeriesData>).channels === undefined && paths.length === 1
  const columns = [
    'time',
    'timeFormat',
    'timeUnit',
    'id',
    'label',
    'group',
    'channel',
    'value',
    'ignore',
    'unit',
    'missing',
    'delimiter',
    'decimal',
  ]
  const ofCsv = [...columns, 'idsPerFile', 'allowMissingChannels']
  return {
    ...(tokenizer?.kind === 'observations' && {
      'tokenizer.missing': 'what is missing gives no token with tokenizer.kind=observations',
    }),
    ...((data as Partial<SeriesData>).id == null && { 'data.idsPerFile': 'the files have no ids without --id' }),
    ...(isFirst && { 'data.allowMissingChannels': 'a model learns the channels that its first file has' }),
    ...(!paths.some(isUea) && { 'data.channelLengths': 'no .ts file is read' }),
    ...(paths.every(isUea) && Object.fromEntries(ofCsv.map((key) => [`data.${key}`, '.ts files say it themselves']))),
  }
}
