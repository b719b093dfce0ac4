import '@tensorflow/tfjs'
import { readdir } from 'node:fs/promises'
import { temporaryFolder } from '@romae/build/temporary-folder'
import {
  initializeParameters,
  type PredictionConfig,
  type PretrainingConfig,
  predictionConfig,
  pretrainingConfig,
  type RomaeConfig,
} from '@romae/core'
import type { Engine } from '@romae/engine'
import { type SetTokens, tokenizerSet } from '@romae/tokenizer'
import * as ort from 'onnxruntime-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportOnnx } from './export-onnx.ts'
import { createEncoder } from './inference/embed.ts'
import { createSetImputer, fillSetTokens, type SetTokensToFill } from './inference/fill-set-tokens.ts'
import { fillTokens } from './inference/fill-tokens.ts'
import { createPredictor } from './inference/predict.ts'
import { restoreTokenizer, restoreTokenizerSet } from './model/restore-tokenizer.ts'
import type { RomaeModel } from './model/romae-model.ts'
import { describeTokenizer } from './model/tokenizer-record.ts'
import { modelFromZip, modelToZip } from './model/zip.ts'
import { loadModel, saveModel } from './node/load-model.ts'
import { testEngine } from './testing/engines.ts'
import { curveTokenizer, makePairs, pairs, pairTokenizer, squareTokenizer, tinyPairStack } from './testing/pairs.ts'
import { tinyPretraining } from './testing/tiny-pretraining.ts'

let engine: Engine
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.dispose())

const sizes = {
  tokenSize: 2,
  axes: 3,
  modalities: pairTokenizer.modalities.map(({ name, tokenSize, axes }) => ({ name, tokenSize, axes: [...axes] })),
  encoder: tinyPairStack,
}
const { state, ...tokenizerRecord } = describeTokenizer(pairTokenizer)

function modelOf<Config extends RomaeConfig>(config: Config): RomaeModel<Config> {
  return { config, parameters: initializeParameters(config, 1), tokenizer: state, tokenizerRecord, classes: null }
}

const model: RomaeModel<PretrainingConfig> = modelOf(pretrainingConfig({ ...sizes, decoder: tinyPairStack }))
const predicting: RomaeModel<PredictionConfig> = modelOf(predictionConfig({ ...sizes, outputSize: 3 }))
const tokenize = (samples = makePairs(4, 1, 0.3)) =>
  Promise.all(samples.map((sample) => pairTokenizer.tokenize(sample)))

/** All of a modality is hidden, of what a sample has of it. */
function hiding(tokens: SetTokens, hidden: number): SetTokensToFill {
  return {
    tokens,
    hidden: tokens.parts.map((part, index) => part && new Uint8Array(part.length).fill(Number(index === hidden))),
  }
}

