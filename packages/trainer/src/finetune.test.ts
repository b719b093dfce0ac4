import { describe, expect, it } from 'vitest'
import { type FinetuneOptions, finetune } from './finetune.ts'
import { classify, predictOutputs } from './inference/predict.ts'
import { classificationMetrics, regressionMetrics } from './metrics.ts'
import type { PredictionModel, PretrainedModel } from './model/romae-model.ts'
import { pretrain } from './pretrain.ts'
import { allRates, makeWaves, tinyStack, type Wave, waveTokenizer } from './testing/waves.ts'
import { runToEnd } from './training/events.ts'
import type { TrainingOptions } from './training/options.ts'

/** Separable by the level of a wave. */
const waves = makeWaves(24, [6, 12]).map((wave) => ({
  ...wave,
  values: wave.values.map((value) => 0.3 * value + (wave.label === 'fast' ? 1 : -1)),
}))
const labels = waves.map(({ label }) => label)
const model = { encoder: tinyStack }

function run(training: TrainingOptions, options: Partial<FinetuneOptions<Wave>> = {}) {
  const all = { tokenizer: waveTokenizer, samples: waves, ...options, training: { batchSize: 8, ...training } }
  return finetune(all.targets === undefined ? { labels, ...all } : all)
}

function pretrained(changes: { cls?: boolean } = {}): Promise<PretrainedModel> {
  const size = { encoder: tinyStack, decoder: tinyStack, ...changes }
  const training = { steps: 10, batchSize: 8, learningRate: 5e-3 }
  return runToEnd(pretrain({ tokenizer: waveTokenizer, samples: waves, model: size, training }))
}

const learning = { epochs: 10, learningRate: 5e-3, lengthBuckets: 2 }

async function accuracyOf(trained: Awaited<ReturnType<typeof runToEnd>>) {
  const predicted = await classify(trained as never, waves, { tokenizer: waveTokenizer })
  return classificationMetrics(
    predicted.map(({ label }) => label),
    labels,
    ['fast', 'slow'],
  ).accuracy
}

describe('fine-tuning', () => {
  it('learns a separable toy from scratch, with and without [CLS]', async () => {
    const trained = await runToEnd(run(learning, { model }))
    expect(trained.classes).toEqual(['fast', 'slow'])
    expect(await accuracyOf(trained)).toBe(1)
    const averaging = await runToEnd(run(learning, { model: { ...model, cls: false } }))
    expect(averaging.config.pooling).toBe('mean')
    expect(await accuracyOf(averaging)).toBe(1)
  })

  it('learns it from a pre-trained model, with dropout, label smoothing and class weights', async () => {
    const options = { labelSmoothing: 0.1, classWeights: [1, 2], model: { encoder: { hiddenDropout: 0.1 } } }
    const trained = await runToEnd(run(learning, { pretrained: await pretrained(), ...options }))
    expect(trained.config.encoder).toMatchObject({ ...tinyStack, hiddenDropout: 0.1 })
    expect(await accuracyOf(trained)).toBe(1)
  })

  it('counts class weights and label smoothing in the loss', async () => {
    const firstLoss = async (options: Partial<FinetuneOptions<Wave>>) => {
      for await (const event of run({ steps: 1, batchSize: 24, lengthBuckets: 1 }, { model, ...options })) {
        if (event.type === 'step') return event.loss
      }
      return Number.NaN
    }
    const plain = await firstLoss({})
    expect(plain).toBeCloseTo(Math.log(2), 1)
    expect(await firstLoss({ classWeights: [1, 1] })).toBeCloseTo(plain, 6)
    expect(Math.abs((await firstLoss({ classWeights: [1, 9] })) - plain)).toBeGreaterThan(1e-4)
    expect(Math.abs((await firstLoss({ labelSmoothing: 0.5 })) - plain)).toBeGreaterThan(1e-4)
  })

  it('is byte-identical for the same seed, with everything that drops', async () => {
    const dropping = { encoder: { ...tinyStack, ...allRates }, headDropout: 0.2 }
    const once = () => runToEnd(run({ steps: 6, seed: 3 }, { model: dropping }))
    expect((await once()).parameters).toEqual((await once()).parameters)
  })

  it('learns numbers', async () => {
    const level = (wave: Wave) => wave.values.reduce((sum, value) => sum + value, 0) / wave.values.length
    const targets = waves.map((wave) => [level(wave), -2 * level(wave)])
    const trained = await runToEnd(run({ ...learning, epochs: 30 }, { targets, model }))
    expect(trained.classes).toBeNull()
    const outputs = await predictOutputs(trained, waves, { tokenizer: waveTokenizer })
    expect(outputs.map((output) => output.length)).toEqual(waves.map(() => 2))
    const { rmse } = regressionMetrics(
      outputs.flatMap((output) => [...output]),
      targets.flat(),
    )
    expect(rmse).toBeLessThan(0.4) // the targets' root mean square is 1.6
    await expect(classify(trained, waves, { tokenizer: waveTokenizer })).rejects.toThrowRomae('TRAINER_TASK', {
      expected: 'classification',
      got: 'regression',
    })
  })
})

