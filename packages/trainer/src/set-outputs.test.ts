import { temporaryFolder } from '@romae/build/temporary-folder'
import type { Engine } from '@romae/engine'
import { tokenizerSet, type Values, valuesTokenizer } from '@romae/tokenizer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportOnnx } from './export-onnx.ts'
import { fillSetTokens } from './inference/fill-set-tokens.ts'
import { loadModel, saveModel } from './node/load-model.ts'
import { pretrain } from './node/runs.ts'
import { eventsOf } from './testing/checkpoints.ts'
import { testEngine } from './testing/engines.ts'
import { type Curve, curveTokenizer, makePairs, tinyPairStack } from './testing/pairs.ts'
import type { TrainingEvent } from './training/events.ts'

let engine: Engine
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.dispose())

/** A curve, and in words what it is like; the kind is missing of some. */
interface Told {
  readonly curve?: Curve | null
  readonly sheet?: Values | null
}

/** The sign of a curve where it begins, by name, and its height there. */
function makeTold(count: number, seed: number): Told[] {
  return makePairs(count, seed).map(({ curve }, index) => {
    const height = curve!.values.reduce((sum, value) => sum + value / curve!.values.length, 0)
    const kind = height > 0.3 ? 'above' : height < -0.3 ? 'below' : 'between'
    return { curve: curve!, sheet: { height, kind: index % 5 === 0 ? null : kind } }
  })
}

const samples = makeTold(400, 1)
const sheet = valuesTokenizer.fit(
  samples.map((sample) => sample.sheet!),
  { numbers: ['height'], categories: ['kind'], axis: 'time' },
)
const tokenizer = tokenizerSet({ curve: curveTokenizer, sheet })

const train = () =>
  pretrain<Told>({
    tokenizer,
    samples,
    model: { encoder: tinyPairStack, decoder: { ...tinyPairStack, depth: 1 } },
    maskRatios: { sheet: 0 },
    hideModality: 0.8,
    evaluation: { samples: makeTold(100, 2), every: 300 },
    training: { batchSize: 20, steps: 300, learningRate: 3e-3, seed: 3, engine },
  })

describe('a modality of numbers and categories', () => {
  it('is told from the other: categories by their probabilities, whether they are there, and numbers', async () => {
    const events: TrainingEvent[] = await eventsOf(train())
    const last = events.findLast((event) => event.type === 'evaluation')!
    const finish = events.findLast((event) => event.type === 'finish')!
    // Of a number, a category of three and whether it is there, guessing has (1 + ln 3 + 0.5) / 3.
    expect(last.metrics.hiddenLosses!.sheet).toBeLessThan(0.6)
    const folder = await temporaryFolder()
    await saveModel(folder, finish.model)
    const model = await loadModel(folder)
    expect(model.config.modalities![1]!.outputs).toEqual(sheet.outputs)

    const test = makeTold(100, 4)
    const toFill = await Promise.all(
      test.map(async (sample) => {
        const tokens = await tokenizer.tokenize(sample)
        return { tokens, hidden: tokens.parts.map((part, place) => part && new Uint8Array(part.length).fill(place)) }
      }),
    )
    const filled = await fillSetTokens(model, toFill, { engine, tokenizer })
    const told = filled.map(({ parts }) => sheet.detokenize(parts[1]!))
    const known = test.flatMap((sample, index) => (sample.sheet!.kind == null ? [] : [index]))
    const right = known.filter((index) => told[index]!.kind === test[index]!.sheet!.kind)
    expect(right.length / known.length).toBeGreaterThan(0.75)
    // Whether it is there cannot be told from the curve: it mostly is.
    expect(told.every(({ kind }) => kind !== null)).toBe(true)
    for (const { parts } of filled) {
      const shares = [1, 2, 3].map((place) => {
        const output = sheet.outputs![1]!
        if (output.kind !== 'category') throw new Error('it is none')
        const [yes, no] = [output.yes[place - 1]!, output.no[place - 1]!]
        return (parts[1]!.values[place]! - no) / (yes - no)
      })
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 4)
    }
    expect(exportOnnx(model, 'imputer').byteLength).toBeGreaterThan(1000)
  }, 60_000)
})
