import '@tensorflow/tfjs'
import {
  createRandom,
  initializeParameters,
  packedLayout,
  packParameters,
  predictionConfig,
  pretrainingConfig,
  type RomaeConfig,
} from '@romae/core'
import type { Engine, HostTensors } from '@romae/engine'
import * as ort from 'onnxruntime-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportOnnx } from './export-onnx.ts'
import { float16Difference, withHalves } from './float16-difference.ts'
import type { RomaeModel } from './model/romae-model.ts'
import { testEngine } from './testing/engines.ts'
import { predictionProgram, pretrainingProgram } from './training/programs.ts'

const encoder = { dModel: 24, heads: 2, depth: 2 }
const shared = { tokenSize: 3, axes: 2, encoder }
const modelOf = <Config extends RomaeConfig>(config: Config): RomaeModel<Config> => ({
  config,
  parameters: initializeParameters(config, 1),
  tokenizer: null,
  classes: null,
})

let engine: Engine
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.dispose())

/** Random values and positions, and padding at the end of the last row. */
function tokens(batch: number, length: number, axes: number, padded: number) {
  const random = createRandom(length)
  const tensor = (shape: readonly number[], draw: () => number) => ({
    data: Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, draw),
    shape,
  })
  const padding = tensor([batch, length], () => 0)
  padding.data.fill(1, batch * length - padded)
  return {
    values: tensor([batch, length, 3], () => random.normal()),
    positions: tensor([batch, axes, length], () => 9 * random.uniform()),
    padding,
  }
}

async function runFile(
  bytes: Uint8Array,
  inputs: HostTensors,
): Promise<{ dims: readonly number[]; data: Float32Array }> {
  const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 3 })
  const feeds = Object.entries(inputs).map(([name, { data, shape }]) => [
    name,
    new ort.Tensor('float32', data as Float32Array, shape),
  ])
  const [output] = Object.values(await session.run(Object.fromEntries(feeds)))
  return { dims: output!.dims, data: output!.data as Float32Array }
}

function expectClose(got: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(got.length).toBe(expected.length)
  for (let index = 0; index < expected.length; index++) expect(got[index]).toBeCloseTo(expected[index]!, 5)
}

const sizes = [
  [1, 1],
  [3, 7],
  [2, 40],
] as const

describe('weights of float16', () => {
  const predictor = modelOf(predictionConfig({ ...shared, outputSize: 4 }))

  it('take half of the bytes, and change what `float16Difference` says', async () => {
    const [whole, halved] = (['float32', 'float16'] as const).map((weights) =>
      exportOnnx(predictor, 'predictor', { weights }),
    )
    const matrices = Object.values(packedLayout(predictor.config).entries).filter(({ shape }) => shape.length > 1)
    const saved = 2 * matrices.reduce((sum, { size }) => sum + size, 0)
    expect(whole!.length - halved!.length).toBeGreaterThan(0.8 * saved)
    const { largest, deviation, tokens: count } = await float16Difference(predictor, 'predictor', { engine })
    expect(count).toBe(128)
    expect(largest).toBeGreaterThan(0)
    expect(largest).toBeLessThan(0.01 * deviation)
    // What it says is what the file does: with the weights as half precision holds them, the model answers to the same digits.
    const given = tokens(3, 7, 2, 2)
    const flat = withHalves(predictor, packParameters(predictor.config, predictor.parameters))
    const program = engine.compile(predictionProgram(predictor.config, { kind: 'meanSquaredError' }))
    const expected = await program.run(flat, given)
    await program.dispose()
    expectClose((await runFile(halved!, given)).data, expected.predictions!.data as Float32Array)
    const unlike = (await runFile(whole!, given)).data
    const files = (await runFile(halved!, given)).data
    expect(files).not.toEqual(unlike)
  })

  it.each(['encoder', 'imputer'] as const)('are there for an %s', async (part) => {
    const pretrained = modelOf(pretrainingConfig({ ...shared, decoder: encoder }))
    const { largest, deviation } = await float16Difference(pretrained, part, { engine })
    expect(largest).toBeGreaterThan(0)
    expect(largest).toBeLessThan(0.02 * deviation)
    expect(exportOnnx(pretrained, part, { weights: 'float16' }).length).toBeLessThan(
      exportOnnx(pretrained, part).length,
    )
  })

  it('are refused where one is too large', () => {
    const parameters = Object.fromEntries(
      Object.entries(predictor.parameters).map(([name, values]) => [
        name,
        values.length > 100 ? values.map(() => 70_000) : values,
      ]),
    )
    const model = { ...predictor, parameters }
    expect(() => exportOnnx(model, 'predictor', { weights: 'float16' })).toThrowRomae('TRAINER_FLOAT16', {
      got: 70_000,
    })
    expect(() => exportOnnx(predictor, 'predictor', { weights: 'int8' as never })).toThrowRomae('TRAINER_OPTION')
  })
})

