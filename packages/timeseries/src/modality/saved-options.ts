import type { OptionValues, Purpose } from '@romae/tokenizer/modality'
import type { SeriesData } from './options.ts'

/** What decides which series a run is of, as the first versions recorded it. */
export function augmentationKey(data: OptionValues): OptionValues {
  const {
    time,
    id,
    label,
    labels,
    labelSeparator,
    channel,
    value = null,
    missing,
    augment,
    channels,
    timeFormat,
  } = data
  return {
    time,
    id,
    label,
    ...(labels != null && { labels }),
    ...(labelSeparator != null && { labelSeparator }),
    channel,
    value,
    missing,
    augment,
    ...(channels !== undefined && { channels }),
    ...(timeFormat != null && { timeFormat }),
  }
}

/**
 * How further files are read for a model: with its channels, whatever was asked for when it was made. Columns that were left
 * out then are left out again. A label that nobody needs, or a group, is one of them: it is no input.
 */
export function optionsForModel(data: OptionValues, purpose: Purpose): OptionValues {
  const { label, labels, labelSeparator, group, ignore, unit, value, unused, ...rest } = data as unknown as SeriesData
  const aside = purpose === 'predict' ? [label, ...(labels ?? []), group].filter((name) => name != null) : []
  const left = [...(unused ?? []), ...aside]
  return {
    ...rest,
    label: purpose === 'predict' ? null : (label ?? null),
    ...(labels != null && purpose !== 'predict' && { labels }),
    ...(labelSeparator != null && purpose !== 'predict' && { labelSeparator }),
    group: purpose === 'train' ? (group ?? null) : null,
    ...(purpose === 'evaluate' && group != null && { groupIfThere: group }),
    allowMissingChannels: false,
    // Of a file of one observation a row it is a column, else the channels themselves, which are known better.
    ...((rest.channel !== null || rest.channels === undefined) && { value }),
    ...(unused !== undefined && { unused: [...new Set(left)] }),
    ...(rest.channels !== undefined && { isModels: true }),
  }
}