describe('a model of several modalities', () => {
  it('is saved and read, without the file of the reference, which cannot express it', async () => {
    const folder = await temporaryFolder()
    await saveModel(folder, modelOf(tinyPretraining()))
    expect(await readdir(folder)).toContain('model_config.json')
    await saveModel(folder, model)
    expect((await readdir(folder)).sort()).toEqual(['README.md', 'model.safetensors', 'romae.json'])
    expect(await loadModel(folder)).toEqual(model)
    expect(await modelFromZip(modelToZip(predicting))).toEqual(predicting)
  })

  it('has its tokenizers made again, with the names of their axes', async () => {
    const restored = restoreTokenizerSet(model, [pairs])
    expect(describeTokenizer(restored)).toEqual(describeTokenizer(pairTokenizer))
    const renamed = tokenizerSet(
      { curve: curveTokenizer, square: squareTokenizer },
      { renameAxes: { square: { row: 'line' } } },
    )
    const { state, ...record } = describeTokenizer(renamed)
    const again = restoreTokenizerSet({ ...model, tokenizer: state, tokenizerRecord: record }, [pairs])
    expect(again.axes).toEqual(['time', 'line', 'column'])
    expect(() => restoreTokenizer(model, [pairs])).toThrowRomae('TRAINER_OF_SEVERAL', {})
    expect(() => restoreTokenizerSet(modelOf(tinyPretraining()), [])).toThrowRomae('TRAINER_NO_MODALITY', {})
  })

  it('fills what is hidden of any modality, and leaves what is known', async () => {
    const tokens = await tokenize()
    const toFill = tokens.map((one, index) => hiding(one, index % 2))
    const filled = await fillSetTokens(model, toFill, { engine, tokenizer: pairTokenizer })
    for (const [index, { parts }] of filled.entries()) {
      for (const [modality, part] of parts.entries()) {
        const before = tokens[index]!.parts[modality]
        if (before === null) expect(part).toBe(null)
        else if (modality === index % 2) expect(part!.values).not.toEqual(before!.values)
        else expect(part).toEqual(before)
      }
    }
  })

  it('fills a sample alone as among others, and does not read what is hidden', async () => {
    const tokens = await tokenize()
    const toFill = tokens.map((one, index) => hiding(one, index % 2))
    const imputer = await createSetImputer(model, { engine, batchSize: 2 })
    const together = await imputer.fillSetTokens(toFill)
    for (const [index, one] of toFill.entries()) {
      const parts = one.tokens.parts.map((part, modality) =>
        part && modality === index % 2 ? { ...part, values: part.values.map(() => Number.NaN) } : part,
      )
      const [alone] = await imputer.fillSetTokens([{ ...one, tokens: { ...one.tokens, parts } }])
      for (const [modality, part] of alone!.parts.entries()) {
        part?.values.forEach((value, place) => {
          expect(value).toBeCloseTo(together[index]!.parts[modality]!.values[place]!, 4)
        })
      }
    }
    await imputer.dispose()
  })

  it('refuses what it cannot fill', async () => {
    const [tokens] = await tokenize()
    const fill = (sample: SetTokensToFill) => fillSetTokens(model, [sample], { engine })
    await expect(fill({ tokens: tokens!, hidden: [] })).rejects.toThrowRomae('TRAINER_COUNT_MISMATCH', {})
    const short = { tokens: tokens!, hidden: [new Uint8Array(1), new Uint8Array(1)] }
    await expect(fill(short)).rejects.toThrowRomae('TRAINER_COUNT_MISMATCH', {})
    const other = { parts: [tokens!.parts[1]!, tokens!.parts[1]!], length: 8 }
    await expect(fill(hiding(other, 0))).rejects.toThrowRomae('TRAINER_MODEL_MISMATCH', {})
    await expect(fillTokens(model, [], { engine })).rejects.toThrowRomae('TRAINER_OF_SEVERAL', {})
    const single = modelOf(tinyPretraining())
    await expect(fillSetTokens(single, [], { engine })).rejects.toThrowRomae('TRAINER_OF_ONE', {})
    const otherSet = tokenizerSet({ curve: curveTokenizer, field: squareTokenizer })
    await expect(fillSetTokens(model, [], { engine, tokenizer: otherSet })).rejects.toThrowRomae(
      'TRAINER_OTHER_TOKENIZER',
      {},
    )
  })

  it('predicts and embeds samples that lack a modality as if it had not been given', async () => {
    const [whole] = makePairs(1)
    const samples = [{ curve: whole!.curve! }, whole!, { ...whole!, square: null }]
    const options = { engine, tokenizer: pairTokenizer }
    for (const made of [await createPredictor(predicting, options), await createEncoder(model, options)]) {
      const outputs = 'embed' in made ? await made.embed(samples) : await made.predictOutputs(samples)
      const distance = (one: number) => Math.max(...outputs[one]!.map((value, i) => Math.abs(value - outputs[0]![i]!)))
      expect(distance(2)).toBeLessThan(1e-5)
      expect(distance(1)).toBeGreaterThan(1e-4)
      await made.dispose()
    }
  })
})