describe('one vector a token', () => {
  const perToken = { ...model, pooling: 'token' as const }
  /** The value and the time of each token, for all tokens. */
  const targets = waves.map(({ times, values }) => values.flatMap((value, token) => [value, times[token]! / 4 - 1]))
  const trainings = { ...learning, epochs: 40 }

  it('learns from samples of different lengths, whose padding does not count', async () => {
    const trained = await runToEnd(run(trainings, { targets, model: perToken }))
    expect(trained.config).toMatchObject({ pooling: 'token', outputSize: 2 })
    const outputs = await predictOutputs(trained, waves, { tokenizer: waveTokenizer })
    expect(outputs.map((output) => output.length)).toEqual(targets.map((target) => target.length))
    const { rmse } = regressionMetrics(
      outputs.flatMap((output) => [...output]),
      targets.flat(),
    )
    expect(rmse).toBeLessThan(0.3) // the targets' root mean square is 0.8
  })

  it('is measured on held-out samples as on a prediction of them', async () => {
    const evaluation = { samples: waves.slice(0, 10), targets: targets.slice(0, 10), every: 3 }
    const measured: unknown[] = []
    let trained: PredictionModel | undefined
    for await (const event of run({ steps: 3, lengthBuckets: 2 }, { targets, model: perToken, evaluation })) {
      if (event.type === 'evaluation') measured.push(event.metrics)
      if (event.type === 'finish') trained = event.model
    }
    const outputs = await predictOutputs(trained!, evaluation.samples, { tokenizer: waveTokenizer })
    const predicted = outputs.flatMap((output) => [...output])
    const metrics = regressionMetrics(predicted, Float32Array.from(evaluation.targets.flat()))
    expect(measured.at(-1)).toMatchObject({
      mse: expect.closeTo(metrics.mse, 6),
      loss: expect.closeTo(metrics.mse, 5),
    })
  })

  it.each([
    [targets.slice(1), 'TRAINER_COUNT_MISMATCH', { what: 'targets', expected: 24, got: 23 }],
    [
      targets.map((target, sample) => (sample === 3 ? target.slice(1) : target)),
      'TRAINER_OPTION',
      { key: 'targets', found: '19 numbers for the 10 tokens of sample 3' },
    ],
    [targets.map(() => []), 'TRAINER_OPTION', { key: 'targets', found: '0 numbers for the 9 tokens of sample 0' }],
    [
      targets.map((target) => target.map(() => Number.NaN)),
      'TRAINER_VALUE_NOT_FINITE',
      { what: 'the targets', sample: 0, got: Number.NaN },
    ],
  ])('refuses what does not fit (%#)', async (wrong, code, fields) => {
    await expect(runToEnd(run({ steps: 1 }, { targets: wrong, model: perToken }))).rejects.toThrowRomae(code, fields)
  })
})

