import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from '@romae/engine'
import { type RomaeModel, runToEnd, saveModel } from '@romae/trainer/node'
import { writeTyped } from '../typed-json.ts'
import { answersOf } from './answers.ts'
import { specimens, startOf } from './specimens.ts'

/** Where a specimen keeps what, within its folder. */
export const places = {
  model: 'model',
  /** Checkpoints of the run that made the model, as it was stopped on the way. */
  unfinished: 'unfinished',
  samples: 'samples.json',
  answers: 'answers.json',
} as const

const stopAfter = 3

/** Makes every specimen, and the same run once more, stopped on the way. */
export async function keepLibrary(folder: string, engine: Engine): Promise<void> {
  const models = new Map<string, RomaeModel>()
  for (const specimen of specimens) {
    const place = join(folder, specimen.name)
    await mkdir(place, { recursive: true })
    const labelled = specimen.samples()
    const tokenizer = await specimen.fit(labelled.samples)
    const parts = { ...labelled, tokenizer, pretrained: startOf(specimen, models) }
    const model = await runToEnd(specimen.train({ ...parts, training: { engine } }))
    const stop = new AbortController()
    const checkpoints = { checkpointFolder: join(place, places.unfinished), checkpointEvery: 2, keepCheckpoints: 1 }
    const stopped = specimen.train({ ...parts, training: { engine, signal: stop.signal, ...checkpoints } })
    await runToEnd(stopped, (event) => {
      if (event.type === 'step' && event.step === stopAfter) stop.abort()
    })
    await saveModel(join(place, places.model), model)
    await writeTyped(join(place, places.samples), labelled)
    await writeTyped(join(place, places.answers), await answersOf(model, tokenizer, labelled.samples, engine))
    models.set(specimen.name, model)
  }
}
