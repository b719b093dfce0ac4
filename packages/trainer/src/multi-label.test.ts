import { temporaryFolder } from '@romae/build/temporary-folder'
import { predictionConfig } from '@romae/core'
import { createEngine, type HostTensors } from '@romae/engine'
import { describe, expect, it } from 'vitest'
import type { LabelSet } from './data/label-sets.ts'
import { exportOnnx } from './export-onnx.ts'
import { runToEnd, type TrainingEvent, type TrainingOptions } from './index.ts'
import { classify, classifyMultiLabel, createPredictor } from './inference/predict.ts'
import { modelFromZip, modelToZip } from './model/zip.ts'
import { multiLabelMetrics } from './multi-label-metrics.ts'
import { loadModel, saveModel } from './node/load-model.ts'
import { type FinetuneOptions, finetune } from './node/runs.ts'
import { eventsOf } from './testing/checkpoints.ts'
import { engineNames, openEngine } from './testing/engines.ts'
import { makeWaves, tinyStack, type Wave, waveTokenizer } from './testing/waves.ts'
import { predictionProgram } from './training/programs.ts'

const classes = ['high', 'late']
/** Levels with noise that are high, late, both or neither. */
const levels = (count: number, seed: number): Wave[] =>
  makeWaves(count, [6, 9], seed).map((wave, index) => ({
    ...wave,
    values: wave.values.map((value) => (index % 2 === 0 ? 1 : -1) + value / 4),
    times: wave.times.map((time) => time + (index % 3 === 0 ? 8 : 0)),
  }))
const labelsOf = ({ values, times }: Wave) => [
  ...(values[0]! > 0 ? ['high'] : []),
  ...(times.at(-1)! > 8 ? ['late'] : []),
]
const samples = levels(48, 1)
const heldOut = levels(16, 2)
const labels = samples.map(labelsOf)
/** Of every fourth sample it is not known whether it is high. */
const partly = labels.map(
  (set, index): LabelSet =>
    index % 4 === 0 ? { has: set.filter((label) => label === 'late'), unknown: ['high'] } : set,
)

async function options(
  training: TrainingOptions,
  changes: Partial<FinetuneOptions<Wave>> = {},
): Promise<FinetuneOptions<Wave>> {
  const engine = await openEngine()
  return {
    tokenizer: waveTokenizer,
    samples,
    labels: partly,
    model: { encoder: tinyStack },
    evaluation: { samples: heldOut, labels: heldOut.map(labelsOf), batchSize: 5 },
    ...changes,
    training: { batchSize: 8, engine, ...training },
  }
}

