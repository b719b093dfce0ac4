import type { SeriesDescription } from '@romae/timeseries'
import { savedSections, type TrainedModel } from 'romae'
import type { SeriesData } from '../modality/series-data.ts'
import { timeseries } from '../modality/timeseries.ts'

/** What a model knows of the files that it is for. */
export type Known = Pick<SeriesData, 'channels' | 'timeUnit' | 'timeFormat' | 'unused' | 'isModels'>

/** What a model says of its files: its tokenizer first, then the record of its run. Models of older versions say nothing. */
export function knownOf({ model, saved }: TrainedModel): Known {
  const { channelNames, timeUnit = null } = (model.tokenizer as { readonly options?: SeriesDescription }).options ?? {}
  const { unused, channels, timeFormat } = savedSections(saved, timeseries, ['data']).data as SeriesData
  if (channelNames === undefined) return channels === undefined ? {} : { channels, isModels: true }
  return {
    channels: channelNames,
    isModels: true,
    timeUnit,
    ...(timeFormat != null && { timeFormat }),
    ...(unused !== undefined && { unused }),
  }
}
