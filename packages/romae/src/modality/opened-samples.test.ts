import { audio } from '@romae/audio/modality'
import { type Image, imageFromPixels } from '@romae/image'
import { image } from '@romae/image/modality'
import { finetune, modelToZip, type RomaeModel, runToEnd } from '@romae/trainer'
import { beforeAll, expect, it } from 'vitest'
import { archiveRun, openRun, openSampleModel } from '../archive.ts'

const data = { size: 16, label: 'kind' }
const samples: readonly Image[] = Array.from({ length: 8 }, (_, index) =>
  imageFromPixels({
    width: 16,
    height: 16,
    data: Float32Array.from({ length: 16 * 16 * 3 }, (__, place) => (index % 2) * 0.5 + (place % 7) * 0.05),
  }),
)

let model: RomaeModel

const archived = (experiment: object) => openRun(new Blob([archiveRun(model, { experiment, targetScale: null }, null)]))

beforeAll(async () => {
  const tokenizer = await image.fit(samples as never, { patch: 8, normalize: 'fitted', positions: 'patch' } as never)
  const run = finetune({
    tokenizer: tokenizer as never,
    samples: samples as readonly never[],
    labels: samples.map((_, index) => (index % 2 === 0 ? 'dark' : 'bright')),
    model: { encoder: { dModel: 16, heads: 2, depth: 1 } },
    training: { steps: 1, batchSize: 8, seed: 1 },
  })
  model = await runToEnd(run)
})

it('has the classes, and reads and tokenizes what it is given as its run did', async () => {
  const opened = openSampleModel(await archived({ data }), image)
  expect(opened.model.classes).toEqual(['bright', 'dark'])
  // A label is for files that have one, and what the run does not say is as usual.
  expect(opened.data).toMatchObject({ size: 16, label: null, channels: 3 })
  const own = image.restore({ name: model.tokenizerRecord!.name, state: model.tokenizer })
  const tokens = await opened.tokenizer.tokenize(samples[1])
  expect(tokens.values).toEqual((await own.tokenize(samples[1]!)).values)
  expect(tokens.length).toBe(4)
})

it('refuses a model of other samples, one that was saved alone, and settings that are none', async () => {
  const refusal = { folder: 'the archive' }
  const whole = await archived({ data })
  expect(() => openSampleModel(whole, audio)).toThrowRomae('APP_NO_MODEL', refusal)
  const alone = await openRun(new Blob([modelToZip(model)]))
  expect(() => openSampleModel(alone, image)).toThrowRomae('APP_NO_MODEL', refusal)
  const unknown = await archived({ data: { sise: 16 } })
  expect(() => openSampleModel(unknown, image)).toThrowRomae('APP_SETTING_UNKNOWN', { key: 'data.sise' })
  const wrong = await archived({ data: { size: 'large' } })
  expect(() => openSampleModel(wrong, image)).toThrowRomae('APP_SETTING_VALUE', { key: 'data.size' })
})
