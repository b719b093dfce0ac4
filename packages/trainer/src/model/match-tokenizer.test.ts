import { temporaryFolder } from '@romae/build/temporary-folder'
import { initializeParameters, predictionConfig, pretrainingConfig } from '@romae/core'
import type { Engine } from '@romae/engine'
import type { Tokenizer, Tokens } from '@romae/tokenizer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEncoder, embed } from '../inference/embed.ts'
import { createImputer, fillTokens } from '../inference/fill-tokens.ts'
import { classify, createPredictor, predictOutputs } from '../inference/predict.ts'
import { loadModel, saveModel } from '../node/load-model.ts'
import { describeFinetuning, describePretraining, finetune, pretrain } from '../node/runs.ts'
import type { Note } from '../notes.ts'
import { testEngine } from '../testing/engines.ts'
import { tinyStack } from '../testing/waves.ts'
import { runToEnd } from '../training/events.ts'
import type { OtherTokenizer } from './match-tokenizer.ts'
import type { PredictionModel, PretrainedModel, RomaeModel } from './romae-model.ts'
import { describeTokenizer } from './tokenizer-record.ts'

type Points = readonly number[]

/** Points of a line, at positions on two axes. */
const own: Tokenizer<Points> = {
  specVersion: 1,
  package: '@someone/points',
  version: '1.2.3',
  name: 'points',
  axes: ['x', 'y'],
  tokenSize: 1,
  tokenize: (points) => ({
    values: Float32Array.from(points),
    positions: Float32Array.from(points.flatMap((_, index) => [index, 2 * index])),
    length: points.length,
  }),
  toJSON: () => ({ statistics: [{ mean: 2, std: 1 }], unit: { y: 1, x: 2 } }),
}
/** Two values a token. */
const wide: Tokenizer<Points> = {
  ...own,
  tokenSize: 2,
  tokenize: async (points) => ({
    ...(await own.tokenize(points)),
    values: Float32Array.from(points.flatMap((point) => [point, -point])),
  }),
}

const samples: Points[] = [
  [1, 2, 3],
  [3, 1, 2],
  [0, 0, 1],
  [5, 4, 3],
]
const labels = ['up', 'down', 'up', 'down']

const sizes = { tokenSize: 1, axes: 2, encoder: tinyStack }
const { state, ...record } = describeTokenizer(own)
const made = { tokenizer: state, tokenizerRecord: record }
const predicting = predictionConfig({ ...sizes, outputSize: 2 })
const classifier: PredictionModel = {
  config: predicting,
  parameters: initializeParameters(predicting, 1),
  ...made,
  classes: ['down', 'up'],
}
const filling = pretrainingConfig({ ...sizes, decoder: tinyStack, normalizeTargets: false })
const autoencoder: PretrainedModel = {
  config: filling,
  parameters: initializeParameters(filling, 1),
  ...made,
  classes: null,
}

let engine: Engine
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.dispose())

type Options = { readonly otherTokenizer?: OtherTokenizer; readonly onNote?: (note: Note) => void }
const training = { steps: 1, batchSize: 4 }
const toFill = async () => [{ tokens: (await own.tokenize(samples[0]!)) as Tokens, hidden: Uint8Array.of(0, 1, 0) }]

/** Every function that is given a model and a tokenizer. `onNote` is of those that run at once. */
const uses: Readonly<
  Record<string, (tokenizer: Tokenizer<Points>, options: Options, strip?: boolean) => Promise<unknown>>
> = {
  classify: (tokenizer, options, strip) => classify(of(classifier, strip), samples, { tokenizer, engine, ...options }),
  predictOutputs: (tokenizer, options, strip) =>
    predictOutputs(of(classifier, strip), samples, { tokenizer, engine, ...options }),
  createPredictor: async (tokenizer, options, strip) =>
    (await createPredictor(of(classifier, strip), { tokenizer, engine, ...options })).dispose(),
  embed: (tokenizer, options, strip) => embed(of(autoencoder, strip), samples, { tokenizer, engine, ...options }),
  createEncoder: async (tokenizer, options, strip) =>
    (await createEncoder(of(autoencoder, strip), { tokenizer, engine, ...options })).dispose(),
  fillTokens: async (tokenizer, options, strip) =>
    fillTokens(of(autoencoder, strip), await toFill(), { engine, tokenizer, ...options }),
  createImputer: async (tokenizer, options, strip) =>
    (await createImputer(of(autoencoder, strip), { engine, tokenizer, ...options })).dispose(),
  'pretrain from': async (tokenizer, { onNote, ...options }, strip) => {
    const from = of(autoencoder, strip)
    const { notes } = await describePretraining({ tokenizer, samples, from, maskRatio: 0.5, training, ...options })
    for (const note of notes) onNote?.(note)
    await runToEnd(
      pretrain({ tokenizer, samples, from, maskRatio: 0.5, training: { ...training, engine }, ...options }),
    )
  },
  'finetune pretrained': async (tokenizer, { onNote, ...options }, strip) => {
    const all = { tokenizer, samples, labels, pretrained: of(autoencoder, strip), ...options }
    const { notes } = await describeFinetuning({ ...all, training })
    for (const note of notes) onNote?.(note)
    await runToEnd(finetune({ ...all, training: { ...training, engine } }))
  },
}