describe('transfer', () => {
  const untrained = { steps: 1, signal: AbortSignal.abort() }

  it('carries projection, encoder and [CLS], and only the head is new', async () => {
    const source = await pretrained()
    const { parameters } = await runToEnd(run(untrained, { pretrained: source }))
    const carried = Object.keys(parameters).filter((name) => !name.startsWith('head.'))
    expect(carried).toEqual(expect.arrayContaining(['projection.weight', 'projection.bias', 'cls']))
    expect(carried.some((name) => name.startsWith('encoder.layers.1.'))).toBe(true)
    for (const name of carried) expect([name, parameters[name]]).toEqual([name, source.parameters[name]])
    expect(Object.keys(parameters).some((name) => name.startsWith('decoder.'))).toBe(false)
  })

  it('leaves the projection behind where the reference’s way is asked for', async () => {
    const source = await pretrained()
    const { parameters } = await runToEnd(run(untrained, { pretrained: source, projection: 'reinitialize' }))
    expect(parameters['projection.weight']).not.toEqual(source.parameters['projection.weight'])
    expect(parameters.cls).toEqual(source.parameters.cls)
  })

  it('starts the first step from the carried weights', async () => {
    const source = await pretrained()
    const norms: number[] = []
    for (const projection of ['carry', 'reinitialize'] as const) {
      for await (const event of run({ steps: 1 }, { pretrained: source, projection })) {
        if (event.type === 'step') norms.push(event.gradientNorm)
      }
    }
    expect(norms[0]).not.toBe(norms[1])
  })

  it.each([
    [{ projection: 'carry' as const }, 'TRAINER_OPTION', { key: 'projection' }],
    [{ model: { encoder: 'tiny' as const } }, 'TRAINER_OPTION', { key: 'model.encoder', found: 'tiny' }, true],
    [
      { model: { encoder: { size: 'tiny' as const } } },
      'TRAINER_OPTION',
      { key: 'model.encoder', found: 'a size' },
      true,
    ],
    [{ model: { encoder: { dModel: 32 } } }, 'PARAMETER_SHAPE', { name: 'projection.weight', got: '16 values' }, true],
    [{ model: { cls: false } }, 'PARAMETER_UNUSED', { names: ['cls'] }, true],
  ])('%o is refused', async (options, code, fields, fromPretrained = false) => {
    const source = fromPretrained ? { pretrained: await pretrained() } : {}
    await expect(runToEnd(run(untrained, { ...options, ...source }))).rejects.toThrowRomae(code, fields)
  })
})

describe('bad input', () => {
  it.each([
    [{ label: ['x'] } as object, 'TRAINER_UNKNOWN_OPTION', { key: 'label' }],
    [{ labels: ['a'] }, 'TRAINER_COUNT_MISMATCH', { what: 'labels', expected: 24, got: 1 }],
    [{ model: { encoder: { hiddenDropout: 0.1 } } }, 'CONFIG_VALUE', { key: 'dModel', got: undefined }],
    [{ model: { ...model, pooling: 'token' as const } }, 'TRAINER_OPTION', { key: 'targets' }],
    [{ labels: waves.map(() => 'one') }, 'TRAINER_ONE_CLASS', { label: 'one' }],
  ])('%o is refused', async (options, code, fields) => {
    await expect(runToEnd(run({ steps: 1 }, options))).rejects.toThrowRomae(code, fields)
  })

  it('a model of the wrong task or token size is refused', async () => {
    const classifier = await runToEnd(run({ steps: 1 }, { model }))
    await expect(runToEnd(run({ steps: 1 }, { pretrained: classifier as never }))).rejects.toThrowRomae(
      'TRAINER_TASK',
      { expected: 'pretraining', got: 'prediction' },
    )
    const tokenizer = {
      ...waveTokenizer,
      tokenSize: 2,
      tokenize: () => ({ values: new Float32Array(4), positions: new Float32Array(2), length: 2 }),
    }
    await expect(runToEnd(run({ steps: 1 }, { tokenizer, pretrained: await pretrained() }))).rejects.toThrowRomae(
      'TRAINER_MODEL_MISMATCH',
      { what: 'a token size of', model: 1, data: 2, madeWith: 'waves', given: 'waves', insist: true },
    )
  })
})
