import type { Tokenizer } from '@romae/tokenizer'
import type { AnyModality, OptionSchema, OptionValues } from '@romae/tokenizer/modality'
import type { RomaeModel } from '@romae/trainer'
import { errors } from '../errors.ts'
import type { OpenedRun } from '../run/run-archive.ts'
import { checkSettings } from '../settings/check-settings.ts'
import { defaultsOf, isTree } from '../settings/settings.ts'

/** A model of samples of one kind that was opened, with how they are read for it. */
export interface OpenedSampleModel {
  readonly model: RomaeModel
  readonly tokenizer: Tokenizer<unknown>
  /** For the modality's `read`. */
  readonly data: OptionValues
}

/**
 * A model of a modality's samples, as it was opened.
 *
 * @throws RomaeError `APP_NO_MODEL` for a model of other samples, or of which nothing says how they are read; `APP_SETTING_*`
 */
export function openSampleModel({ name, model, settings }: OpenedRun, modality: AnyModality): OpenedSampleModel {
  const refuse = (reason: string) => errors.APP_NO_MODEL({ folder: name, reason })
  const made = model.tokenizerRecord?.name ?? ''
  if (made !== modality.name && !made.startsWith(`${modality.name}/`)) {
    throw refuse(`its model is not of ${modality.samples}`)
  }
  if (settings === null) throw refuse(`nothing in it says how ${modality.samples} are read for it`)
  const schema: OptionSchema = modality.options ?? {}
  const own = isTree(settings.experiment.data) ? settings.experiment.data : {}
  checkSettings(own, { ...schema, ...modality.foundOptions }, 'data.')
  const data = { ...defaultsOf(schema), ...own }
  return {
    model,
    tokenizer: modality.restore({ name: made, state: model.tokenizer }),
    data: modality.optionsForModel?.(data, 'predict') ?? data,
  }
}
