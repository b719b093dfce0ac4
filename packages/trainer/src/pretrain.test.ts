import { readdir } from 'node:fs/promises'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { createRandom } from '@romae/core'
import type { Tokenizer } from '@romae/tokenizer'
import { describe, expect, it } from 'vitest'
import { batchesPerEpoch, makeBuckets } from './data/buckets.ts'
import { loadModel } from './node/load-model.ts'
import type { TrainingOptions } from './node/runs.ts'
import { type PretrainOptions, pretrain } from './node/runs.ts'
import { countOpen, engineNames, openEngine } from './testing/engines.ts'
import { allRates, makeWaves, tinyStack, type Wave, waveTokenizer } from './testing/waves.ts'
import { runToEnd, type TrainingEvent } from './training/events.ts'

const model = { encoder: tinyStack, decoder: tinyStack }
const dropping = { encoder: { ...tinyStack, ...allRates }, decoder: { ...tinyStack, ...allRates }, headDropout: 0.1 }
const waves = makeWaves(24, 10)

function run(training: TrainingOptions, options: Partial<PretrainOptions<Wave>> = {}) {
  return pretrain({
    tokenizer: waveTokenizer,
    samples: waves,
    model,
    ...options,
    training: { batchSize: 8, ...training },
  })
}

async function record(training: TrainingOptions, options: Partial<PretrainOptions<Wave>> = {}) {
  const events: TrainingEvent[] = []
  const trained = await runToEnd(run(training, options), (event) => void events.push(event))
  const losses = events.flatMap((event) => (event.type === 'step' ? [event.loss] : []))
  return { events, losses, model: trained }
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length

describe('pre-training', () => {
  it('lowers the loss well below the waves’ variance of a half', async () => {
    const samples = makeWaves(64, 16)
    const { losses } = await record({ steps: 250, batchSize: 16, learningRate: 5e-3 }, { samples, maskRatio: 0.5 })
    expect(mean(losses.slice(0, 10))).toBeGreaterThan(0.45)
    expect(mean(losses.slice(-30))).toBeLessThan(0.3)
  })

  it('gives byte-identical parameters for the same seed, dropout and stochastic depth on', async () => {
    const [first, second, other] = [
      await record({ steps: 8, seed: 5 }, { model: dropping }),
      await record({ steps: 8, seed: 5 }, { model: dropping }),
      await record({ steps: 8, seed: 6 }, { model: dropping }),
    ]
    expect(second.model.parameters).toEqual(first.model.parameters)
    expect(second.losses).toEqual(first.losses)
    for (const [name, values] of Object.entries(first.model.parameters)) {
      expect([name, values]).not.toEqual([name, other.model.parameters[name]])
    }
  })

  it('really drops: rates change what is learned', async () => {
    const seed = 5
    const [with_, without] = [await record({ steps: 2, seed }, { model: dropping }), await record({ steps: 2, seed })]
    expect(with_.losses[0]).not.toBe(without.losses[0])
  })

  it('pads ragged samples into buckets, each sample once an epoch', async () => {
    const samples = makeWaves(21, [2, 14])
    const buckets = makeBuckets(
      samples.map(({ times }) => times.length),
      3,
    )
    expect(buckets.length).toBe(3)
    const perEpoch = batchesPerEpoch(buckets, { batchSize: 4, dropLast: false })
    const { events, losses } = await record({ epochs: 2, batchSize: 4, lengthBuckets: 3 }, { samples, model: dropping })
    expect(events[0]).toMatchObject({ type: 'start', samples: 21, epochs: 2, steps: 2 * perEpoch })
    expect(losses.length).toBe(2 * perEpoch)
    expect(losses.every(Number.isFinite)).toBe(true)
  })

  it('trains with every token masked, where only [CLS] is visible', async () => {
    const { losses, model: trained } = await record({ steps: 3 }, { maskRatio: 1 })
    expect(losses.every(Number.isFinite)).toBe(true)
    expect(trained.parameters['projection.weight']!.every(Number.isFinite)).toBe(true)
  })

  it('hides together what stands at one place of an axis', async () => {
    // Both channels have the same random value at a time: one tells the other, and nothing else does.
    const random = createRandom(1, 'twins')
    const samples = Array.from({ length: 64 }, () => Float32Array.from({ length: 4 }, () => random.normal()))
    const tokenizer: Tokenizer<Float32Array> = {
      specVersion: 1,
      name: 'twins',
      axes: ['channel', 'time'],
      tokenSize: 1,
      tokenize: (values) => ({
        values: Float32Array.of(...values, ...values),
        positions: Float32Array.from({ length: 16 }, (_, index) =>
          index % 2 === 0 ? Math.floor(index / 8) : ((index - 1) / 2) % 4,
        ),
        length: 8,
      }),
    }
    const stack = { ...tinyStack, dModel: 32 }
    const lossOf = async (options: { readonly maskTogether?: string }) => {
      const training = { steps: 200, batchSize: 32, learningRate: 1e-2, seed: 1 }
      const losses: number[] = []
      await runToEnd(
        pretrain({
          tokenizer,
          samples,
          model: { encoder: stack, decoder: stack },
          maskRatio: 0.25,
          training,
          ...options,
        }),
        (event) => void (event.type === 'step' && losses.push(event.loss)),
      )
      return mean(losses.slice(-30))
    }
    expect(await lossOf({})).toBeLessThan(0.4)
    expect(await lossOf({ maskTogether: 'time' })).toBeGreaterThan(0.7)
    await expect(lossOf({ maskTogether: 'times' })).rejects.toThrowRomae('TRAINER_OPTION', {
      key: 'maskTogether',
      got: 'times',
    })
  })

  it('goes on from a model', async () => {
    const from = await runToEnd(run({ steps: 2, learningRate: 5e-3 }))
    const options = { tokenizer: waveTokenizer, samples: waves, from }
    const untrained = await runToEnd(pretrain({ ...options, training: { steps: 1, signal: AbortSignal.abort() } }))
    expect(untrained.config).toEqual(from.config)
    expect(untrained.parameters).toEqual(from.parameters)
    const trained = await runToEnd(pretrain({ ...options, training: { steps: 1, batchSize: 8, warmupSteps: 0 } }))
    expect(trained.parameters).not.toEqual(from.parameters)
  })

  it.each(engineNames)('runs on %s, more than once on one engine, and leaves it open', async (name) => {
    const { engine, open } = countOpen(await openEngine(name))
    const samples = waves.slice(0, 8)
    const first = await record({ steps: 2, engine }, { samples })
    const second = await record({ steps: 2, engine }, { samples })
    expect(open()).toBe(0)
    expect(second.losses).toEqual(first.losses)
    expect(first.events[0]).toMatchObject({ engine: { name } })
  })
})

describe('events', () => {
  it('come in order: start, steps with their epoch, checkpoints, finish', async () => {
    const checkpointFolder = await temporaryFolder()
    const { events, losses, model: trained } = await record({ epochs: 2, checkpointFolder, checkpointEvery: 2 })
    expect(events.map((event) => `${event.type} ${'step' in event ? event.step : ''}`.trim())).toEqual([
      'start',
      'step 1',
      'step 2',
      'checkpoint 2',
      'step 3',
      'epoch',
      'step 4',
      'checkpoint 4',
      'step 5',
      'step 6',
      'checkpoint 6',
      'epoch',
      'finish 6',
    ])
    expect(events[0]).toMatchObject({ steps: 6, epochs: 2, samples: 24 })
    expect(events[5]).toEqual({ type: 'epoch', epoch: 1, meanLoss: mean(losses.slice(0, 3)) })
    expect(events.at(-1)).toEqual({
      type: 'finish',
      step: 6,
      stopped: false,
      reason: 'steps',
      skippedSteps: 0,
      model: trained,
      modelStep: 6,
    })
    const rates = events.flatMap((event) => (event.type === 'step' ? [event.learningRate] : []))
    expect(Math.max(...rates)).toBe(1e-3)
    expect(await loadModel(checkpointFolder)).toEqual(trained)
    expect(trained.tokenizer).toEqual({ name: 'waves', scale: 1 })
  })

  it('end at the step during which the signal comes, with a checkpoint', async () => {
    const controller = new AbortController()
    const checkpointFolder = await temporaryFolder()
    const events: TrainingEvent[] = []
    const trained = await runToEnd(run({ steps: 50, signal: controller.signal, checkpointFolder }), (event) => {
      events.push(event)
      if (event.type === 'step' && event.step === 4) controller.abort()
    })
    expect(events.slice(-4).map(({ type }) => type)).toEqual(['step', 'epoch', 'checkpoint', 'finish'])
    expect(events.at(-1)).toMatchObject({ step: 4, stopped: true })
    expect(await loadModel(checkpointFolder)).toEqual(trained)
  })

  it('end at once for a signal that came before, and nothing is written', async () => {
    const checkpointFolder = await temporaryFolder()
    const { events } = await record({ steps: 5, checkpointFolder, signal: AbortSignal.abort() })
    expect(events.map(({ type }) => type)).toEqual(['start', 'finish'])
    expect(events[1]).toMatchObject({ step: 0, stopped: true })
    expect(await readdir(checkpointFolder)).toEqual([])
  })

  it('may be left early: what was made is disposed, and the engine stays usable', async () => {
    const { engine, open } = countOpen(await openEngine())
    for await (const event of run({ steps: 50, engine })) {
      if (event.type === 'step') {
        expect(open()).toBe(1)
        break
      }
    }
    expect(open()).toBe(0)
    await runToEnd(run({ steps: 1, engine }))
    expect(open()).toBe(0)
  })
})

describe('bad input', () => {
  it.each([
    [{ maskRatio: 0 }, 'TRAINER_OPTION', { key: 'maskRatio', got: 0 }],
    [{ maskratio: 0.5 }, 'TRAINER_UNKNOWN_OPTION', { key: 'maskratio' }],
    [{ samples: [] }, 'TRAINER_NO_SAMPLES', { what: 'the data set' }],
    [{ model: { ...model, depth: 3 } }, 'CONFIG_UNKNOWN_KEY', { key: 'depth' }],
  ])('%o is refused', async (options, code, fields) => {
    await expect(runToEnd(run({ steps: 1 }, options as object))).rejects.toThrowRomae(code, fields)
  })

  it('a model to go on from keeps its own configuration', async () => {
    const from = await runToEnd(run({ steps: 1 }))
    await expect(runToEnd(run({ steps: 1 }, { from }))).rejects.toThrowRomae('TRAINER_OPTION', { key: 'model' })
  })

  it('a NaN in a sample names the sample', async () => {
    const samples = waves.with(13, { ...waves[13]!, values: waves[13]!.values.with(2, Number.NaN) })
    await expect(runToEnd(run({ steps: 1 }, { samples }))).rejects.toThrowRomae('TOKENIZER_TOKENS_NOT_FINITE', {
      tokenizer: 'waves',
      sample: 13,
      field: 'values',
      token: 2,
      component: 0,
      got: Number.NaN,
    })
  })

  it('a loss that is not finite names the samples of the step, and what was made is disposed', async () => {
    const { engine, open } = countOpen(await openEngine())
    const extreme = { ...waves[0]!, values: waves[0]!.values.map(() => 3e38) }
    const training = { steps: 5, batchSize: 24, engine }
    const error = await runToEnd(run(training, { samples: waves.with(0, extreme) })).catch((cause: unknown) => cause)
    expect(error).toMatchObject({ code: 'TRAINER_NOT_FINITE', cause: { code: 'ENGINE_NON_FINITE' } })
    const { step, samples } = (error as { fields: { step: number; samples: number[] } }).fields
    expect(step).toBe(1)
    expect(samples.sort((a, b) => a - b)).toEqual([...waves.keys()])
    expect(open()).toBe(0)
  })

  it('a folder that cannot be written to ends the run with an error that names it', async () => {
    const { engine, open } = countOpen(await openEngine())
    const checkpointFolder = '/dev/null/checkpoint'
    await expect(runToEnd(run({ steps: 1, checkpointFolder, engine }))).rejects.toThrowRomae('CHECKPOINT_UNWRITABLE', {
      path: '/dev/null/checkpoint',
      reason: "ENOTDIR: not a directory, mkdir '/dev/null/checkpoint'",
    })
    expect(open()).toBe(0)
  })
})
