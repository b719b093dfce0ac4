import { createRandom } from '@romae/core'
import type { Engine } from '@romae/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FinetuneOptions, finetune } from './finetune.ts'
import { classify, predictOutputs } from './inference/predict.ts'
import { pretrain } from './pretrain.ts'
import { eventsOf } from './testing/checkpoints.ts'
import { testEngine } from './testing/engines.ts'
import { makePairs, type Pair, pairTokenizer, tinyPairStack } from './testing/pairs.ts'
import { dropModalities } from './training/drop-modalities.ts'
import { runToEnd } from './training/events.ts'

let engine: Engine
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.dispose())

/** The sign of the first hidden number, which either part tells. */
const labelOf = ({ square }: Pair) => (square![0]![0] > 0 ? 'plus' : 'minus')

function run(changes: Partial<FinetuneOptions<Pair>> = {}, training: Partial<FinetuneOptions<Pair>['training']> = {}) {
  const samples = makePairs(200)
  return finetune<Pair>({
    tokenizer: pairTokenizer,
    samples,
    labels: samples.map(labelOf),
    model: { encoder: tinyPairStack },
    ...changes,
    training: { batchSize: 20, steps: 6, seed: 3, engine, ...training },
  })
}

describe('fine-tuning on several modalities', () => {
  it.each(['cls', 'mean'] as const)(
    'with modality dropout and pooling %s, classifies from either alone',
    async (pooling) => {
      const options = { model: { encoder: tinyPairStack, pooling }, dropModality: 0.4 }
      const model = await runToEnd(run(options, { steps: 250, learningRate: 3e-3 }))
      const others = makePairs(200, 5)
      const subsets = [
        others,
        others.map(({ curve }) => ({ curve: curve! })),
        others.map(({ square }) => ({ square: square! })),
      ]
      for (const samples of subsets) {
        const found = await classify<Pair>(model, samples, { engine, tokenizer: pairTokenizer })
        const right = found.filter(({ label }, index) => label === labelOf(others[index]!)).length
        expect(right / others.length).toBeGreaterThan(0.8)
      }
    },
  )

  it('starts from a model that was pre-trained on several, and keeps its encoder', async () => {
    const stack = { encoder: tinyPairStack, decoder: tinyPairStack }
    const training = { steps: 2, batchSize: 10, engine }
    const tokenizer = pairTokenizer
    const pretrained = await runToEnd(pretrain<Pair>({ tokenizer, samples: makePairs(20), model: stack, training }))
    const model = await runToEnd(run({ pretrained, model: {} }, { steps: 1, learningRate: 1e-9 }))
    const name = 'projection.square.weight'
    model.parameters[name]!.forEach((value, place) => {
      expect(value).toBeCloseTo(pretrained.parameters[name]![place]!, 5)
    })
    expect(model.config.modalities).toEqual(pretrained.config.modalities)
  })

  it('makes the same steps in micro-batches as at once, dropout of every kind included', async () => {
    const stack = { ...tinyPairStack, hiddenDropout: 0.2, attentionDropout: 0.2 }
    const changes = { samples: makePairs(40, 1, 0.2), labels: undefined, dropModality: 0.3, model: { encoder: stack } }
    const targets = makePairs(40).map(({ square }) => [...square![0]!])
    const { labels: _, ...others } = changes
    const lossesOf = async (gradientAccumulationSteps: number) => {
      const options = { tokenizer: pairTokenizer, ...others, targets }
      const training = { batchSize: 10, steps: 4, engine, gradientAccumulationSteps }
      const events = await eventsOf(finetune<Pair>({ ...options, training }))
      return events.flatMap((event) => (event.type === 'step' ? [event.loss] : []))
    }
    const [whole, parts] = [await lossesOf(1), await lossesOf(3)]
    parts.forEach((loss, step) => {
      expect(Math.abs(loss / whole[step]! - 1)).toBeLessThan(1e-4)
    })
  })

  it('is evaluated and predicts on samples of any subset', async () => {
    const heldOut = makePairs(30, 9)
    const labels = heldOut.map(labelOf)
    const samples = heldOut.map((pair, index) => (index % 2 === 0 ? pair : { ...pair, square: null }))
    const events = await eventsOf(run({ evaluation: { samples, labels } }))
    const { metrics } = events.find((event) => event.type === 'evaluation')!
    expect(metrics.accuracy).toBeGreaterThan(0)
    const model = events.flatMap((event) => (event.type === 'finish' ? [event.model] : []))[0]!
    const outputs = await predictOutputs<Pair>(model, samples, { engine, tokenizer: pairTokenizer })
    expect(outputs.map(({ length }) => length)).toEqual(samples.map(() => 2))
  })

  it('refuses what one modality alone has, and has not', async () => {
    const single = pairTokenizer.modalities[0]!.tokenizer as never
    await expect(runToEnd(run({ tokenizer: single, dropModality: 0.1 }))).rejects.toThrowRomae('TRAINER_OPTION', {
      key: 'dropModality',
    })
    const perToken = { encoder: tinyPairStack, pooling: 'token' } as const
    await expect(runToEnd(run({ model: perToken }))).rejects.toThrowRomae('TRAINER_OPTION', { key: 'targets' })
  })
})

describe('dropModalities', () => {
  it('leaves out each as often as it should, and never all', async () => {
    const tokens = await Promise.all(makePairs(2000, 1, 0.2).map((pair) => pairTokenizer.tokenize(pair)))
    const left = dropModalities(tokens, 0.3, createRandom(1))
    const both = tokens.flatMap(({ parts }, index) => (parts.includes(null) ? [] : [index]))
    const share = (modality: number) =>
      both.filter((index) => left[index]!.parts[modality] === null).length / both.length
    // 0.3, less half of those rows of which all would be dropped.
    for (const modality of [0, 1]) expect(share(modality)).toBeCloseTo(0.3 - 0.09 / 2, 1)
    for (const [index, { parts, length }] of left.entries()) {
      expect(parts.some((part) => part !== null)).toBe(true)
      expect(length).toBe(parts.reduce((sum, part) => sum + (part?.length ?? 0), 0))
      if (tokens[index]!.parts.includes(null)) expect(parts).toEqual(tokens[index]!.parts)
    }
    const [alone] = dropModalities([tokens[7]!], 0.3, createRandom(1), [7])
    expect(alone).toEqual(left[7])
  })
})
