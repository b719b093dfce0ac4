import { describe, expect, it } from 'vitest'
import { finetune } from '../finetune.ts'
import { pretrain } from '../pretrain.ts'
import { eventsOf } from '../testing/checkpoints.ts'
import { openEngine } from '../testing/engines.ts'
import { resumableOptions } from '../testing/resumable-run.ts'
import { allRates, makeWaves, tinyStack, waveTokenizer } from '../testing/waves.ts'
import type { TrainingEvent, TrainingRun } from './events.ts'
import type { TrainingOptions } from './options.ts'

/** A trajectory: losses and gradient norms, and the parameters at the end. */
async function trajectoryOf(run: TrainingRun) {
  const events = await eventsOf(run)
  const steps = events.filter((event): event is Extract<TrainingEvent, { type: 'step' }> => event.type === 'step')
  const { model } = events.at(-1) as Extract<TrainingEvent, { type: 'finish' }>
  return { losses: steps.map(({ loss }) => loss), norms: steps.map(({ gradientNorm }) => gradientNorm), model }
}

/** SGD, whose updates are no larger than the gradients' differences. */
const sgd: TrainingOptions = { steps: 8, optimizer: { kind: 'sgd', momentum: 0.9 }, learningRate: 0.1 }

async function expectEqual(makeRun: (training: TrainingOptions) => TrainingRun) {
  const engine = await openEngine()
  const whole = await trajectoryOf(makeRun({ ...sgd, engine }))
  for (const gradientAccumulationSteps of [2, 3, 8]) {
    const accumulated = await trajectoryOf(makeRun({ ...sgd, engine, gradientAccumulationSteps }))
    accumulated.losses.forEach((loss, step) => {
      expect(loss / whole.losses[step]!).toBeCloseTo(1, 4)
      expect(accumulated.norms[step]! / whole.norms[step]!).toBeCloseTo(1, 3)
    })
    for (const [name, values] of Object.entries(accumulated.model.parameters)) {
      const expected = whole.model.parameters[name]!
      const difference = Math.max(...values.map((value, index) => Math.abs(value - expected[index]!)))
      expect([name, difference < 1e-4]).toEqual([name, true])
    }
  }
}

describe('a batch in micro-batches makes the update of the whole batch', () => {
  it.each(['masked', 'reference'] as const)(
    'in pre-training on ragged samples, everything dropping, with the %s average',
    async (lossAverage) => {
      await expectEqual((training) => {
        const options = resumableOptions({ batchSize: 8, ...training })
        return pretrain({ ...options, model: { ...options.model!, lossAverage } })
      })
    },
  )

  it('in fine-tuning with class weights, label smoothing and dropout', async () => {
    const samples = makeWaves(21, [4, 9])
    await expectEqual((training) =>
      finetune({
        tokenizer: waveTokenizer,
        samples,
        labels: samples.map(({ label }) => label),
        classWeights: [1, 5],
        labelSmoothing: 0.1,
        model: { encoder: { ...tinyStack, ...allRates } },
        training: { batchSize: 8, lengthBuckets: 1, ...training },
      }),
    )
  })

  it('in a regression', async () => {
    const samples = makeWaves(10, 6)
    await expectEqual((training) =>
      finetune({
        tokenizer: waveTokenizer,
        samples,
        targets: samples.map(({ values }) => [values[0]!]),
        model: { encoder: tinyStack },
        training: { batchSize: 8, ...training },
      }),
    )
  })
})
