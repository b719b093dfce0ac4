import { inOrder } from '@romae/internal/iteration'
import { defineModality, type Modality, type OptionValues } from '@romae/tokenizer/modality'
import { timeseries as restorer } from '../restorer.ts'
import type { TimeSeries } from '../series/series.ts'
import type { ResolvedCommonOptions } from '../tokenizers/options.ts'
import type { TimeSeriesTokenizer } from '../tokenizers/tokenizer.ts'
import { augmentation } from './augmentation.ts'
import { figures } from './figures.ts'
import { inspect } from './inspect.ts'
import { foundOptions, readOptions, type SeriesData, tokenizerOptions } from './options.ts'
import { readSeries } from './read-series.ts'
import { augmentationKey, optionsForModel } from './saved-options.ts'
import { scores } from './scores.ts'
import { fitTokenizer } from './series-tokenizer.ts'
import { isUea } from './source.ts'
import { suggests } from './suggests.ts'
import { describeTime } from './time-unit.ts'
import { writeSeries } from './write-series.ts'

/** Irregular time series: CSV files, JSON Lines, Parquet, NPY, NPZ, `.tsf`, and `.ts` and ARFF files of the UEA archive. */
export const timeseries: Modality<TimeSeries, typeof readOptions, typeof tokenizerOptions> = defineModality({
  specVersion: 1,
  name: 'timeseries',
  samples: 'series',
  files:
    'CSV, JSON Lines, Parquet, NPY, NPZ or .tsf (-: from standard input), or .ts and .arff files as the UEA archive has them; text also as .gz or .zst',
  extensions: ['.csv', '.tsv', '.jsonl', '.ndjson', '.parquet', '.npy', '.npz', '.tsf', '.ts', '.arff'],
  options: readOptions,
  tokenizerOptions,
  foundOptions,
  read: readSeries,
  write: writeSeries,
  fit: async (samples, options) => {
    const held: TimeSeries[] = []
    for await (const one of inOrder(samples)) held.push(one)
    return fitTokenizer(held, options)
  },
  restore: restorer.restore,
  optionsForModel,
  augmentationKey,
  unusedOptions,
  describe: (tokenizer) => [describeTime((tokenizer as TimeSeriesTokenizer<ResolvedCommonOptions>).options)],
  inspect,
  augment: ({ augment }) => augmentation(augment),
  figureCount: 2,
  figures,
  scores,
  suggests,
})

/** What files and other options leave without effect. */
function unusedOptions(
  { data, tokenizer }: { readonly data: OptionValues; readonly tokenizer?: OptionValues },
  sources: readonly string[],
): Readonly<Record<string, string>> {
  const { channels, id } = data as Partial<SeriesData>
  const isFirst = channels === undefined && sources.length === 1
  const ofUea = ['channelLengths', 'augment']
  const ofCsv = Object.keys(readOptions).filter((key) => !ofUea.includes(key))
  return {
    ...(tokenizer?.kind === 'observations' && {
      'tokenizer.missing': 'what is missing gives no token with tokenizer.kind=observations',
    }),
    ...(data.label == null && { 'data.labelSeparator': 'it parts the cells of --label, which is not given' }),
    ...(id == null && { 'data.idsPerFile': 'the files have no ids without --id' }),
    ...(isFirst && { 'data.allowMissingChannels': 'a model learns the channels that its first file has' }),
    ...(!sources.some(isUea) && { 'data.channelLengths': 'no .ts or .arff file is read' }),
    ...(sources.every(isUea) &&
      Object.fromEntries(ofCsv.map((key) => [`data.${key}`, '.ts and .arff files say it themselves']))),
  }
}
