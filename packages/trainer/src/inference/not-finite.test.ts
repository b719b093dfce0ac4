import { initializeParameters, predictionConfig } from '@romae/core'
import type { Tokens } from '@romae/tokenizer'
import { describe, expect, it } from 'vitest'
import { exportOnnx } from '../export-onnx.ts'
import { finetune } from '../finetune.ts'
import type { RomaeModel } from '../model/romae-model.ts'
import { pretrain } from '../pretrain.ts'
import { openEngine } from '../testing/engines.ts'
import { tinyPretraining } from '../testing/tiny-pretraining.ts'
import { makeWaves, tinyStack, waveTokenizer } from '../testing/waves.ts'
import { runToEnd } from '../training/events.ts'
import { createEncoder, embed } from './embed.ts'
import { fillTokens } from './fill-tokens.ts'
import { classify, createPredictor } from './predict.ts'

const waves = makeWaves(4, [3, 5])

/** A model with one number of a tensor replaced. */
function modelOf(task: 'prediction' | 'pretraining', value: number | null): RomaeModel<never> {
  const config =
    task === 'pretraining'
      ? tinyPretraining()
      : predictionConfig({ tokenSize: 1, axes: 1, encoder: tinyStack, outputSize: 2 })
  const parameters = { ...initializeParameters(config, 4) }
  const [name] = Object.keys(parameters).slice(-1) as [string]
  if (value !== null) parameters[name] = parameters[name]!.with(0, value)
  const classes = task === 'prediction' ? ['a', 'b'] : null
  return { config, parameters, tokenizer: null, classes } as unknown as RomaeModel<never>
}

describe('a weight that is not finite', () => {
  const prediction = modelOf('prediction', Number.NaN)
  const pretraining = modelOf('pretraining', -Infinity)
  const toFill = [{ tokens: waveTokenizer.tokenize(waves[0]!) as Tokens, hidden: Uint8Array.of(1, 0, 0, 0, 0) }]
  const rest = { tokenizer: waveTokenizer, samples: waves, training: { steps: 1 } }
  const labels = waves.map(({ label }) => label)

  it.each<[string, () => unknown]>([
    ['classify', () => classify(prediction, waves, { tokenizer: waveTokenizer })],
    ['createPredictor', () => createPredictor(prediction, { tokenizer: waveTokenizer })],
    ['embed', () => embed(prediction, waves, { tokenizer: waveTokenizer })],
    ['createEncoder', () => createEncoder(pretraining, { tokenizer: waveTokenizer })],
    ['fillTokens', () => fillTokens(pretraining, toFill)],
    ['exportOnnx', async () => exportOnnx(prediction, 'predictor')],
    ['finetune', () => runToEnd(finetune({ ...rest, labels, pretrained: pretraining }))],
    ['pretrain', () => runToEnd(pretrain({ ...rest, from: pretraining }))],
  ])('is an error of %s that names the tensor', async (_, use) => {
    await expect(use()).rejects.toThrowRomae('TRAINER_MODEL_NOT_FINITE', { parameter: 'head.head.2.bias', place: 0 })
  })
})

describe('outputs that are not finite', () => {
  it('are an error that names the sample', async () => {
    const model = modelOf('prediction', null)
    const all: Readonly<Record<string, Float32Array>> = model.parameters
    const huge = { ...all, 'head.head.2.weight': all['head.head.2.weight']!.map((value) => 3e38 * Math.sign(value)) }
    const engine = await openEngine()
    await expect(
      classify({ ...model, parameters: huge } as never, waves, { tokenizer: waveTokenizer, engine }),
    ).rejects.toThrowRomae('TRAINER_OUTPUT_NOT_FINITE', { output: 'predictions', sample: 2, got: -Infinity })
  })
})
