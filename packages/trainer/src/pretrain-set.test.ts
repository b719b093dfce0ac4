import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { type Engine, inProcessCommunicators } from '@romae/engine'
import { tokenizerSet } from '@romae/tokenizer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stepName } from './checkpoints/find-checkpoint.ts'
import type { RomaeModel } from './model/romae-model.ts'
import { type PretrainOptions, pretrain } from './node/runs.ts'
import { describePretraining } from './pretrain.ts'
import { checksumsOf, eventsOf } from './testing/checkpoints.ts'
import { testEngine } from './testing/engines.ts'
import { curveTokenizer, makePairs, type Pair, pairTokenizer, squareTokenizer, tinyPairStack } from './testing/pairs.ts'
import { allRates } from './testing/waves.ts'
import { runToEnd, type TrainingEvent } from './training/events.ts'

let engine: Engine
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.dispose())

function run(changes: Partial<PretrainOptions<Pair>> = {}, training: Partial<PretrainOptions<Pair>['training']> = {}) {
  return pretrain<Pair>({
    tokenizer: pairTokenizer,
    samples: makePairs(40, 1, 0.1),
    model: { encoder: tinyPairStack, decoder: { ...tinyPairStack, depth: 1 } },
    maskRatio: 0.5,
    hideModality: 0.4,
    ...changes,
    training: { batchSize: 10, steps: 6, lengthBuckets: 2, seed: 3, engine, ...training },
  })
}

function stepsOf(events: readonly TrainingEvent[]) {
  return events.flatMap((event) => (event.type === 'step' ? [event] : []))
}

const lossesOf = (events: readonly TrainingEvent[]) => stepsOf(events).map(({ loss }) => loss)

