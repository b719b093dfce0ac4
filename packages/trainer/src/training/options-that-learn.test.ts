import { initializeParameters, predictionConfig } from '@romae/core'
import { describe, expect, it } from 'vitest'
import { finetune } from '../finetune.ts'
import { openEngine } from '../testing/engines.ts'
import { makeWaves, tinyStack, waveTokenizer } from '../testing/waves.ts'
import { runToEnd } from './events.ts'
import type { TrainingOptions } from './options.ts'

const samples = makeWaves(16, 6)
const config = predictionConfig({ tokenSize: 1, axes: 1, encoder: tinyStack, outputSize: 2 })
const initial = initializeParameters(config, 0)

async function train(training: TrainingOptions) {
  const labels = samples.map(({ label }) => label)
  const options = { batchSize: 8, warmupSteps: 0, engine: await openEngine(), ...training }
  return runToEnd(
    finetune({ tokenizer: waveTokenizer, samples, labels, model: { encoder: tinyStack }, training: options }),
  )
}

/** How far a parameter moved, at most. */
function moved(parameters: Readonly<Record<string, Float32Array>>, name: string): number {
  return Math.max(...parameters[name]!.map((value, index) => Math.abs(value - initial[name]![index]!)))
}

describe('layer-wise decay of the learning rate', () => {
  it('makes the first update of each layer smaller by its factor', async () => {
    const once = { steps: 1, schedule: 'constant', optimizer: { kind: 'adamw', weightDecay: 0 } } as const
    const { parameters } = await train({ ...once, layerDecay: 0.5 })
    // AdamW's first update is the learning rate, whatever the gradient.
    expect(moved(parameters, 'head.head.2.weight') / 1e-3).toBeCloseTo(1, 2)
    expect(moved(parameters, 'encoder.layers.1.feed_forward.w2.weight') / 1e-3).toBeCloseTo(1 / 2, 2)
    expect(moved(parameters, 'encoder.layers.0.feed_forward.w2.weight') / 1e-3).toBeCloseTo(1 / 4, 2)
    expect(moved(parameters, 'projection.weight') / 1e-3).toBeCloseTo(1 / 8, 2)
  })
})

describe('a frozen encoder', () => {
  it('keeps every weight, also from decay, while the head learns', async () => {
    const { parameters } = await train({ steps: 3, optimizer: { kind: 'adamw', weightDecay: 10 }, freeze: 'encoder' })
    const changed = Object.keys(parameters).filter((name) => moved(parameters, name) > 0)
    expect(changed.sort()).toEqual(['head.head.1.weight', 'head.head.2.bias', 'head.head.2.weight'])
  })
})

describe('weight decay on matrices only', () => {
  it('leaves norms as they would be without decay', async () => {
    const once = (weightDecay: number, weightDecayOn: 'all' | 'matrices') =>
      train({ steps: 1, schedule: 'constant', optimizer: { kind: 'adamw', weightDecay }, weightDecayOn })
    const [none, all, matrices] = [await once(0, 'all'), await once(10, 'all'), await once(10, 'matrices')]
    for (const name of ['encoder.layers.0.ffn_norm.weight', 'head.head.1.weight', 'projection.bias', 'cls']) {
      expect([name, matrices.parameters[name]]).toEqual([name, none.parameters[name]])
      if (name !== 'projection.bias') expect(all.parameters[name]).not.toEqual(none.parameters[name]) // starts at zero
    }
    expect(matrices.parameters['projection.weight']).toEqual(all.parameters['projection.weight'])
    expect(matrices.parameters['projection.weight']).not.toEqual(none.parameters['projection.weight'])
  })
})

describe('averaged weights', () => {
  it('are what the run ends with, between where it began and where training went', async () => {
    const trained = await train({ steps: 2, schedule: 'constant' })
    const averaged = await train({ steps: 2, schedule: 'constant', emaDecay: 0.999 })
    const first = await train({ steps: 1, schedule: 'constant' })
    const name = 'head.head.2.weight'
    // After update t the average keeps min(0.999, (1 + t) / (10 + t)) of what it was.
    const expected = initial[name]!.map((start, index) => {
      const afterOne = (2 / 11) * start + (9 / 11) * first.parameters[name]![index]!
      return (3 / 12) * afterOne + (9 / 12) * trained.parameters[name]![index]!
    })
    const difference = averaged.parameters[name]!.map((value, index) => Math.abs(value - expected[index]!))
    expect(Math.max(...difference)).toBeLessThan(1e-7)
    expect(averaged.parameters[name]).not.toEqual(trained.parameters[name])
  })
})
