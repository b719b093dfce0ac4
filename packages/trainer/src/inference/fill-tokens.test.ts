import { initializeParameters, packParameters, splitByMask } from '@romae/core'
import { normalProbability } from '@romae/internal/statistics'
import type { TokensToFill } from '@romae/tokenizer'
import { collate, type Tokens } from '@romae/tokenizer'
import { describe, expect, it } from 'vitest'
import type { PretrainedModel } from '../model/romae-model.ts'
import { pretrain } from '../pretrain.ts'
import { countOpen, engineNames, openEngine } from '../testing/engines.ts'
import { tinyPretraining } from '../testing/tiny-pretraining.ts'
import { allRates, makeWaves, tinyStack, waveTokenizer } from '../testing/waves.ts'
import { runToEnd } from '../training/events.ts'
import { pretrainingHostInputs } from '../training/host-inputs.ts'
import { pretrainingProgram } from '../training/programs.ts'
import { createImputer, fillTokens } from './fill-tokens.ts'

type Changes = Parameters<typeof tinyPretraining>[0]

function modelOf(changes: Changes = {}): PretrainedModel {
  const config = tinyPretraining(changes)
  return { config, parameters: initializeParameters(config, 4), tokenizer: null, classes: null }
}

const tokens = makeWaves(15, [3, 12]).map((wave) => waveTokenizer.tokenize(wave) as Tokens)
/** Hides every third token; of two samples none, and of one all but one. */
const samples: TokensToFill[] = tokens.map((sample, index) => ({
  tokens: sample,
  hidden: Uint8Array.from({ length: sample.length }, (_, token) => {
    if (index === 2 || index === 7) return 0
    return Number(index === 5 ? token !== 1 : token % 3 === index % 3)
  }),
}))
const largestDifference = (a: readonly Tokens[], b: readonly Tokens[]) =>
  Math.max(...a.flatMap(({ values }, i) => [...values].map((value, j) => Math.abs(value - b[i]!.values[j]!))))

describe.each(engineNames)('on %s', (name) => {
  it.each([
    ['rotary', {}],
    ['absolute', { positionEncoding: 'absolute' as const }],
    ['no [CLS] and', { cls: false }],
  ])('with %s positions fills hidden tokens alone, whatever else is in the batch', async (_, changes) => {
    const engine = await openEngine(name)
    const model = modelOf(changes)
    const filled = await fillTokens(model, samples, { engine })
    filled.forEach(({ values, positions, length }, index) => {
      const { tokens: before, hidden } = samples[index]!
      expect([positions, length]).toEqual([before.positions, before.length])
      values.forEach((value, token) => {
        expect(value === before.values[token]).toBe(hidden[token] === 0)
        expect(Number.isFinite(value)).toBe(true)
      })
    })
    const alone: Tokens[] = []
    for (const sample of samples) alone.push(...(await fillTokens(model, [sample], { engine })))
    expect(largestDifference(filled, alone)).toBeLessThan(1e-5)
    expect(largestDifference(filled, await fillTokens(model, samples, { engine, batchSize: 3 }))).toBeLessThan(1e-5)
  })

  it.each([
    ['gaussian', { kind: 'gaussian' as const }],
    ['studentT', { kind: 'studentT' as const, degreesOfFreedom: 2 }],
    ['quantiles', { kind: 'quantiles' as const }],
  ])('trains a model of the likelihood %s, which fills in quantiles about its point', async (_, likelihood) => {
    const engine = await openEngine(name)
    const stacks = { encoder: tinyStack, decoder: tinyStack }
    const model = await runToEnd(
      pretrain({
        tokenizer: waveTokenizer,
        samples: makeWaves(8, [6, 12]),
        model: { ...stacks, likelihood },
        training: { steps: 3, batchSize: 4, engine },
      }),
    )
    const imputer = await createImputer(model, { engine, tokenizer: waveTokenizer })
    const points = await imputer.fillTokens(samples)
    const [low, middle, high] = await imputer.fillQuantiles(samples, [0.1, 0.5, 0.9])
    expect(largestDifference(middle!, points)).toBeLessThan(1e-5)
    samples.forEach(({ tokens: given, hidden }, sample) => {
      for (const token of given.values.keys()) {
        const [below, above] = [low, high].map((side) => side![sample]!.values[token]!) as [number, number]
        const point = points[sample]!.values[token]!
        if (hidden[token] === 1) expect(below < point && point < above).toBe(true)
        else expect([below, point, above]).toEqual(new Array(3).fill(given.values[token]))
      }
    })
    await imputer.dispose()
  })
})

