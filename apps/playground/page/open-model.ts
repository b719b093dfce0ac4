import { openRun, openSampleModel, openSeriesModel } from 'romae/archive'
import { knowModel } from './known-model.ts'
import type { MediaKind } from './media-kind.ts'
import { mediaSettings } from './media-settings.ts'
import type { ModelDescription } from './messages.ts'

/**
 * Says what a model is for. One of pictures or sounds is kept for those that come.
 *
 * @throws RomaeError of what is no model, or one of something else
 */
export async function openModel(file: File): Promise<ModelDescription> {
  const run = await openRun(file)
  const kinds = Object.keys(mediaSettings) as MediaKind[]
  const kind = kinds.find((one) => run.model.tokenizerRecord?.name.startsWith(mediaSettings[one].modality.name))
  if (kind !== undefined) {
    const { model, tokenizer, data } = openSampleModel(run, mediaSettings[kind].modality)
    knowModel({ kind, model, tokenizer, data, heldOut: null })
    return { name: file.name, task: 'tell', kind, classes: model.classes }
  }
  const { channels, longest } = openSeriesModel(run)
  return { name: file.name, task: longest === null ? 'fill' : 'forecast', channels }
}
