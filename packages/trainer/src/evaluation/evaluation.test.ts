import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import type { Engine } from '@romae/engine'
import type { Tokens } from '@romae/tokenizer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stepName } from '../checkpoints/find-checkpoint.ts'
import { fillTokens } from '../inference/fill-tokens.ts'
import { classify, predictOutputs } from '../inference/predict.ts'
import { classificationMetrics, regressionMetrics } from '../metrics.ts'
import { loadModel } from '../node/load-model.ts'
import type { TrainingOptions } from '../node/runs.ts'
import { describeFinetuning, type FinetuneOptions, finetune, type PretrainOptions, pretrain } from '../node/runs.ts'
import { eventsOf } from '../testing/checkpoints.ts'
import { testEngine } from '../testing/engines.ts'
import { allRates, makeWaves, tinyStack, type Wave, waveTokenizer } from '../testing/waves.ts'
import { runToEnd, type TrainingEvent } from '../training/events.ts'

const samples = makeWaves(20, [4, 9])
const heldOut = makeWaves(11, [4, 9], 2)
const labels = samples.map(({ label }) => label)
const heldOutLabels = heldOut.map(({ label }) => label)
const dropping = { ...tinyStack, ...allRates }

let engine: Engine
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.dispose())

function pretraining(training: TrainingOptions, evaluation: Partial<PretrainOptions<Wave>['evaluation']> = {}) {
  return pretrain({
    tokenizer: waveTokenizer,
    samples,
    model: { encoder: dropping, decoder: dropping },
    evaluation: { samples: heldOut, batchSize: 4, ...evaluation },
    training: { batchSize: 8, engine, ...training },
  })
}

function tuningOptions(
  training: TrainingOptions,
  evaluation: Partial<FinetuneOptions<Wave>['evaluation']> = {},
): FinetuneOptions<Wave> {
  return {
    tokenizer: waveTokenizer,
    samples,
    labels,
    model: { encoder: dropping },
    evaluation: { samples: heldOut, labels: heldOutLabels, batchSize: 4, ...evaluation },
    training: { batchSize: 8, lengthBuckets: 1, engine, ...training },
  }
}

type Evaluation = Extract<TrainingEvent, { type: 'evaluation' }>
const evaluationsOf = (events: readonly TrainingEvent[]) =>
  events.filter((event): event is Evaluation => event.type === 'evaluation')

describe('evaluation of a classifier', () => {
  it('measures what classify says of the same weights, whatever the batch size', async () => {
    const events = await eventsOf(finetune(tuningOptions({ epochs: 2, learningRate: 5e-3 })))
    const { model } = events.at(-1) as Extract<TrainingEvent, { type: 'finish' }>
    const found = await classify(model as never, heldOut, { tokenizer: waveTokenizer, engine })
    const expected = classificationMetrics(
      found.map(({ label }) => label),
      heldOutLabels,
      ['fast', 'slow'],
    )
    const { loss, ...metrics } = evaluationsOf(events).at(-1)!.metrics
    expect(metrics).toEqual(expected)
    const crossEntropy = found.map(
      ({ probabilities }, index) => -Math.log(probabilities[heldOutLabels[index] === 'fast' ? 0 : 1]!),
    )
    expect(loss).toBeCloseTo(crossEntropy.reduce((sum, one) => sum + one, 0) / 11, 5)
    const atOnce = evaluationsOf(
      await eventsOf(finetune(tuningOptions({ epochs: 2, learningRate: 5e-3 }, { batchSize: 64 }))),
    )
    expect(atOnce.at(-1)!.metrics.loss).toBeCloseTo(loss, 6)
  })

  it('weighs samples as the loss over all of them does', async () => {
    const lossAt = async (batchSize: number) => {
      const options = { ...tuningOptions({ steps: 1 }, { batchSize }), classWeights: [1, 9], labelSmoothing: 0.1 }
      return evaluationsOf(await eventsOf(finetune(options)))[0]!.metrics.loss
    }
    expect(await lossAt(2)).toBeCloseTo(await lossAt(64), 6)
  })

  it('comes after each epoch, or every so many steps, and after the last step', async () => {
    const stepsOf = async (training: TrainingOptions, every: 'epoch' | number) =>
      evaluationsOf(await eventsOf(finetune(tuningOptions(training, { every })))).map(({ step, epoch }) => [
        step,
        epoch,
      ])
    expect(await stepsOf({ epochs: 2 }, 'epoch')).toEqual([
      [3, 1],
      [6, 2],
    ])
    expect(await stepsOf({ steps: 5 }, 'epoch')).toEqual([
      [3, 1],
      [5, 2],
    ])
    expect((await stepsOf({ steps: 5 }, 2)).map(([step]) => step)).toEqual([2, 4, 5])
  })

  it('does not change what is learned', async () => {
    const { evaluation, ...without } = tuningOptions({ steps: 4 })
    const [first, second] = [await runToEnd(finetune(without)), await runToEnd(finetune(tuningOptions({ steps: 4 })))]
    expect(second.parameters).toEqual(first.parameters)
  })
})