describe('exportOnnx of several modalities', () => {
  async function runFile(bytes: Uint8Array, inputs: Readonly<Record<string, readonly [Float32Array, number[]]>>) {
    const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 3 })
    const feeds = Object.entries(inputs).map(([name, [data, shape]]) => [name, new ort.Tensor('float32', data, shape)])
    return session.run(Object.fromEntries(feeds))
  }
  const drawn = (...shape: number[]) =>
    [Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i)), shape] as [
      Float32Array,
      number[],
    ]
  const zeros = (...shape: number[]) =>
    [new Float32Array(shape.reduce((a, b) => a * b, 1)), shape] as [Float32Array, number[]]

  it.each([
    [1, 1, 1, 1, 1],
    [2, 5, 3, 4, 2],
    [3, 2, 7, 1, 6],
  ])('has open lengths, each by itself: %d samples, %d, %d, %d, %d tokens', async (batch, v1, v2, m1, m2) => {
    const named = (name: string, tokenSize: number, axes: number, visible: number, masked: number) => ({
      [`visible.${name}`]: drawn(batch, visible, tokenSize),
      [`visiblePositions.${name}`]: drawn(batch, axes, visible),
      [`visiblePadding.${name}`]: zeros(batch, visible),
      [`maskedPositions.${name}`]: drawn(batch, axes, masked),
      [`maskedPadding.${name}`]: zeros(batch, masked),
    })
    const inputs = { ...named('curve', 1, 1, v1, m1), ...named('square', 2, 2, v2, m2) }
    const outputs = await runFile(exportOnnx(model, 'imputer'), inputs)
    expect(outputs['predictions.curve']!.dims).toEqual([batch, m1, 1])
    expect(outputs['predictions.square']!.dims).toEqual([batch, m2, 2])
    const whole = (name: string, tokenSize: number, axes: number, length: number) => ({
      [`values.${name}`]: drawn(batch, length, tokenSize),
      [`positions.${name}`]: drawn(batch, axes, length),
      [`padding.${name}`]: zeros(batch, length),
    })
    const samples = { ...whole('curve', 1, 1, v1), ...whole('square', 2, 2, v2) }
    const encoded = await runFile(exportOnnx(model, 'encoder'), samples)
    expect(encoded.embeddings!.dims).toEqual([batch, 1 + v1 + v2, 24])
    const predicted = await runFile(exportOnnx(predicting, 'predictor'), samples)
    expect(predicted.predictions!.dims).toEqual([batch, 3])
  })

  it('computes what the library does', async () => {
    const [sample] = await tokenize(makePairs(1))
    const hidden = hiding(sample!, 1)
    const [filled] = await fillSetTokens(model, [hidden], { engine })
    const [curve, square] = sample!.parts
    const columns = [0, 1].flatMap((axis) => [0, 1, 2, 3].map((token) => square!.positions[2 * token + axis]!))
    const outputs = await runFile(exportOnnx(model, 'imputer'), {
      'visible.curve': [curve!.values, [1, curve!.length, 1]],
      'visiblePositions.curve': [curve!.positions, [1, 1, curve!.length]],
      'visiblePadding.curve': zeros(1, curve!.length),
      'maskedPositions.curve': zeros(1, 1, 1),
      'maskedPadding.curve': [Float32Array.of(1), [1, 1]],
      'visible.square': zeros(1, 1, 2),
      'visiblePositions.square': zeros(1, 2, 1),
      'visiblePadding.square': [Float32Array.of(1), [1, 1]],
      'maskedPositions.square': [Float32Array.from(columns), [1, 2, 4]],
      'maskedPadding.square': zeros(1, 4),
    })
    const got = outputs['predictions.square']!.data as Float32Array
    filled!.parts[1]!.values.forEach((value, place) => {
      expect(got[place]).toBeCloseTo(value, 4)
    })
  })
})
