import { initializeParameters, predictionConfig } from '@romae/core'
import { describe, expect, it } from 'vitest'
import type { PredictionModel } from '../model/romae-model.ts'
import { countOpen, openEngine } from '../testing/engines.ts'
import { tinyPretraining } from '../testing/tiny-pretraining.ts'
import { allRates, makeWaves, tinyStack, waveTokenizer } from '../testing/waves.ts'
import { embed } from './embed.ts'
import { classify, predictOutputs } from './predict.ts'

type Changes = Partial<Parameters<typeof predictionConfig>[0]>

function modelOf(changes: Changes = {}, classes: readonly string[] | null = ['a', 'b', 'c']): PredictionModel {
  const config = predictionConfig({ tokenSize: 1, axes: 1, encoder: tinyStack, outputSize: 3, ...changes })
  const initial = Object.entries(initializeParameters(config, 4))
  // Larger than they start, so that samples differ in what they are taken for.
  const parameters = Object.fromEntries(initial.map(([name, values]) => [name, values.map((value) => 4 * value)]))
  return { config, parameters, tokenizer: null, classes }
}

const waves = makeWaves(21, [2, 15])
const flat = (outputs: readonly Float32Array[]) => outputs.flatMap((output) => [...output])
const largestDifference = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((value, index) => Math.abs(value - b[index]!)))

describe('predictOutputs', () => {
  it.each([
    ['[CLS]', {}],
    ['the mean', { cls: false }],
    ['absolute positions', { positionEncoding: 'absolute' as const }],
    ['one output per token', { pooling: 'token' as const }],
  ])('gives the same with %s for each sample alone, in any batch, and on both engines', async (_, changes) => {
    const model = modelOf(changes)
    const [onnx, tfjs] = [await openEngine('onnxruntime-node'), await openEngine('tfjs')]
    const together = flat(await predictOutputs(model, waves, { tokenizer: waveTokenizer, engine: onnx }))
    const small = flat(await predictOutputs(model, waves, { tokenizer: waveTokenizer, engine: onnx, batchSize: 4 }))
    const eager = flat(await predictOutputs(model, waves, { tokenizer: waveTokenizer, engine: tfjs }))
    const alone: number[] = []
    for (const wave of waves)
      alone.push(...flat(await predictOutputs(model, [wave], { tokenizer: waveTokenizer, engine: tfjs })))
    expect(alone.length).toBe(together.length)
    expect(Math.max(...together.map(Math.abs))).toBeGreaterThan(0.1)
    for (const other of [small, eager, alone]) expect(largestDifference(together, other)).toBeLessThan(1e-4)
  })

  it('gives one row a real token for a model with one output per token', async () => {
    const outputs = await predictOutputs(modelOf({ pooling: 'token' }), waves, { tokenizer: waveTokenizer })
    expect(outputs.map(({ length }) => length)).toEqual(waves.map(({ times }) => 3 * times.length))
  })

  it('never drops: rates change nothing', async () => {
    const dropping = modelOf({ encoder: { ...tinyStack, ...allRates }, headDropout: 0.5 })
    const engine = await openEngine()
    const outputs = await predictOutputs(dropping, waves, { tokenizer: waveTokenizer, engine })
    expect(outputs).toEqual(await predictOutputs(modelOf(), waves, { tokenizer: waveTokenizer, engine }))
  })

  it('leaves a given engine open, and nothing in it', async () => {
    const { engine, open } = countOpen(await openEngine())
    await predictOutputs(modelOf(), waves, { tokenizer: waveTokenizer, engine })
    expect(open()).toBe(0)
    const overflowing = { ...modelOf(), parameters: {} }
    await expect(predictOutputs(overflowing, waves, { tokenizer: waveTokenizer, engine })).rejects.toThrowRomae(
      'PARAMETER_LAYERS',
    )
    expect(open()).toBe(0)
  })

  it.each([
    [{ batchSize: 0 }, 'TRAINER_OPTION', { key: 'batchSize', got: 0 }],
    [{ batchsize: 3 } as object, 'TRAINER_UNKNOWN_OPTION', { key: 'batchsize' }],
  ])('refuses %o', async (options, code, fields) => {
    await expect(predictOutputs(modelOf(), waves, { tokenizer: waveTokenizer, ...options })).rejects.toThrowRomae(
      code,
      fields,
    )
  })

  it('refuses no samples, and a model that does not predict', async () => {
    await expect(predictOutputs(modelOf(), [], { tokenizer: waveTokenizer })).rejects.toThrowRomae('TRAINER_NO_SAMPLES')
    const config = tinyPretraining()
    const pretrained = { config, parameters: {}, tokenizer: null, classes: null }
    await expect(predictOutputs(pretrained as never, waves, { tokenizer: waveTokenizer })).rejects.toThrowRomae(
      'TRAINER_TASK',
    )
  })
})