describe('evaluation of a regression', () => {
  it('measures errors of all numbers', async () => {
    const targets = samples.map(({ values }) => [Math.fround(values[0]!), Math.fround(values[1]!)])
    const ofHeldOut = heldOut.map(({ values }) => [Math.fround(values[0]!), Math.fround(values[1]!)])
    const { labels: _, evaluation, ...rest } = tuningOptions({ epochs: 1 })
    const run = finetune({ ...rest, targets, evaluation: { samples: heldOut, targets: ofHeldOut } })
    const events = await eventsOf(run)
    const { model } = events.at(-1) as Extract<TrainingEvent, { type: 'finish' }>
    const outputs = await predictOutputs(model as never, heldOut, { tokenizer: waveTokenizer, engine })
    const expected = regressionMetrics(
      outputs.flatMap((values) => [...values]),
      ofHeldOut.flat(),
    )
    const { loss, ...metrics } = evaluationsOf(events)[0]!.metrics
    expect(metrics).toEqual(expected)
    expect(loss).toBeCloseTo(expected.mse, 5)
  })
})

describe('evaluation in pre-training', () => {
  it('hides the same tokens each time, and drops nothing', async () => {
    const still = { steps: 3, learningRate: 1e-30, warmupSteps: 0 }
    const losses = evaluationsOf(await eventsOf(pretraining(still, { every: 1 }))).map(({ metrics }) => metrics.loss)
    expect(losses).toEqual([losses[0], losses[0], losses[0]])
    const other = evaluationsOf(await eventsOf(pretraining({ ...still, seed: 1 }, { every: 1 })))
    expect(other[0]!.metrics.loss).not.toBe(losses[0])
  })

  it('hides the same tokens whatever the batch size', async () => {
    const lossAt = async (batchSize: number) => {
      const events = await eventsOf(pretraining({ steps: 1, learningRate: 1e-30, warmupSteps: 0 }, { batchSize }))
      return evaluationsOf(events)[0]!.metrics.loss
    }
    expect((await lossAt(2)) / (await lossAt(64))).toBeCloseTo(1, 5)
  })
})

