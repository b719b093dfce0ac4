import { expect, it } from 'vitest'
import { describeFinetuning } from '../finetune.ts'
import { makeWaves, tinyStack, waveTokenizer } from '../testing/waves.ts'
import { balancedWeights } from './class-weights.ts'

it('makes every class count the same', () => {
  const labels = Int32Array.of(0, 0, 0, 0, 0, 1, 2, 2)
  const weights = balancedWeights(labels, ['a', 'b', 'c'])
  const totals = [5, 1, 2].map((count, label) => count * weights[label]!)
  for (const total of totals) expect(total).toBeCloseTo(8 / 3, 12)
})

it('is computed from the training labels, and is in the resolved configuration', async () => {
  const samples = makeWaves(8, 4)
  const labels = ['a', 'b', 'b', 'b', 'b', 'b', 'b', 'b']
  const evaluation = { samples, labels: samples.map(() => 'a') }
  const model = { encoder: tinyStack }
  const options = { tokenizer: waveTokenizer, samples, labels, model, evaluation, training: { steps: 1 } }
  const { config } = await describeFinetuning({ ...options, classWeights: 'balanced' })
  expect(config.loss).toMatchObject({ kind: 'crossEntropy', classWeights: [4, 8 / 14] })
})