/** A model, or what it is without its record. */
function of<Model extends RomaeModel>(model: Model, strip = false): Model {
  const { tokenizerRecord, ...rest } = model
  return strip ? (rest as Model) : model
}

const otherStatistics = { ...own, toJSON: () => ({ statistics: [{ mean: 3, std: 1 }], unit: { x: 2, y: 1 } }) }
const others: [what: string, tokenizer: Tokenizer<Points>, field: string, model: unknown, given: unknown][] = [
  ['another modality', { ...own, name: 'pixels', package: '@someone/pixels' }, 'name', 'points', 'pixels'],
  ['swapped axes', { ...own, axes: ['y', 'x'] }, 'axes.0', 'x', 'y'],
  ['other statistics', otherStatistics, 'state.statistics.0.mean', 2, 3],
  ['a field more', { ...own, toJSON: () => ({ ...(state as object), more: 1 }) }, 'state.more', undefined, 1],
  ['a state of another kind', { ...own, toJSON: () => 'points' }, 'state', state, 'points'],
]

describe.each(Object.entries(uses))('%s', (_, use) => {
  it('takes the tokenizer of the training, in whatever order its state is told, of another version', async () => {
    const notes: Note[] = []
    const reordered = { unit: { x: 2, y: 1 }, statistics: [{ std: 1, mean: 2 }] }
    await use({ ...own, version: '9.0.0', toJSON: () => reordered }, { onNote: (note) => notes.push(note) })
    expect(notes).toEqual([])
  })

  it.each(others)(
    'refuses %s, naming both sides, and takes it where one insists',
    async (_, tokenizer, field, model, given) => {
      await expect(use(tokenizer, {})).rejects.toMatchObject({
        code: 'TRAINER_OTHER_TOKENIZER',
        message: expect.stringMatching(
          /made with points \(@someone\/points 1\.2\.3\), and is given \w+ \(@someone\/\w+ 1\.2\.3\)/,
        ),
        fields: { field, model: { value: model }, given: { value: given } },
      })
      const notes: Note[] = []
      await use(tokenizer, { otherTokenizer: 'accept', onNote: (note) => notes.push(note) })
      expect(notes.map(({ code }) => code)).toEqual(['OTHER_TOKENIZER'])
    },
  )

  it('says where a state cannot be compared', async () => {
    const { toJSON, ...silent } = own
    const notes: Note[] = []
    await use(silent, { onNote: (note) => notes.push(note) })
    expect(notes.map(({ code }) => code)).toEqual(['TOKENIZER_WITHOUT_STATE'])
  })

  it('compares the counts of a model without a record, and says that more cannot be known', async () => {
    const notes: Note[] = []
    await use(otherStatistics, { onNote: (note) => notes.push(note) }, true)
    expect(notes).toEqual([
      {
        code: 'MODEL_WITHOUT_RECORD',
        message: expect.stringMatching(
          /without a record.*points.* cannot be known; state.statistics.0.mean is 3, the model has 2$/,
        ),
      },
    ])
    await expect(use({ ...own, axes: ['x'] }, {}, true)).rejects.toThrowRomae('TRAINER_MODEL_MISMATCH')
  })

  it('refuses a choice that there is not', async () => {
    await expect(use(own, { otherTokenizer: 'insist' as never })).rejects.toThrowRomae('TRAINER_OPTION', {
      key: 'otherTokenizer',
    })
  })
})