describe('what follows from evaluations', () => {
  /** Rates so high that the loss goes up and down. */
  const restless = { steps: 30, learningRate: 0.1, warmupSteps: 0, schedule: 'constant' } as const

  it('is an early end where they get no better', async () => {
    const events = await eventsOf(pretraining(restless, { every: 1, patience: 3 }))
    const evaluations = evaluationsOf(events)
    const end = events.at(-1)
    expect(end).toMatchObject({ type: 'finish', reason: 'patience', stopped: false, step: evaluations.length })
    expect(evaluations.length).toBeLessThan(30)
    expect(evaluations.slice(-3).map(({ improved }) => improved)).toEqual([false, false, false])
    const losses = evaluations.map(({ metrics }) => metrics.loss)
    const best = losses.indexOf(Math.min(...losses))
    expect(best).toBe(losses.length - 4)
    expect(evaluations.at(-1)!.best).toEqual({ step: best + 1, value: losses[best] })
  })

  it('is which model the run ends with, and which checkpoint is kept', async () => {
    const folder = await temporaryFolder()
    const training = { ...restless, steps: 12, checkpointFolder: folder, checkpointEvery: 1, keepCheckpoints: 2 }
    const events = await eventsOf(pretraining(training, { every: 1, select: 'best', direction: 'higher' }))
    const { best } = evaluationsOf(events).at(-1)!
    expect(best!.step).toBeLessThan(11)
    expect(await readdir(folder)).toEqual([best!.step, 11, 12].map(stepName))
    expect(events.at(-1)).toMatchObject({ reason: 'steps', step: 12, modelStep: best!.step })
    const { model } = events.at(-1) as Extract<TrainingEvent, { type: 'finish' }>
    expect(await loadModel(folder, { checkpoint: 'best' })).toEqual(model)
    expect(await loadModel(join(folder, stepName(best!.step)))).toEqual(model)
    expect((await loadModel(folder)).parameters).not.toEqual(model.parameters)
    const marked = events.flatMap((event) => (event.type === 'checkpoint' && event.best ? [event.step] : []))
    expect(marked).toEqual(evaluationsOf(events).flatMap(({ improved, step }) => (improved ? [step] : [])))
    const again = await eventsOf(
      pretraining({ ...training, resume: true }, { every: 1, select: 'best', direction: 'higher' }),
    )
    expect(again.map(({ type }) => type)).toEqual(['start', 'resume', 'epoch', 'finish'])
    expect(again[3]).toMatchObject({ modelStep: best!.step, model })
  })

  it('is a checkpoint of the best even where none was due', async () => {
    const folder = await temporaryFolder()
    const events = await eventsOf(pretraining({ ...restless, steps: 6, checkpointFolder: folder }, { every: 1 }))
    const { best } = evaluationsOf(events).at(-1)!
    expect(await readdir(folder)).toContain(stepName(best!.step))
  })

  it('is measured by the metric and direction that are asked for', async () => {
    const options = tuningOptions({ ...restless, steps: 6 }, { every: 1, metric: 'accuracy' })
    const evaluations = evaluationsOf(await eventsOf(finetune(options)))
    const scores = evaluations.map(({ metrics }) => metrics.accuracy!)
    expect(evaluations.at(-1)!.best!.value).toBe(Math.max(...scores))
    const worst = { ...options, evaluation: { ...options.evaluation!, direction: 'lower' as const } }
    expect(evaluationsOf(await eventsOf(finetune(worst))).at(-1)!.best!.value).toBe(Math.min(...scores))
  })
})

describe('bad options of an evaluation', () => {
  it.each([
    [{ everry: 2 }, 'TRAINER_UNKNOWN_OPTION', { key: 'everry' }],
    [{ every: 0 }, 'TRAINER_OPTION', { key: 'every', got: 0 }],
    [{ metric: 'mse' }, 'TRAINER_OPTION', { key: 'metric', got: 'mse' }],
    [{ direction: 'up' }, 'TRAINER_OPTION', { key: 'direction', got: 'up' }],
    [{ patience: 0 }, 'TRAINER_OPTION', { key: 'patience', got: 0 }],
    [{ select: 'first' }, 'TRAINER_OPTION', { key: 'select', got: 'first' }],
    [{ samples: [] }, 'TRAINER_NO_SAMPLES', { what: 'the data set' }],
    [{ labels: ['slow'] }, 'TRAINER_COUNT_MISMATCH', { what: 'labels', expected: 11, got: 1 }],
    [
      { labels: heldOut.map(() => 'medium') },
      'TRAINER_UNKNOWN_LABEL',
      { sample: 'evaluation sample 0', label: 'medium' },
    ],
    [{ labels: undefined }, 'TRAINER_OPTION', { key: 'labels' }],
    [{ targets: [] }, 'TRAINER_OPTION', { key: 'labels' }],
  ])('%o', async (evaluation, code, fields) => {
    await expect(describeFinetuning(tuningOptions({ steps: 1 }, evaluation as never))).rejects.toThrowRomae(
      code,
      fields,
    )
  })

  it('a regression whose vectors are of another length', async () => {
    const { labels: _, evaluation, ...rest } = tuningOptions({ steps: 1 })
    const targets = samples.map(() => [1, 2])
    const described = describeFinetuning({
      ...rest,
      targets,
      evaluation: { samples: heldOut, targets: heldOut.map(() => [1]) },
    })
    await expect(described).rejects.toThrowRomae('TRAINER_OPTION', { key: 'targets', found: 'vectors of 1' })
  })

  it('a best checkpoint where there is none', async () => {
    const folder = await temporaryFolder()
    const { evaluation, ...without } = tuningOptions({ steps: 1, checkpointFolder: folder })
    await runToEnd(finetune(without))
    await expect(loadModel(folder, { checkpoint: 'best' })).rejects.toThrowRomae('CHECKPOINT_UNREADABLE', {
      reason: 'the run has evaluated nothing yet',
    })
    await expect(loadModel(join(folder, stepName(1)), { checkpoint: 'best' })).rejects.toThrowRomae(
      'CHECKPOINT_UNREADABLE',
      { reason: 'only the folder of a run has a best checkpoint' },
    )
  })
})

