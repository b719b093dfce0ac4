import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Spectrogram, spectrogramTokenizer } from '@romae/audio'
import { initializeParameters, predictionConfig, pretrainingConfig } from '@romae/core'
import { imageFromPixels, imageTokenizer } from '@romae/image'
import { fromGrid, observationTokenizer, type TimeSeries, timestepTokenizer } from '@romae/timeseries'
import type { Tokenizer, Tokens } from '@romae/tokenizer'
import {
  classify,
  createEncoder,
  createImputer,
  describeFinetuning,
  describePretraining,
  fillTokens,
  loadModel,
  type Note,
  type PredictionModel,
  type PretrainedModel,
  predictOutputs,
  type RomaeModel,
  regressionMetrics,
  saveModel,
} from '@romae/trainer/node'
import type { Case } from '../case.ts'

const seriesOf = (scale: number, names: readonly string[]): TimeSeries[] =>
  Array.from({ length: 6 }, (_, index) => {
    const one = fromGrid({
      id: `s${index}`,
      values: [
        [index, 1, 2],
        [scale * index, scale, 0],
      ],
    })
    return { ...one, channels: one.channels.map((channel, at) => ({ ...channel, name: names[at]! })) }
  })
const series = seriesOf(1, ['wind', 'warmth'])
const renamed = seriesOf(1, ['wind', 'rain'])
const own = observationTokenizer.fit(series)
const targets = series.map((_, index) => [index])

const encoder = { dModel: 8, heads: 1, depth: 1, feedForward: 8 }
const sizes = { tokenSize: own.tokenSize, axes: own.axes.length, encoder }

/** What a training with this tokenizer has to say of it. */
async function madeWith(tokenizer: Tokenizer<unknown>): Promise<Pick<RomaeModel, 'tokenizer' | 'tokenizerRecord'>> {
  const plan = await describePretraining({
    tokenizer: tokenizer as Tokenizer<TimeSeries>,
    samples: series,
    model: { encoder },
    training: { steps: 1 },
  })
  return { tokenizer: plan.config.tokenizer, tokenizerRecord: plan.tokenizer }
}

/** Untrained: what is tried is whether it answers, not what. */
async function classifier(tokenizer: Tokenizer<unknown> = own): Promise<PredictionModel> {
  const config = predictionConfig({ ...sizes, outputSize: 2 })
  const parameters = initializeParameters(config, 1)
  return { config, parameters, classes: ['calm', 'wild'], ...(await madeWith(tokenizer)) }
}

async function autoencoder(): Promise<PretrainedModel> {
  const config = pretrainingConfig({ ...sizes, decoder: encoder, normalizeTargets: false })
  return { config, parameters: initializeParameters(config, 1), classes: null, ...(await madeWith(own)) }
}

/** The code of what is thrown and the field that it names; else the codes of the notes. */
async function outcome(work: (onNote: (note: Note) => void) => Promise<unknown>): Promise<string> {
  const notes: string[] = []
  try {
    await work(({ code }) => notes.push(code))
    return `answers, with the notes [${notes}]`
  } catch (error) {
    const { code = 'not typed', fields } = error as { code?: string; fields?: { field?: string } }
    return `${code} ${fields?.field ?? (error as Error).message}`
  }
}

function expectOutcome(name: string, expected: string, work: (onNote: (note: Note) => void) => Promise<unknown>): Case {
  return {
    name,
    async try() {
      const found = await outcome(work)
      if (!found.startsWith(expected)) throw new Error(`${found}; expected ${expected}`)
      return undefined
    },
  }
}

/** Another tokenizer of tokens of the same size on as many axes, given to a classifier of series. */
function refused<Sample>(what: string, other: Tokenizer<Sample>, samples: readonly Sample[], field: string): Case {
  return expectOutcome(`a classifier of series refuses ${what}`, `TRAINER_OTHER_TOKENIZER ${field}`, async () => {
    await classify(await classifier(), samples, { tokenizer: other })
  })
}

const image = imageFromPixels({ width: 2, height: 2, channels: 1, data: Float32Array.of(0, 0.3, 0.6, 1) })
const sound: Spectrogram = { id: 'sound', values: new Float32Array(16), frames: 2, bins: 8, framesPerSecond: 100 }

const { toJSON: _, ...silent } = own
const doubled: Tokenizer<TimeSeries> = {
  ...own,
  tokenSize: 2,
  tokenize: (sample) => {
    const { values, ...rest } = own.tokenize(sample)
    return { ...rest, values: Float32Array.from([...values].flatMap((value) => [value, value])) }
  },
}
const toFill = () => {
  const tokens: Tokens = own.tokenize(series[0]!)
  return [{ tokens, hidden: Uint8Array.from({ length: tokens.length }, (_, at) => at % 2) }]
}