describe('a source of samples', () => {
  it('gives bit by bit what the same samples in memory give, reading a batch or two at a time', async () => {
    const model = modelOf()
    const engine = await openEngine()
    let [open, most] = [0, 0]
    const source = {
      length: waves.length,
      tokenCounts: waves.map(({ times }) => times.length),
      async sample(index: number) {
        most = Math.max(most, ++open)
        await new Promise((resolve) => setTimeout(resolve, 1))
        open--
        return waves[index]!
      },
    }
    const options = { engine, batchSize: 3 }
    expect(await predictOutputs(model, source, { tokenizer: waveTokenizer, ...options })).toEqual(
      await predictOutputs(model, waves, { tokenizer: waveTokenizer, ...options }),
    )
    expect(await embed(model, source, { tokenizer: waveTokenizer, ...options })).toEqual(
      await embed(model, waves, { tokenizer: waveTokenizer, ...options }),
    )
    expect(most).toBeLessThanOrEqual(8) // the samples that a set is known by, or two batches
  })

  it('whose tokens are fewer than said has one output for each that there is', async () => {
    const source = { length: waves.length, tokenCounts: 20, sample: (index: number) => waves[index]! }
    const outputs = await predictOutputs(modelOf({ pooling: 'token' }), source, { tokenizer: waveTokenizer })
    expect(outputs.map(({ length }) => length)).toEqual(waves.map(({ times }) => 3 * times.length))
  })

  it('of tokens that are not the model’s is refused', async () => {
    const wide = {
      ...waveTokenizer,
      tokenSize: 2,
      tokenize: () => ({ values: new Float32Array(2), positions: new Float32Array(1), length: 1 }),
    }
    const source = { length: 3, sample: () => waves[0]! }
    await expect(predictOutputs(modelOf(), source, { tokenizer: wide })).rejects.toThrowRomae('TRAINER_MODEL_MISMATCH')
  })
})

describe('classify', () => {
  it('gives the label of the largest output, and probabilities that sum to 1', async () => {
    const model = modelOf()
    const outputs = await predictOutputs(model, waves, { tokenizer: waveTokenizer })
    const found = await classify(model, waves, { tokenizer: waveTokenizer })
    found.forEach(({ label, probabilities }, sample) => {
      const logits = outputs[sample]!
      const exponentials = logits.map(Math.exp)
      const sum = exponentials.reduce((total, value) => total + value)
      expect(label).toBe(['a', 'b', 'c'][logits.indexOf(Math.max(...logits))])
      exponentials.forEach((value, index) => void expect(probabilities[index]).toBeCloseTo(value / sum, 5))
    })
    expect(new Set(found.map(({ label }) => label)).size).toBeGreaterThan(1)
  })

  it('refuses a model without classes, and one with an output per token', async () => {
    await expect(classify(modelOf({}, null), waves, { tokenizer: waveTokenizer })).rejects.toThrowRomae(
      'TRAINER_TASK',
      { expected: 'classification', got: 'regression' },
    )
    await expect(classify(modelOf({ pooling: 'token' }), waves, { tokenizer: waveTokenizer })).rejects.toThrowRomae(
      'TRAINER_TASK',
      { expected: 'one-label-a-sample', got: 'token-wise' },
    )
  })
})
