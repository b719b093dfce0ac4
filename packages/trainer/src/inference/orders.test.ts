import { initializeParameters, predictionConfig } from '@romae/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { classesOf, labelTexts } from '../data/labels.ts'
import { classificationMetrics } from '../metrics.ts'
import type { PredictionModel } from '../model/romae-model.ts'
import { openEngine } from '../testing/engines.ts'
import { makeWaves, tinyStack, waveTokenizer } from '../testing/waves.ts'
import { embed } from './embed.ts'
import { classify } from './predict.ts'

const count = 13
const waves = makeWaves(count, [2, 15])
const classes = ['fast', 'slow', 'slower']
const order = fc.shuffledSubarray([...waves.keys()], { minLength: count, maxLength: count })

function model(): PredictionModel {
  const config = predictionConfig({ tokenSize: 1, axes: 1, encoder: tinyStack, outputSize: classes.length })
  const initial = Object.entries(initializeParameters(config, 4))
  // Larger than they start, so that samples differ in what they are taken for.
  const parameters = Object.fromEntries(initial.map(([name, values]) => [name, values.map((value) => 4 * value)]))
  return { config, parameters, tokenizer: null, classes }
}

/** Values as numbers, which may differ by what another batch rounds. */
const near = (values: ArrayLike<number>) => Array.from(values, (value) => expect.closeTo(value, 5))

it('samples in any order get the same classes, probabilities and embeddings', async () => {
  const engine = await openEngine()
  const classifier = model()
  const answers = await classify(classifier, waves, { tokenizer: waveTokenizer, engine })
  const vectors = await embed(classifier, waves, { tokenizer: waveTokenizer, engine })
  expect(new Set(answers.map(({ label }) => label)).size).toBeGreaterThan(1)
  await fc.assert(
    fc.asyncProperty(order, async (indices) => {
      const shuffled = indices.map((index) => waves[index]!)
      const found = await classify(classifier, shuffled, { tokenizer: waveTokenizer, engine })
      expect(found.map(({ label }) => label)).toEqual(indices.map((index) => answers[index]!.label))
      for (const [at, index] of indices.entries()) {
        expect([...found[at]!.probabilities]).toEqual(near(answers[index]!.probabilities))
      }
      const embedded = await embed(classifier, shuffled, { tokenizer: waveTokenizer, engine })
      for (const [at, index] of indices.entries()) expect([...embedded[at]!]).toEqual(near(vectors[index]!))
    }),
    { numRuns: 10 },
  )
})

it('labels in any order make the same classes, and the same figures', () => {
  const labels = waves.map((_, index) => ['b', '10', 'a', '9'][index % 4]!)
  const guesses = waves.map((_, index) => ['b', '10', '9'][index % 3]!)
  const classes = classesOf(labelTexts(labels))
  const { confusion, ...figures } = classificationMetrics(guesses, labels, classes)
  fc.assert(
    fc.property(order, fc.shuffledSubarray(classes, { minLength: classes.length }), (indices, named) => {
      const shuffled = indices.map((index) => labels[index]!)
      expect(classesOf(labelTexts(shuffled))).toEqual(classes)
      const guessed = indices.map((index) => guesses[index]!)
      expect(classificationMetrics(guessed, shuffled, classes)).toEqual({ ...figures, confusion })
      const { accuracy, macroF1, weightedF1 } = classificationMetrics(guessed, shuffled, named)
      expect(accuracy).toBe(figures.accuracy)
      expect([macroF1, weightedF1]).toEqual(near([figures.macroF1, figures.weightedF1]))
    }),
  )
})