/** Saves a model and reads it, in a folder that is removed. */
async function savedAndLoaded(model: RomaeModel): Promise<RomaeModel> {
  const folder = await mkdtemp(path.join(tmpdir(), 'romae-model-'))
  try {
    await saveModel(folder, model)
    return await loadModel(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const keptImageModel = fileURLToPath(
  new URL('../../../kept-models/fixtures/0002-record-of-the-tokenizer/apps/finished/image-pretrain', import.meta.url),
)

/** Models that were given the tokenizer of others, and calls of what was loaded. */
export const modelCases: readonly Case[] = [
  refused(
    'a tokenizer of grey pixels, which has the same two counts',
    imageTokenizer({ patch: [1, 1], channels: 1 }),
    [image],
    'name',
  ),
  refused(
    'a tokenizer of sounds, which has the same two counts',
    spectrogramTokenizer({ bins: 8, framesPerSecond: 100, patch: [1, 1] }),
    [sound],
    'name',
  ),
  refused('its own tokenizer with swapped axes', { ...own, axes: ['time', 'channel'] }, series, 'axes.0'),
  refused(
    'statistics of other series',
    observationTokenizer.fit(seriesOf(5, ['wind', 'warmth'])),
    series,
    'state.options.statistics',
  ),
  refused('channels of other names', observationTokenizer.fit(renamed), renamed, 'state.options.channelNames'),
  refused(
    'another unit of time',
    observationTokenizer.fit(series, { time: { unit: 60 } }),
    series,
    'state.options.time.unit',
  ),
  refused('values that it is to take as they are', observationTokenizer({ channels: 2 }), series, 'state.options.'),
  expectOutcome('tokens of another size are refused, with both sizes', 'TRAINER_MODEL_MISMATCH', async () => {
    await classify(await classifier(), series, { tokenizer: doubled })
  }),
  expectOutcome('fine-tuning refuses statistics that were fitted anew', 'TRAINER_OTHER_TOKENIZER state.', async () => {
    const tokenizer = observationTokenizer.fit(seriesOf(5, ['wind', 'warmth']))
    await describeFinetuning({
      tokenizer,
      samples: series,
      targets,
      pretrained: await autoencoder(),
      training: { steps: 1 },
    })
  }),
  expectOutcome('pre-training that goes on refuses another tokenizer', 'TRAINER_OTHER_TOKENIZER name', async () => {
    const tokenizer: Tokenizer<TimeSeries> = { ...own, name: 'someone/else' }
    await describePretraining({ tokenizer, samples: series, from: await autoencoder(), training: { steps: 1 } })
  }),
  expectOutcome('an encoder for many calls refuses another tokenizer', 'TRAINER_OTHER_TOKENIZER state.', async () => {
    const other = observationTokenizer.fit(seriesOf(5, ['wind', 'warmth']))
    await (await createEncoder(await autoencoder(), { tokenizer: other })).dispose()
  }),
  expectOutcome(
    'an imputer refuses tokens of a tokenizer that is not its own',
    'TRAINER_OTHER_TOKENIZER name',
    async () => {
      await (await createImputer(await autoencoder(), { tokenizer: { ...own, name: 'someone/else' } })).dispose()
    },
  ),
  expectOutcome(
    'one who insists gets the answer and a note',
    'answers, with the notes [OTHER_TOKENIZER]',
    async (onNote) => {
      const other = observationTokenizer.fit(seriesOf(5, ['wind', 'warmth']))
      await classify(await classifier(), series, { tokenizer: other, otherTokenizer: 'accept', onNote })
    },
  ),
  expectOutcome('fine-tuning with tokens of another size works where one insists', 'answers', async () => {
    const pretrained = await autoencoder()
    const options = { tokenizer: doubled, samples: series, targets, pretrained, training: { steps: 1 } }
    const plan = await describeFinetuning({ ...options, otherTokenizer: 'accept' })
    if (plan.config.model.tokenSize !== 2) throw new Error(`the model has tokens of ${plan.config.model.tokenSize}`)
  }),
  expectOutcome(
    'a model that was saved before records answers, and a note says what is not known',
    'answers, with the notes [MODEL_WITHOUT_RECORD]',
    async (onNote) => {
      const { tokenizerRecord, ...before } = await classifier()
      await classify(await savedAndLoaded(before), series, { tokenizer: own, onNote })
    },
  ),
  expectOutcome(
    'a tokenizer without toJSON is taken, with a note',
    'answers, with the notes [TOKENIZER_WITHOUT_STATE]',
    async (onNote) => {
      await classify(await classifier(), series, { tokenizer: silent, onNote })
    },
  ),
  expectOutcome('a tokenizer made from what a model keeps is its own', 'answers, with the notes []', async (onNote) => {
    const loaded = await savedAndLoaded(await classifier())
    await classify(loaded, series, { tokenizer: observationTokenizer.fromJSON(loaded.tokenizer), onNote })
  }),
  expectOutcome(
    'another version of the same package is no reason to refuse',
    'answers, with the notes []',
    async (onNote) => {
      await classify(await classifier({ ...own, version: '0.0.1' }), series, { tokenizer: own, onNote })
    },
  ),
  expectOutcome('a loaded model of another task is refused when it runs', 'TRAINER_TASK', async () => {
    await fillTokens(await savedAndLoaded(await classifier()), toFill())
  }),
  {
    name: 'the metrics of what a loaded regression predicts are numbers',
    async try() {
      const config = predictionConfig({ ...sizes, outputSize: 1 })
      const model = { config, parameters: initializeParameters(config, 1), classes: null, ...(await madeWith(own)) }
      const { mse } = regressionMetrics(
        await predictOutputs(await savedAndLoaded(model), series, { tokenizer: own }),
        targets,
      )
      if (!(mse > 0)) throw new Error(`the mean squared error is ${mse}`)
      return `MSE ${mse.toPrecision(3)}`
    },
  },
  {
    name: 'the command for series refuses a model of images',
    async try({ run }) {
      const { code, stderr } = await run('timeseries', 'embed', 'any.csv', '--model', keptImageModel)
      if (code !== 1 || !stderr.includes('[APP_WRONG_MODALITY]')) throw new Error(`it ended with ${code}: ${stderr}`)
      return undefined
    },
  },
  expectOutcome('time stamps as tokens are not taken for observations', 'TRAINER_', async () => {
    await classify(await classifier(), series, { tokenizer: timestepTokenizer.fit(series) })
  }),
]