describe('a multi-label classifier', () => {
  it('learns labels that go together or do not, is evaluated as it classifies, and is saved with what it is', async () => {
    const given = await options({ epochs: 20, learningRate: 5e-3 })
    const events = await eventsOf(finetune(given))
    const { model } = events.at(-1) as Extract<TrainingEvent, { type: 'finish' }>
    expect(model).toMatchObject({ classes, multiLabel: true })
    const folder = await temporaryFolder()
    await saveModel(folder, model)
    const loaded = await loadModel(folder)
    expect(loaded.multiLabel).toBe(true)
    expect((await modelFromZip(await modelToZip(model))).multiLabel).toBe(true)
    const { engine } = given.training
    const found = await classifyMultiLabel(loaded, heldOut, { tokenizer: waveTokenizer, engine: engine! })
    const { exactMatch, microF1, macroF1 } = multiLabelMetrics(found, heldOut.map(labelsOf), classes)
    const last = events.findLast((event) => event.type === 'evaluation') as Extract<
      TrainingEvent,
      { type: 'evaluation' }
    >
    const { loss, ...metrics } = last.metrics
    expect(metrics).toEqual({ exactMatch, microF1, macroF1 })
    expect(macroF1).toBeGreaterThan(0.8)
    const crossEntropy = found.flatMap(({ probabilities }, sample) =>
      classes.map((label, place) =>
        labelsOf(heldOut[sample]!).includes(label)
          ? -Math.log(probabilities[place]!)
          : -Math.log1p(-probabilities[place]!),
      ),
    )
    expect(loss).toBeCloseTo(crossEntropy.reduce((sum, one) => sum + one, 0) / crossEntropy.length, 4)
  })

  it('is no classifier of one class, and the other way round', async () => {
    const several = await runToEnd(finetune(await options({ steps: 1 })))
    const one = samples.map(({ label }): string => label)
    const single = await runToEnd(
      finetune(await options({ steps: 1 }, { labels: one, evaluation: undefined as never })),
    )
    expect(single).not.toHaveProperty('multiLabel')
    const engine = await openEngine()
    await expect(classify(several as never, heldOut, { tokenizer: waveTokenizer, engine })).rejects.toThrowRomae(
      'TRAINER_TASK',
      { expected: 'classification', got: 'multi-label classification' },
    )
    const predictor = await createPredictor<Wave>(single as never, { tokenizer: waveTokenizer, engine })
    await expect(predictor.classifyMultiLabel(heldOut)).rejects.toThrowRomae('TRAINER_TASK', {
      expected: 'multi-label classification',
      got: 'classification',
    })
    await predictor.dispose()
  })

  it('makes the update of the whole batch in micro-batches, though less is known in some', async () => {
    const sgd: TrainingOptions = { steps: 4, optimizer: { kind: 'sgd', momentum: 0.9 }, learningRate: 0.1 }
    const losses = async (training: TrainingOptions) => {
      const run = finetune(
        await options(
          { ...sgd, ...training },
          { labelSmoothing: 0.1, classWeights: 'balanced', evaluation: undefined as never },
        ),
      )
      return (await eventsOf(run)).flatMap((event) => (event.type === 'step' ? [event.loss] : []))
    }
    const whole = await losses({})
    const parted = await losses({ gradientAccumulationSteps: 4 })
    for (const [step, loss] of parted.entries()) expect(loss / whole[step]!).toBeCloseTo(1, 4)
  })

  it('goes on from a checkpoint as if nothing had been between', async () => {
    const folder = await temporaryFolder()
    const whole = await runToEnd(finetune(await options({ steps: 6 })))
    const saving = { steps: 6, checkpointFolder: folder, checkpointEvery: 3, keepCheckpoints: 'all' } as const
    for await (const event of finetune(await options(saving))) {
      if (event.type === 'checkpoint') break
    }
    const resumed = await runToEnd(finetune(await options({ ...saving, resume: true })))
    expect(resumed.parameters).toEqual(whole.parameters)
    expect(resumed.multiLabel).toBe(true)
  })

  it('is exported as its logits', async () => {
    const model = await runToEnd(finetune(await options({ steps: 1 })))
    expect(exportOnnx(model as never, 'predictor').length).toBeGreaterThan(1000)
  })

  it.each([
    [
      'one label of each',
      { labels: heldOut.map(({ label }) => label) },
      /a list of labels of each sample, as in training/,
    ],
    ['a class that is not known', { labels: heldOut.map(() => ['slow']) }, /has the label "slow", which is none/],
    [
      'a metric of other classifiers',
      { labels: heldOut.map(labelsOf), metric: 'accuracy' },
      /loss, exactMatch, microF1/,
    ],
  ])('refuses to be evaluated by %s', async (_, evaluation, message) => {
    const run = finetune(await options({ steps: 1 }, { evaluation: { samples: heldOut, ...evaluation } }))
    await expect(runToEnd(run)).rejects.toThrow(message)
  })
})

describe('the loss of several labels', () => {
  const config = predictionConfig({ tokenSize: 1, axes: 1, outputSize: 3, encoder: tinyStack })
  const program = predictionProgram(config, {
    kind: 'binaryCrossEntropy',
    smoothing: 0.1,
    positiveWeights: [1, 3, 0.5],
  })
  const parameters = Float32Array.from({ length: program.layout.size }, (_, index) => 0.3 * Math.sin(index))
  const inputs: HostTensors = {
    values: { data: Float32Array.from({ length: 12 }, (_, index) => Math.cos(index)), shape: [2, 6, 1] },
    positions: { data: Float32Array.from({ length: 12 }, (_, index) => index % 6), shape: [2, 1, 6] },
    padding: { data: Float32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1), shape: [2, 6] },
    targets: { data: Float32Array.of(1, 0, -1, 0, 1, 1), shape: [2, 3] },
  }

  it('weighs rows by what is known of them', () => {
    expect(program.lossWeight!(inputs)).toBe(5)
  })

  it.for([...engineNames, 'tensorflow'] as const)(
    'has on %s the value and gradients of finite differences',
    async (name, context) => {
      const engine = await createEngine(name).catch((error: Error) => context.skip(`needs ${name}: ${error.message}`))
      const made = engine.valueAndGrad(program)
      const { loss, gradient } = await made.run(parameters, inputs)
      const eager = await createEngine('tfjs')
      const compiled = eager.compile(program)
      const lossAt = async (values: Float32Array) => (await compiled.run(values, inputs)).loss!.data[0]!
      expect(loss).toBeCloseTo(await lossAt(parameters), 5)
      const head = program.layout.entries.find((entry) => entry.name === 'head.head.2.weight')!
      for (const place of [head.offset, head.offset + 17, head.offset + 40]) {
        const moved = (by: number) => parameters.with(place, parameters[place]! + by)
        const step = 0.05
        const difference = ((await lossAt(moved(step))) - (await lossAt(moved(-step)))) / (2 * step)
        expect(Math.abs(gradient[place]! - difference)).toBeLessThan(2e-3 * Math.abs(difference) + 2e-5)
        expect(Math.abs(gradient[place]!)).toBeGreaterThan(1e-4)
      }
      for (const one of [made, compiled, engine, eager]) await one.dispose()
    },
  )
})