describe('fillQuantiles', () => {
  it('puts each parameter of a token of several values where it belongs', async () => {
    const config = tinyPretraining({ tokenSize: 2, likelihood: { kind: 'gaussian' } })
    const engine = await openEngine()
    const model = { config, parameters: initializeParameters(config, 4), tokenizer: null, classes: null }
    const wide = { tokens: { ...tokens[0]!, values: Float32Array.from([...tokens[0]!.values, ...tokens[0]!.values]) } }
    const hidden = Uint8Array.from({ length: wide.tokens.length }, (_, token) => Number(token === 1))
    const imputer = await createImputer(model, { engine })
    const [low, middle] = await imputer.fillQuantiles([{ ...wide, hidden }], [normalProbability(-1), 0.5])
    const split = splitByMask(collate([wide.tokens], { tokenSize: 2, axes: 1 }), hidden, config)
    const program = engine.compile(pretrainingProgram(config))
    const { predictions } = await program.run(packParameters(config, model.parameters), pretrainingHostInputs(split, 2))
    expect(predictions!.shape).toEqual([1, 1, 4])
    for (const value of [0, 1]) {
      const [mean, deviation] = [predictions!.data[value]!, predictions!.data[2 + value]!]
      expect(middle![0]!.values[2 + value]).toBeCloseTo(mean, 5)
      expect(low![0]!.values[2 + value]).toBeCloseTo(mean - deviation, 5)
    }
    await imputer.dispose()
  })

  it('is not for a model of single numbers, nor for levels that there are not', async () => {
    const imputer = await createImputer(modelOf(), { engine: await openEngine() })
    await expect(imputer.fillQuantiles(samples, [0.5])).rejects.toThrowRomae('TRAINER_NO_DISTRIBUTION', {
      likelihood: 'squaredError',
    })
    const sure = await createImputer(modelOf({ likelihood: { kind: 'gaussian' } }), { engine: await openEngine() })
    await expect(sure.fillQuantiles(samples, [0.5, 1])).rejects.toThrowRomae('TRAINER_OPTION', { key: 'levels[1]' })
    await Promise.all([imputer, sure].map((one) => one.dispose()))
  })
})

