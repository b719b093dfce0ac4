import type { SeriesDescription } from '@romae/timeseries'
import type { SeriesData } from '@romae/timeseries/modality'
import { type Known, timeseries } from '@romae/timeseries/modality'
import { hostModality } from '../modality/make-host-modality.ts'
import { savedSections } from '../modality/saved-settings.ts'
import type { TrainedModel } from '../modality/trained-model.ts'

/** What a model says of its files: its tokenizer first, then the record of its run. Models of older versions say nothing. */
export function knownOf({ model, saved }: TrainedModel): Known {
  const { channelNames, timeUnit = null } = (model.tokenizer as { readonly options?: SeriesDescription }).options ?? {}
  const { unused, channels, timeFormat } = savedSections(saved, hostModality(timeseries), ['data'])
    .data as unknown as SeriesData
  if (channelNames === undefined) return channels === undefined ? {} : { channels, isModels: true }
  return {
    channels: channelNames,
    isModels: true,
    timeUnit: timeUnit as NonNullable<Known['timeUnit']> | null,
    ...(timeFormat != null && { timeFormat }),
    ...(unused !== undefined && { unused }),
  }
}