describe('exportOnnx', () => {
  it.each([
    ['[CLS]', predictionConfig({ ...shared, outputSize: 4 })],
    ['the mean', predictionConfig({ ...shared, outputSize: 4, cls: false })],
    ['every token', predictionConfig({ ...shared, outputSize: 2, pooling: 'token' })],
    ['what no axis has of a head', predictionConfig({ ...shared, encoder: { ...encoder, dModel: 28 }, outputSize: 4 })],
    ['absolute positions', predictionConfig({ ...shared, outputSize: 4, positionEncoding: 'absolute' })],
  ])('writes a predictor that reads %s', async (_, config) => {
    const model = modelOf(config)
    const bytes = exportOnnx(model, 'predictor')
    const program = engine.compile(predictionProgram(config, { kind: 'meanSquaredError' }))
    for (const [batch, length] of sizes) {
      const inputs = tokens(batch, length, config.positionEncoding === 'absolute' ? 1 : 2, Math.floor(length / 3))
      const { predictions } = await program.run(packParameters(config, model.parameters), inputs)
      const { dims, data } = await runFile(bytes, inputs)
      expect(dims).toEqual(predictions!.shape)
      expectClose(data, predictions!.data)
    }
  })

  it.each([
    ['', 3, {}],
    [' of a normal distribution,', 6, { likelihood: { kind: 'gaussian' as const } }],
    [' of quantiles,', 9, { likelihood: { kind: 'quantiles' as const, levels: [0.1, 0.5, 0.9] } }],
  ])('writes an imputer%s with open numbers of visible and masked tokens', async (_, outputs, likelihood) => {
    const config = pretrainingConfig({ ...shared, decoder: { dModel: 16, heads: 2, depth: 1 }, ...likelihood })
    const model = modelOf(config)
    const bytes = exportOnnx(model, 'imputer')
    const program = engine.compile(pretrainingProgram(config))
    for (const [visible, masked] of [
      [5, 3],
      [1, 20],
    ] as const) {
      const known = tokens(2, visible, 2, 1)
      const hidden = tokens(2, masked, 2, 2)
      const inputs = {
        visible: known.values,
        visiblePositions: known.positions,
        visiblePadding: known.padding,
        maskedPositions: hidden.positions,
        maskedPadding: hidden.padding,
      }
      const { predictions } = await program.run(packParameters(config, model.parameters), inputs)
      const { dims, data } = await runFile(bytes, inputs)
      expect(dims).toEqual([2, masked, outputs])
      expectClose(data, predictions!.data)
    }
  })

  it('writes the encoder of either kind of model', async () => {
    for (const config of [
      pretrainingConfig({ ...shared, decoder: encoder }),
      predictionConfig({ ...shared, outputSize: 2 }),
    ]) {
      const { dims } = await runFile(exportOnnx(modelOf(config), 'encoder'), tokens(2, 6, 2, 0))
      expect(dims).toEqual([2, 7, 24])
    }
  })

  it('has no imputer in a prediction model, and no predictor in a pre-training model', () => {
    const prediction = modelOf(predictionConfig({ ...shared, outputSize: 2 }))
    const pretraining = modelOf(pretrainingConfig({ ...shared, decoder: encoder }))
    expect(() => exportOnnx(prediction, 'imputer')).toThrowRomae('TRAINER_TASK')
    expect(() => exportOnnx(pretraining, 'predictor')).toThrowRomae('TRAINER_TASK')
  })
})
