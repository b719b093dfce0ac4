import type { SeriesDescription } from '@romae/timeseries'
import type { Known } from '@romae/timeseries/modality'
import type { PretrainedModel } from '@romae/trainer'
import { errors } from '../errors.ts'
import type { OpenedRun } from '../run/run-archive.ts'
import { isTree, type Settings } from '../settings/settings.ts'
import type { RunCalibration } from '../uncertainty/run-calibration.ts'
import { savedWindow } from './saved-settings.ts'

/** A model of tables that was opened, with what it says of the files that it is for. */
export interface OpenedSeriesModel {
  readonly model: PretrainedModel
  readonly channels: readonly string[]
  /** For reading a file as the model's was. */
  readonly known: Known
  /** Columns that the model's file had for these; null where there was none, or nothing says so. */
  readonly time: string | null
  readonly id: string | null
  /** The time that the model sees at once. */
  readonly window: number
  /** The longest span from what is known to the last target; null of a model that fills gaps. */
  readonly longest: number | null
  /** Channels whose future is known. */
  readonly knownFuture: readonly string[]
  readonly saved: RunCalibration | { readonly reason: string }
}

/**
 * A model that `romae impute` or `romae forecast` has trained, as it was opened.
 *
 * @throws RomaeError `APP_NO_MODEL` for any other model, `APP_SAVED_SETTINGS`, `APP_CALIBRATION`
 */
export function openSeriesModel(run: OpenedRun): OpenedSeriesModel {
  const { name, model, settings } = run
  const refuse = (reason: string) => errors.APP_NO_MODEL({ folder: name, reason })
  if (model.tokenizerRecord?.name !== 'timeseries/observations' || model.config.task !== 'pretraining') {
    throw refuse('its model was made neither by impute nor by forecast')
  }
  const window = settings === null ? null : savedWindow(settings)
  if (settings === null || window === null) {
    throw refuse(
      'nothing in it says how much time the model sees at once; take the whole folder “checkpoint” of the run',
    )
  }
  const { channelNames, timeUnit = null } = (model.tokenizer as { readonly options: SeriesDescription }).options
  if (channelNames === undefined) throw refuse('it is of a version whose channels had no names; train it anew')
  const data = isTree(settings.experiment.data) ? settings.experiment.data : {}
  const timeFormat = textOf(data, 'timeFormat')
  const known: Known = {
    channels: channelNames,
    isModels: true,
    timeUnit: timeUnit as NonNullable<Known['timeUnit']> | null,
    ...(timeFormat !== null && { timeFormat }),
    unused: textsOf(data, 'unused'),
  }
  const { longest } = data
  return {
    model: model as PretrainedModel,
    channels: channelNames,
    known,
    time: textOf(data, 'time'),
    id: textOf(data, 'id'),
    window,
    longest: typeof longest === 'number' && longest > 0 ? longest : null,
    knownFuture: textsOf(data, 'known'),
    saved: run.calibration(channelNames.length),
  }
}

function textOf(data: Settings, key: string): string | null {
  const value = data[key]
  return typeof value === 'string' ? value : null
}

function textsOf(data: Settings, key: string): readonly string[] {
  const value = data[key]
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}
