import { temporaryFolder } from '@romae/build/temporary-folder'
import { createEngine, type Engine } from '@romae/engine'
import type { Tokens } from '@romae/tokenizer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  classificationMetrics,
  classify,
  fillTokens,
  finetune,
  loadModel,
  predictOutputs,
  pretrain,
  regressionMetrics,
  runToEnd,
  saveModel,
} from './node.ts'
import { makeWaves, tinyStack, waveTokenizer as tokenizer } from './testing/waves.ts'

// What a user writes first: that it compiles, without a cast, is half of the test.

const samples = makeWaves(8, [3, 6])
const labels = samples.map(({ label }) => label)
const targets: number[][] = samples.map((_, index) => [index, -index])
const training = { steps: 1, batchSize: 8 }

let engine: Engine
beforeAll(async () => {
  engine = await createEngine()
})
afterAll(() => engine.dispose())

describe('a model that was loaded', () => {
  it('classifies, and its metrics are those of what it said', async () => {
    const folder = await temporaryFolder()
    const model = { encoder: tinyStack }
    await saveModel(folder, await runToEnd(finetune({ tokenizer, samples, labels, model, training })))
    const loaded = await loadModel(folder)
    const found = await classify(loaded, samples, { tokenizer, engine })
    const metrics = classificationMetrics(found, labels, loaded.classes)
    const right = found.filter(({ label }, index) => label === labels[index]).length
    expect(metrics.accuracy).toBe(right / labels.length)
    await expect(predictOutputs(loaded, samples, { tokenizer, engine })).resolves.toHaveLength(8)
  })

  it('predicts numbers, and its metrics are over all of them', async () => {
    const folder = await temporaryFolder()
    const model = { encoder: tinyStack }
    await saveModel(folder, await runToEnd(finetune({ tokenizer, samples, targets, model, training })))
    const loaded = await loadModel(folder)
    const outputs = await predictOutputs(loaded, samples, { tokenizer, engine })
    const metrics = regressionMetrics(outputs, targets)
    expect(metrics).toEqual(
      regressionMetrics(
        outputs.flatMap((row) => [...row]),
        targets.flat(),
      ),
    )
    expect(metrics.mse).toBeGreaterThan(0)
    expect(() => classificationMetrics(['a'], ['a'], loaded.classes)).toThrowRomae('TRAINER_OPTION', {
      key: 'classes',
      got: null,
    })
    await expect(classify(loaded, samples, { tokenizer, engine })).rejects.toThrowRomae('TRAINER_TASK')
  })

  it('is what pre-training and fine-tuning go on from, and fills tokens', async () => {
    const folder = await temporaryFolder()
    const model = { encoder: tinyStack, decoder: tinyStack, normalizeTargets: false }
    await saveModel(folder, await runToEnd(pretrain({ tokenizer, samples, model, training })))
    const loaded = await loadModel(folder)
    await runToEnd(pretrain({ tokenizer, samples, from: loaded, training }))
    const classifier = await runToEnd(finetune({ tokenizer, samples, labels, pretrained: loaded, training }))
    const tokens = tokenizer.tokenize(samples[0]!) as Tokens
    const hidden = Uint8Array.from({ length: tokens.length }, (_, token) => token % 2)
    await expect(fillTokens(loaded, [{ tokens, hidden }], { engine, tokenizer })).resolves.toHaveLength(1)

    // Of another kind it is refused by its task.
    const wrong = { code: 'TRAINER_TASK' }
    await expect(classify(loaded, samples, { tokenizer })).rejects.toMatchObject(wrong)
    await expect(fillTokens(classifier, [{ tokens, hidden }])).rejects.toMatchObject(wrong)
    await expect(runToEnd(pretrain({ tokenizer, samples, from: classifier, training }))).rejects.toMatchObject(wrong)
    const pretrained = classifier
    await expect(runToEnd(finetune({ tokenizer, samples, labels, pretrained, training }))).rejects.toMatchObject(wrong)
  })
})
