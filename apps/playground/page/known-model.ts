import { createEngine } from '@romae/engine'
import { onnxruntimeWeb } from '@romae/engine/onnxruntime-web'
import type { Tokenizer } from '@romae/tokenizer'
import type { OptionValues } from '@romae/tokenizer/modality'
import { classify, embed, type RomaeModel } from '@romae/trainer/browser'
import type { MediaKind, PlacedFile } from './media-kind.ts'
import type { Verdict } from './media-messages.ts'
import { mediaSettings } from './media-settings.ts'

/** A model of pictures or sounds, and how these are read for it. */
export interface KnownModel {
  readonly kind: MediaKind
  readonly model: RomaeModel
  readonly tokenizer: Tokenizer<unknown>
  readonly data: OptionValues
  /** What was kept from training; null of a model that was opened. */
  readonly heldOut: MediaSamples | null
}

/** What this worker has opened, or learned as far as it was last looked at. */
let known: KnownModel | null = null

export function knowModel(model: KnownModel): void {
  known = model
}

/** @throws Error before there is one */
export function knownModel(): KnownModel {
  if (known === null) throw new Error('Nothing has been learned yet. Wait until the first results are there.')
  return known
}

/** What the model says of a file that it has not seen. @throws Error before there is a model; RomaeError of the file */
export async function tellMedia(file: File): Promise<Verdict> {
  const { kind, model, tokenizer, data } = knownModel()
  const { samples } = await readAll(kind, data, [{ file, path: file.name }])
  const engine = await createEngine(onnxruntimeWeb({ threads: 1 }))
  try {
    if (model.classes === null) {
      const [vector] = await embed(model, samples, { tokenizer, engine })
      return { classes: null, vector: [...vector!] }
    }
    const [told] = await classify(model, samples, { tokenizer, engine })
    return { classes: model.classes, probabilities: [...told!.probabilities] }
  } finally {
    await engine.dispose()
  }
}

/** Pictures or sounds, held in memory: they are small. */
export interface MediaSamples {
  readonly files: readonly PlacedFile[]
  readonly samples: readonly unknown[]
  /** A picture of one, as the bytes of a PNG file. */
  picture(index: number): Promise<Uint8Array>
}

/** @throws RomaeError that names the file */
export async function readAll(
  kind: MediaKind,
  data: OptionValues,
  files: readonly PlacedFile[],
): Promise<MediaSamples> {
  const context = { purpose: 'predict', note: () => {} } as never
  const named = files.map(({ file, path }) => new File([file], path))
  const { samples, preview } = await mediaSettings[kind].modality.read(named, data as never, context)
  const picture = async (index: number) => (await preview!(index)).png
  if (Array.isArray(samples)) return { files, samples, picture }
  const { length, sample } = samples as { readonly length: number; sample(index: number): unknown }
  const all: unknown[] = []
  for (let index = 0; index < length; index++) all.push(await sample(index))
  return { files, samples: all, picture }
}