describe('pre-training on several modalities', () => {
  it('learns to tell a modality that is hidden from the other, which guessing the mean does not', async () => {
    const events = await eventsOf(
      run(
        { samples: makePairs(600), evaluation: { samples: makePairs(100, 2), every: 700 }, hideModality: 0.8 },
        { steps: 700, batchSize: 30, learningRate: 3e-3 },
      ),
    )
    const last = events.findLast((event) => event.type === 'evaluation')!
    const { losses, hiddenLosses } = last.metrics
    // The values of either modality have mean 0 and variance 1.
    expect(hiddenLosses!.curve).toBeLessThan(0.3)
    expect(hiddenLosses!.square).toBeLessThan(0.3)
    expect(losses!.square).toBeLessThan(0.3)
    const { square, curve } = hiddenLosses!
    const expected = 0.2 * (losses!.square! + losses!.curve!) + 0.4 * (square! + curve!)
    expect(last.metrics.loss).toBeCloseTo(expected, 5)
  })

  it('tells the loss of each modality that a step has masked, of which the loss is the sum', async () => {
    const steps = stepsOf(await eventsOf(run({ lossWeights: { square: 3 } }, { steps: 12 })))
    for (const { loss, losses } of steps) {
      expect(loss).toBeCloseTo((losses!.curve ?? 0) + 3 * (losses!.square ?? 0), 4)
    }
    const masked = steps.map(({ losses }) => Object.keys(losses!).join())
    expect(new Set(masked)).toEqual(new Set(['curve', 'square', 'curve,square']))
  })

  it('makes the same steps in micro-batches, on ranks and at once', async () => {
    const whole = lossesOf(await eventsOf(run()))
    const inParts = lossesOf(await eventsOf(run({}, { gradientAccumulationSteps: 3 })))
    const onRanks = await Promise.all(
      inProcessCommunicators(2).map(async (communicator) => lossesOf(await eventsOf(run({}, { communicator })))),
    )
    for (const losses of [inParts, ...onRanks]) {
      expect(losses).toHaveLength(whole.length)
      losses.forEach((loss, step) => {
        expect(Math.abs(loss / whole[step]! - 1)).toBeLessThan(1e-4)
      })
    }
  })

  it('goes on from a checkpoint with the very steps that it would have made', async () => {
    const [whole, broken] = [await temporaryFolder(), await temporaryFolder()]
    const stack = { ...tinyPairStack, ...allRates }
    const changes = { model: { encoder: stack, decoder: stack, headDropout: 0.1 } }
    await runToEnd(run(changes, { checkpointFolder: whole }))
    const controller = new AbortController()
    await runToEnd(run(changes, { checkpointFolder: broken, signal: controller.signal }), (event) => {
      if (event.type === 'step' && event.step === 4) controller.abort()
    })
    await runToEnd(run(changes, { checkpointFolder: broken, resume: true }))
    expect(await checksumsOf(join(broken, stepName(6)))).toEqual(await checksumsOf(join(whole, stepName(6))))
    await expect(
      runToEnd(run({ ...changes, hideModality: 0.3 }, { checkpointFolder: broken, resume: true })),
    ).rejects.toThrowRomae('CHECKPOINT_OTHER_RUN', {})
  })

  it('compiles few shapes: one for each bucket and way of masking', async () => {
    const { buckets } = await describePretraining<Pair>({
      tokenizer: pairTokenizer,
      samples: makePairs(40, 1, 0.1),
      training: { steps: 1, lengthBuckets: 2 },
    })
    expect(buckets).toHaveLength(2)
    for (const { length, parts } of buckets) {
      expect(parts).toHaveLength(2)
      expect(parts!.reduce((sum, part) => sum + part, 0)).toBeGreaterThanOrEqual(length)
    }
  })

  it('takes samples of a source, and the same as from memory', async () => {
    const samples = makePairs(40, 1, 0.1)
    const source = { length: 40, sample: (index: number) => samples[index]! }
    expect(lossesOf(await eventsOf(run({ samples: source })))).toEqual(lossesOf(await eventsOf(run())))
    await expect(runToEnd(run({ samples: { ...source, tokenCounts: 9 } }))).rejects.toThrowRomae('TRAINER_OPTION', {
      key: 'tokenCounts',
    })
  })

  it('starts from models of single modalities, adds one to a model of several, and leaves one out', async () => {
    const stacks = { encoder: tinyPairStack, decoder: { ...tinyPairStack, depth: 1 } }
    const training = { steps: 2, batchSize: 10, engine }
    const samples = makePairs(20)
    const curve = await runToEnd(
      pretrain({ tokenizer: curveTokenizer, samples: samples.map((pair) => pair.curve!), model: stacks, training }),
    )
    const still = { steps: 1, learningRate: 1e-9 }
    const both = await runToEnd(run({ model: {}, fromModalities: { curve } }, still))
    const same = (got: RomaeModel, name: string, expected: RomaeModel, before = name) => {
      got.parameters[name]!.forEach((value, place) => {
        expect(value).toBeCloseTo(expected.parameters[before]![place]!, 5)
      })
    }
    same(both, 'projection.curve.weight', curve, 'projection.weight')
    same(both, 'head.head.2.curve.bias', curve, 'head.head.2.bias')
    same(both, 'decoder.layers.0.attention.wo.weight', curve)
    const alone = await runToEnd(
      pretrain<Pair>({
        tokenizer: tokenizerSet({ square: squareTokenizer }),
        samples: samples.map(({ square }) => ({ square: square! })),
        fromModalities: { square: both },
        training: { ...training, ...still },
      }),
    )
    same(alone, 'mask_token.square', both)
    expect(Object.keys(alone.parameters)).not.toContain('mask_token.curve')
    const refused = (options: Partial<PretrainOptions<Pair>>) => runToEnd(run({ model: {}, ...options }))
    await expect(refused({ fromModalities: { square: curve } })).rejects.toThrowRomae('TRAINER_MODEL_MISMATCH', {})
    await expect(refused({ fromModalities: { curve }, encoderFrom: 'square' })).rejects.toThrowRomae('TRAINER_OPTION', {
      key: 'encoderFrom',
    })
    await expect(refused({ fromModalities: { circle: curve } })).rejects.toThrowRomae('TRAINER_OPTION', {})
  })

  it.each([
    [{ maskRatios: { circle: 0.5 } }, 'maskRatios.circle'],
    [{ lossWeights: { circle: 1 } }, 'lossWeights.circle'],
    [{ maskRatios: { curve: 0, square: 0 } }, 'maskRatios'],
    [{ lossWeights: { curve: 0, square: 0 } }, 'lossWeights'],
    [{ hideModality: 1.5 }, 'hideModality'],
    [{ maskTogether: 'time' }, 'maskTogether'],
    [{ maskPatterns: [{ kind: 'end', share: 1 }] as const }, 'maskPatterns'],
    [{ model: { channels: 'embedding' } as const }, 'channels'],
    [{ tokenizer: pairTokenizer.modalities[0]!.tokenizer as never, samples: [] }, 'hideModality'],
  ])('refuses %o before it trains', async (changes, key) => {
    await expect(runToEnd(run(changes))).rejects.toThrowRomae('TRAINER_OPTION', { key })
  })

  it('refuses samples that lack everything, and what is no modality, naming the sample', async () => {
    const [first] = makePairs(1)
    await expect(runToEnd(run({ samples: [first!, {}] }))).rejects.toThrowRomae('TOKENIZER_SET_SAMPLE', { sample: 1 })
    const circle = { circle: 1 } as Pair
    await expect(runToEnd(run({ samples: [first!, circle] }))).rejects.toThrowRomae('TOKENIZER_SET_SAMPLE', {})
  })

  it('refuses heads that cannot carry the axes of all modalities', async () => {
    const narrow = { dModel: 8, heads: 2, depth: 1 }
    await expect(runToEnd(run({ model: { encoder: narrow } }))).rejects.toThrowRomae('CONFIG_HEAD_DIMENSION', {
      axes: 3,
    })
  })
})
