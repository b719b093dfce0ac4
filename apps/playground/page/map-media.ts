import type { Spectrogram } from '@romae/audio'
import { createEngine } from '@romae/engine'
import { onnxruntimeWeb } from '@romae/engine/onnxruntime-web'
import type { MapSection } from '@romae/report/map'
import { classify, embed } from '@romae/trainer/browser'
import { SEED } from './job.ts'
import { knownModel, type MediaSamples, readAll } from './known-model.ts'
import { classOf, type PlacedFile } from './media-kind.ts'
import { mediaSettings } from './media-settings.ts'

/** That each point of the map is to stay near to, and the longer side of a picture, in pixels. */
const NEIGHBOURS = 15
const SIDE = 40
/** Moments of a sound's curve. */
const MOST_MOMENTS = 40

/** What a model makes of many files. */
export interface MediaMap {
  readonly section: MapSection
  /** As `romae embed` writes them. */
  readonly embeddings: Blob
}

/**
 * The embeddings of files as a map, coloured by the folders that they lie in, or else by what a classifier says.
 *
 * @param files null: what was kept from training
 * @throws RomaeError `APP_MAP_POINTS` for fewer than four, or of a file; Error where nothing was kept
 */
export async function mapMedia(files: readonly PlacedFile[] | null): Promise<MediaMap> {
  const { kind, model, tokenizer, data, heldOut } = knownModel()
  const set = files === null ? heldOut : await readAll(kind, data, files)
  if (set === null) throw new Error('This model comes without files. Take a folder, or several files, for the map.')
  // What the map is drawn by is loaded where there is one.
  const { drawMap, embeddingsCsv, pictureLooks } = await import('romae/embedding')
  const engine = await createEngine(onnxruntimeWeb({ threads: 1 }))
  try {
    const vectors = await embed(model, set.samples, { tokenizer, engine })
    const ids = set.files.map(({ path }) => path)
    let labels = set.files.map(({ path }) => classOf(path) ?? undefined)
    const isTold = model.classes !== null && labels.every((label) => label === undefined)
    if (isTold) labels = (await classify(model, set.samples, { tokenizer, engine })).map(({ label }) => label)
    const section = await drawMap({
      what: mediaSettings[kind].modality.samples,
      vectors,
      ids,
      labels,
      neighbours: NEIGHBOURS,
      seed: SEED,
      // What draws spectrograms is larger than what draws the map.
      looks: async (chosen) =>
        kind === 'image'
          ? pictureLooks(chosen, (index) => smallPicture(set, index))
          : chosen.map((index) => ({ curve: loudness(set.samples[index] as Spectrogram) })),
    })
    const caption = isTold ? `${section.caption} Colours are what the model says.` : section.caption!
    return {
      section: { ...section, caption },
      embeddings: new Blob([embeddingsCsv(ids, vectors)], { type: 'text/csv' }),
    }
  } finally {
    await engine.dispose()
  }
}

/** The mean of each moment's bins, on their logarithmic scale. */
function loudness({ values, frames, bins }: Spectrogram): readonly number[] {
  const count = Math.min(MOST_MOMENTS, frames)
  return Array.from({ length: count }, (_, moment) => {
    const frame = Math.floor((moment * frames) / count)
    return values.subarray(frame * bins, (frame + 1) * bins).reduce((sum, value) => sum + value, 0) / bins
  })
}

async function smallPicture(set: MediaSamples, index: number): Promise<string> {
  const bitmap = await createImageBitmap(new Blob([(await set.picture(index)) as Uint8Array<ArrayBuffer>]))
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height))
  const canvas = new OffscreenCanvas(Math.ceil(scale * bitmap.width), Math.ceil(scale * bitmap.height))
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())
  return `data:image/png;base64,${btoa(String.fromCharCode(...bytes))}`
}