describe('fillTokens', () => {
  it.each([
    ['rope', {}],
    ['absolute', { positionEncoding: 'absolute' as const }],
  ])('gives what the model reconstructs under a mask, with %s positions', async (_, changes) => {
    const engine = await openEngine()
    const model = modelOf(changes)
    const { config } = model
    for (const { tokens: sample, hidden } of samples.slice(3, 7)) {
      const split = splitByMask(collate([sample], { tokenSize: 1, axes: 1 }), hidden, config)
      const program = engine.compile(pretrainingProgram(config))
      const packed = packParameters(config, model.parameters)
      const { predictions } = await program.run(packed, pretrainingHostInputs(split, 1))
      const [filled] = await fillTokens(model, [{ tokens: sample, hidden }], { engine })
      const found = filled!.values.filter((_, token) => hidden[token] === 1)
      expect(found.length).toBe(predictions!.data.length)
      found.forEach((value, index) => void expect(value).toBeCloseTo(predictions!.data[index]!, 5))
    }
  })

  it('gives the same on both engines', async () => {
    const [onnx, tfjs] = [await openEngine('onnxruntime-node'), await openEngine('tfjs')]
    const model = modelOf()
    const difference = largestDifference(
      await fillTokens(model, samples, { engine: onnx }),
      await fillTokens(model, samples, { engine: tfjs }),
    )
    expect(difference).toBeLessThan(1e-4)
  })

  it('does not read what is hidden, nor change what it is given', async () => {
    const engine = await openEngine()
    const model = modelOf()
    const copy = structuredClone(samples)
    const filled = await fillTokens(model, samples, { engine })
    expect(samples).toEqual(copy)
    const blanked = samples.map(({ tokens: sample, hidden }) => ({
      tokens: { ...sample, values: sample.values.map((value, token) => (hidden[token] === 1 ? Number.NaN : value)) },
      hidden,
    }))
    expect(await fillTokens(model, blanked, { engine })).toEqual(filled)
  })

  it('gives back samples of which nothing is hidden, without any engine', async () => {
    const { engine, open } = countOpen(await openEngine())
    const whole = tokens.map((sample) => ({ tokens: sample, hidden: new Uint8Array(sample.length) }))
    expect(await fillTokens(modelOf(), whole, { engine })).toEqual(tokens)
    expect(await fillTokens(modelOf(), [])).toEqual([])
    expect(open()).toBe(0)
  })

  it('fills a sample of which all is hidden, from [CLS]', async () => {
    const [sample] = samples
    const hidden = new Uint8Array(sample!.tokens.length).fill(1)
    const [filled] = await fillTokens(modelOf(), [{ ...sample!, hidden }])
    expect(filled!.values.every(Number.isFinite)).toBe(true)
    await expect(fillTokens(modelOf({ cls: false }), [{ ...sample!, hidden }])).rejects.toThrowRomae('TRAINER_OPTION', {
      key: 'hidden of sample 0',
      found: 'all hidden',
    })
  })

  it('never drops: rates change nothing', async () => {
    const engine = await openEngine()
    const stack = { ...tinyStack, ...allRates }
    const dropping = modelOf({ encoder: stack, decoder: stack, headDropout: 0.5 })
    expect(await fillTokens(dropping, samples, { engine })).toEqual(await fillTokens(modelOf(), samples, { engine }))
  })

  it('comes closer to the truth the longer the model was trained', async () => {
    const engine = await openEngine()
    const train = (steps: number) =>
      runToEnd(
        pretrain({
          tokenizer: waveTokenizer,
          samples: makeWaves(64, 16),
          model: { encoder: tinyStack, decoder: tinyStack },
          maskRatio: 0.5,
          training: { steps, batchSize: 16, learningRate: 5e-3, engine },
        }),
      )
    const unseen = makeWaves(20, 16, 2).map((wave) => waveTokenizer.tokenize(wave) as Tokens)
    const toFill = unseen.map((sample) => ({
      tokens: sample,
      hidden: Uint8Array.from({ length: 16 }, (_, i) => i % 2),
    }))
    const error = async (model: PretrainedModel) => {
      const filled = await fillTokens(model, toFill, { engine })
      const squares = filled.flatMap(({ values }, i) => [...values].map((v, j) => (v - unseen[i]!.values[j]!) ** 2))
      return squares.reduce((sum, square) => sum + square, 0) / (squares.length / 2)
    }
    const [before, after] = [await error(await train(1)), await error(await train(200))]
    expect(before).toBeGreaterThan(0.4)
    expect(after).toBeLessThan(0.3)
  })

  const [first] = samples as [TokensToFill]
  it.each([
    [
      { ...first, hidden: new Uint8Array(1) },
      'TRAINER_COUNT_MISMATCH',
      { what: 'hidden of sample 0', expected: 6, got: 1 },
    ],
    [{ ...first, hidden: first.hidden.map(() => 2) }, 'TRAINER_OPTION', { key: 'hidden of sample 0', got: 2 }],
    [
      { ...first, tokens: { ...first.tokens, values: first.tokens.values.map(() => Number.NaN) } },
      'TRAINER_VALUE_NOT_FINITE',
      { what: 'the known values', sample: 0, got: Number.NaN },
    ],
    [
      { ...first, tokens: { ...first.tokens, positions: first.tokens.positions.map(() => Infinity) } },
      'TRAINER_VALUE_NOT_FINITE',
      { what: 'the positions', sample: 0, got: Infinity },
    ],
    [
      { ...first, tokens: { ...first.tokens, values: new Float32Array(2 * first.tokens.length) } },
      'TRAINER_MODEL_MISMATCH',
      { what: 'a token size of', model: 1, data: 2 },
    ],
  ])('refuses a sample that does not fit (%#)', async (sample, code, fields) => {
    await expect(fillTokens(modelOf(), [sample])).rejects.toThrowRomae(code, fields)
  })

  it('refuses a model that reconstructs standardised tokens', async () => {
    await expect(fillTokens(modelOf({ tokenSize: 2, normalizeTargets: true }), [])).rejects.toThrowRomae(
      'TRAINER_NORMALIZED_TARGETS',
      { where: 'fillTokens' },
    )
  })
})