describe('evaluation of stated masks', () => {
  /** Every third token of each sample. */
  const masks = heldOut.map((sample) =>
    Uint8Array.from({ length: sample.times.length }, (_, token) => Number(token % 3 === 1)),
  )
  const finished = (events: readonly TrainingEvent[]) => events.at(-1) as Extract<TrainingEvent, { type: 'finish' }>

  it('is the mean squared error of filling these tokens, whatever the batch size', async () => {
    const events = await eventsOf(pretraining({ steps: 3 }, { masks }))
    const samples = heldOut.map((sample, index) => ({
      tokens: waveTokenizer.tokenize(sample) as Tokens,
      hidden: masks[index]!,
    }))
    const filled = await fillTokens(finished(events).model as never, samples, { tokenizer: waveTokenizer, engine })
    const squares = samples.flatMap(({ tokens: { values }, hidden }, index) => {
      const size = values.length / hidden.length
      return Array.from(values, (value, place) => ({ off: value - filled[index]!.values[place]!, place })).flatMap(
        ({ off, place }) => (hidden[Math.floor(place / size)] === 1 ? [off ** 2] : []),
      )
    })
    const expected = squares.reduce((sum, one) => sum + one, 0) / squares.length
    const { loss } = evaluationsOf(events).at(-1)!.metrics
    expect(loss).toBeCloseTo(expected, 5)
    const atOnce = evaluationsOf(await eventsOf(pretraining({ steps: 3 }, { masks, batchSize: 64 })))
    expect(atOnce.at(-1)!.metrics.loss).toBeCloseTo(loss, 6)
  })

  it('refuses masks that do not fit, and a resumed run with others', async () => {
    const of = (made: readonly Uint8Array[], training: TrainingOptions = {}) =>
      eventsOf(pretraining({ steps: 1, ...training }, { masks: made }))
    const changed = (mask: Uint8Array) => masks.map((own, index) => (index === 4 ? mask : own))
    const wrong: readonly [readonly Uint8Array[], string, string][] = [
      [masks.slice(1), 'masks', '10'],
      [changed(new Uint8Array(2)), 'masks[4]', '2 numbers'],
      [changed(masks[4]!.map(() => 0)), 'masks[4]', `0 of ${masks[4]!.length} masked`],
      [changed(masks[4]!.map(() => 2)), 'masks[4]', '2'],
    ]
    for (const [made, key, found] of wrong) {
      await expect(of(made)).rejects.toThrowRomae('TRAINER_OPTION', { key, found })
    }
    const checkpointFolder = await temporaryFolder()
    await of(masks, { checkpointFolder, checkpointEvery: 1 })
    const others = masks.map((mask) => mask.map((one) => 1 - one))
    await expect(of(others, { checkpointFolder, resume: true })).rejects.toThrowRomae('CHECKPOINT_OTHER_RUN')
  })
})