describe('tokens of another size', () => {
  it.each(['classify', 'embed', 'createImputer', 'pretrain from'])(
    'are refused by %s, also where one insists',
    async (use) => {
      for (const options of [{}, { otherTokenizer: 'accept' }] as const) {
        await expect(uses[use]!(wide, options)).rejects.toThrowRomae('TRAINER_MODEL_MISMATCH', {
          model: 1,
          data: 2,
          madeWith: 'points (@someone/points 1.2.3)',
        })
      }
    },
  )

  it('get a new projection where one insists on fine-tuning with them; all else is carried over', async () => {
    const all = { tokenizer: wide, samples, labels, pretrained: autoencoder }
    await expect(runToEnd(finetune({ ...all, training }))).rejects.toMatchObject({
      code: 'TRAINER_MODEL_MISMATCH',
      message: expect.stringContaining("or insist with otherTokenizer: 'accept'"),
    })
    const notes: Note[] = []
    // Of a learning rate that changes nothing.
    const still = { ...training, learningRate: 1e-30, engine }
    const run = finetune({ ...all, otherTokenizer: 'accept', training: still })
    const model = await runToEnd(run, (event) => void (event.type === 'start' && notes.push(...event.notes)))
    expect(notes.map(({ code }) => code)).toEqual(['OTHER_TOKENIZER', 'NEW_PROJECTION'])
    expect(model.config.tokenSize).toBe(2)
    expect(model.tokenizerRecord).toMatchObject({ tokenSize: 2 })
    expect(model.parameters['projection.weight']).toHaveLength(2 * tinyStack.dModel)
    for (const [name, values] of Object.entries(autoencoder.parameters)) {
      if (name.startsWith('encoder.') || name === 'cls') expect([name, model.parameters[name]]).toEqual([name, values])
    }
    await classify(model, samples, { tokenizer: wide, engine })
  })

  it('leave nothing of the projection to carry', async () => {
    const all = { tokenizer: wide, samples, labels, pretrained: autoencoder, otherTokenizer: 'accept' } as const
    await expect(runToEnd(finetune({ ...all, projection: 'carry', training }))).rejects.toThrowRomae('TRAINER_OPTION', {
      key: 'projection',
    })
  })

  it('may stand on other axes in fine-tuning', async () => {
    const line: Tokenizer<Points> = {
      ...own,
      axes: ['x'],
      tokenize: async (points) => ({ ...(await own.tokenize(points)), positions: Float32Array.from(points.keys()) }),
    }
    const all = { tokenizer: line, samples, labels, pretrained: autoencoder, training: { ...training, engine } }
    const model = await runToEnd(finetune({ ...all, otherTokenizer: 'accept' }))
    expect(model.config.axes).toBe(1)
  })
})

describe('otherTokenizer', () => {
  it.each([
    ['pretrain', () => pretrain({ tokenizer: own, samples, training, otherTokenizer: 'refuse' })],
    ['finetune', () => finetune({ tokenizer: own, samples, labels, training, otherTokenizer: 'accept' })],
  ])('has nothing to compare in %s from scratch', async (_, start) => {
    await expect(runToEnd(start() as ReturnType<typeof pretrain>)).rejects.toThrowRomae('TRAINER_OPTION')
  })

  it('nor for tokens of nobody knows whom, which is said', async () => {
    const options = { engine, otherTokenizer: 'accept' } as const
    await expect(fillTokens(autoencoder, await toFill(), options)).rejects.toThrowRomae('TRAINER_OPTION')
    const notes: Note[] = []
    await fillTokens(autoencoder, await toFill(), { engine, onNote: (note) => notes.push(note) })
    expect(notes.map(({ code }) => code)).toEqual(['TOKENIZER_NOT_GIVEN'])
  })
})

describe('the record', () => {
  it('is made by training, saved in romae.json with the state in it, and read again', async () => {
    const folder = await temporaryFolder()
    const run = { checkpointFolder: `${folder}/run`, engine }
    const model = await runToEnd(
      pretrain({ tokenizer: own, samples, model: { encoder: tinyStack }, training: { ...training, ...run } }),
    )
    await saveModel(`${folder}/model`, model)
    for (const place of ['run', 'model']) {
      const { tokenizer, tokenizerRecord } = await loadModel(`${folder}/${place}`)
      expect(tokenizer).toEqual(state)
      expect(tokenizerRecord).toEqual({
        name: 'points',
        specVersion: 1,
        axes: ['x', 'y'],
        tokenSize: 1,
        package: '@someone/points',
        version: '1.2.3',
      })
    }
  })

  it('is that of the tokenizer that fine-tuning was given', async () => {
    const all = { tokenizer: otherStatistics, samples, labels, pretrained: autoencoder }
    const model = await runToEnd(finetune({ ...all, otherTokenizer: 'accept', training: { ...training, engine } }))
    await expect(classify(model, samples, { tokenizer: own, engine })).rejects.toThrowRomae('TRAINER_OTHER_TOKENIZER')
    await classify(model, samples, { tokenizer: otherStatistics, engine })
  })
})
