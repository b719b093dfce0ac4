import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine, type Engine } from '@romae/engine'
import { loadModel, type RomaeModel, runToEnd, saveModel } from '@romae/trainer/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fixtures, keptForms } from '../kept-folders.ts'
import { refusalOf } from '../refused-runs.ts'
import { expectClose } from '../testing/close-to.ts'
import { readTyped } from '../typed-json.ts'
import { type Answers, answersOf, weightsOf } from './answers.ts'
import { places } from './keep-library.ts'
import type { LabelledSamples } from './samples.ts'
import { type Specimen, specimensOf, startOf } from './specimens.ts'

let engine: Engine
let folder: string
beforeAll(async () => {
  engine = await createEngine()
  folder = await mkdtemp(join(tmpdir(), 'romae-kept-'))
})
afterAll(async () => {
  await engine.dispose()
  await rm(folder, { recursive: true })
})

const outputsOf = ({ embeddings, outputs, filled, quantiles, filledParts }: Answers) => [
  ...embeddings,
  ...(outputs ?? []),
  ...(filled ?? []).map(({ values }) => values),
  ...(quantiles ?? []).flat().map(({ values }) => values),
  ...(filledParts ?? []).flatMap(({ parts }) => parts.flatMap((part) => part?.values ?? [])),
]

describe.each(keptForms())('of the form %s', (form) => {
  const placeOf = ({ name }: Pick<Specimen, 'name'>, part: keyof typeof places) =>
    join(fixtures, form, 'library', name, places[part])

  async function load(specimen: Specimen, from = placeOf(specimen, 'model')) {
    const model = await loadModel(from)
    const { samples, ...rest } = await readTyped<LabelledSamples<never>>(placeOf(specimen, 'samples'))
    const expected = await readTyped<Answers>(placeOf(specimen, 'answers'))
    return { model, labelled: { samples, ...rest }, tokenizer: specimen.restore(model.tokenizer), expected }
  }

  it.each(specimensOf(form))('$name loads and answers the same, also after it was saved again', async (specimen) => {
    const again = join(folder, form, specimen.name)
    await saveModel(again, (await load(specimen)).model)
    for (const place of [placeOf(specimen, 'model'), again]) {
      const { model, labelled, tokenizer, expected } = await load(specimen, place)
      const got = await answersOf(model, tokenizer, labelled.samples, engine)
      expect({ weights: got.weights, classes: got.classes, labels: got.labels }).toEqual({
        weights: expected.weights,
        classes: expected.classes,
        labels: expected.labels,
      })
      // A later form may say more of a configuration. A tokenizer's state is compared where a model is used: it stays.
      expect(got.config).toMatchObject(expected.config as object)
      expect(got.tokenizer).toEqual(expected.tokenizer)
      expect(model.tokenizer).toEqual(expected.tokenizer)
      expect(got.tokens).toEqual(expected.tokens)
      const [outputs, kept] = [outputsOf(got), outputsOf(expected)]
      expect(outputs.length).toBe(kept.length)
      for (const [index, output] of outputs.entries()) expectClose(output, kept[index]!, 1e-5)
    }
  })

  it.each(specimensOf(form))('the unfinished run of $name goes on, or says why not', async (specimen) => {
    const { labelled, tokenizer, expected } = await load(specimen)
    const models = new Map<string, RomaeModel>()
    if (specimen.from !== undefined) {
      models.set(specimen.from, await loadModel(placeOf({ name: specimen.from }, 'model')))
    }
    const checkpointFolder = join(folder, form, `${specimen.name}-run`)
    await cp(placeOf(specimen, 'unfinished'), checkpointFolder, { recursive: true })
    const training = { engine, checkpointFolder, resume: true } as const
    const run = specimen.train({ ...labelled, tokenizer, pretrained: startOf(specimen, models), training })
    const events: string[] = []
    const finished = runToEnd(run, ({ type }) => events.push(type))
    const refused = refusalOf(form, specimen.name)
    if (refused !== undefined) {
      await expect(finished).rejects.toMatchObject({ code: refused })
      return
    }
    const model = await finished
    expect(events.slice(0, 2)).toEqual(['start', 'resume'])
    const got = await answersOf(model, tokenizer, labelled.samples, engine)
    // Steps of training take differences in the last bits further.
    for (const [index, output] of outputsOf(got).entries()) expectClose(output, outputsOf(expected)[index]!, 1e-3)
  })

  it('the checkpoint of an unfinished run is a model', async () => {
    for (const specimen of specimensOf(form)) {
      const { model, expected } = await load(specimen, placeOf(specimen, 'unfinished'))
      expect(model.config).toMatchObject(expected.config as object)
      expect(model.classes).toEqual(expected.classes)
      expect(weightsOf(model)).not.toBe(expected.weights)
    }
  })
})
