import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { describe, expect, it } from 'vitest'
import { loadModel } from './node/load-model.ts'
import type { TrainingOptions } from './node/runs.ts'
import {
  describeFinetuning,
  describePretraining,
  type FinetuneOptions,
  finetune,
  type PretrainOptions,
  pretrain,
} from './node/runs.ts'
import { eventsOf } from './testing/checkpoints.ts'
import { countOpen, openEngine } from './testing/engines.ts'
import { makeWaves, tinyStack, type Wave, waveTokenizer } from './testing/waves.ts'
import { runToEnd, type TrainingEvent } from './training/events.ts'

const waves = makeWaves(12, 6)
const stack = { encoder: tinyStack, decoder: tinyStack }
/** Overflows in the loss. */
const extreme = { ...waves[0]!, values: waves[0]!.values.map(() => 3e38) }

async function run(training: TrainingOptions, changes: Partial<PretrainOptions<Wave>> = {}) {
  const all = { steps: 6, batchSize: 4, engine: await openEngine(), ...training }
  return pretrain({ tokenizer: waveTokenizer, samples: waves, model: stack, ...changes, training: all })
}

/** Events until a run fails, and how it fails. */
async function fail(failing: ReturnType<typeof pretrain>): Promise<{ events: TrainingEvent[]; error: unknown }> {
  const events: TrainingEvent[] = []
  try {
    for await (const event of failing) events.push(event)
  } catch (error) {
    return { events, error }
  }
  throw new Error('it did not fail')
}

describe('a number that is not finite', () => {
  it('stops the run, and the checkpoints before stay as they are', async () => {
    const folder = await temporaryFolder()
    const samples = waves.with(5, extreme)
    const training = { checkpointFolder: folder, checkpointEvery: 1, keepCheckpoints: 'all' } as const
    const { events, error } = await fail(await run(training, { samples }))
    expect(error).toMatchObject({ code: 'TRAINER_NOT_FINITE' })
    const { step, samples: named } = (error as { fields: { step: number; samples: number[] } }).fields
    expect(named).toContain(5)
    expect(named.length).toBe(4)
    expect(events.filter(({ type }) => type === 'step').length).toBe(step - 1)
    expect((await readdir(folder)).length).toBe(step - 1)
  })

  it('is skipped and counted where that is asked for, and the run learns from the others', async () => {
    const events = await eventsOf(
      await run({ epochs: 3, steps: undefined as never, onNonFinite: 'skip' }, { samples: waves.with(5, extreme) }),
    )
    const skips = events.flatMap((event) => (event.type === 'skip' ? [event] : []))
    expect(skips.map(({ skippedSteps }) => skippedSteps)).toEqual([1, 2, 3])
    for (const { samples, reason } of skips) {
      expect(samples).toContain(5)
      expect(reason).toMatch(/not finite/)
    }
    expect(events.filter(({ type }) => type === 'step').length).toBe(6)
    const steps = events.flatMap((event) => (event.type === 'step' || event.type === 'skip' ? [event.step] : []))
    expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    const end = events.at(-1) as Extract<TrainingEvent, { type: 'finish' }>
    expect(end).toMatchObject({ reason: 'steps', skippedSteps: 3, step: 9 })
    for (const values of Object.values(end.model.parameters)) expect(values.every(Number.isFinite)).toBe(true)
    const losses = events.flatMap((event) => (event.type === 'step' ? [event.loss] : []))
    const [epoch] = events.flatMap((event) => (event.type === 'epoch' ? [event] : []))
    expect(epoch!.meanLoss).toBeCloseTo((losses[0]! + losses[1]!) / 2, 6)
  })

  it('is skipped in parts of a batch too', async () => {
    const training = { onNonFinite: 'skip', gradientAccumulationSteps: 2 } as const
    const events = await eventsOf(await run(training, { samples: waves.with(5, extreme) }))
    expect(events.at(-1)).toMatchObject({ skippedSteps: 2 })
  })

  it('stops the run after too many in a row', async () => {
    const samples = waves.map(() => extreme)
    const { events, error } = await fail(await run({ onNonFinite: 'skip', skipLimit: 2 }, { samples }))
    expect(events.filter(({ type }) => type === 'skip').length).toBe(2)
    expect(error).toMatchObject({ code: 'TRAINER_SKIP_LIMIT', fields: { step: 3, limit: 2 } })
  })

  it('in an evaluation stops the run, or is no improvement', async () => {
    const evaluation = { samples: [extreme], every: 1, patience: 2 }
    const { error } = await fail(await run({}, { evaluation }))
    expect(error).toMatchObject({
      code: 'TRAINER_EVALUATION_NOT_FINITE',
      fields: { step: 1, metric: 'loss', got: Infinity },
    })
    const events = await eventsOf(await run({ onNonFinite: 'skip' }, { evaluation }))
    expect(events.at(-1)).toMatchObject({ reason: 'patience', step: 2 })
  })

  it('in the weights is neither saved nor given', async () => {
    const checkpointFolder = await temporaryFolder()
    const overflowing = { steps: 1, warmupSteps: 0, learningRate: 1e39 }
    for (const training of [{ ...overflowing, checkpointFolder }, overflowing]) {
      const { error } = await fail(await run(training))
      expect(error).toMatchObject({
        code: 'TRAINER_WEIGHTS_NOT_FINITE',
        fields: { step: 1, parameter: 'projection.weight', got: Infinity },
      })
    }
    expect(await readdir(checkpointFolder)).toEqual([])
  })
})

describe('a step for which there is no memory', () => {
  // Attention in the first of two layers would have 2³⁷ weights, 512 GiB.
  const length = 2 ** 18
  const endless = {
    ...waves[0]!,
    times: new Float32Array(length) as never,
    values: new Float32Array(length) as never,
  }
  const encoder = { dModel: 4, heads: 2, depth: 2, feedForward: 4 }
  const labels = ['fast', ...waves.map(({ label }) => label)]
  const options = (training: TrainingOptions, samples: readonly Wave[]): FinetuneOptions<Wave> => {
    return { tokenizer: waveTokenizer, samples, labels: labels.slice(-samples.length), model: { encoder }, training }
  }

  it.each([
    ['in the engine', 0],
    ['for its dropout masks', 0.1],
  ])('%s stops the run; engine and checkpoints stay as they were', async (_, attentionDropout) => {
    const folder = await temporaryFolder()
    const engine = await openEngine('tfjs')
    const saving = { checkpointFolder: folder, checkpointEvery: 1 }
    const training = { epochs: 1, batchSize: 4, engine, ...saving, seed: 3, memoryLimit: null }
    const model = { encoder: { ...encoder, attentionDropout } }
    const { events, error } = await fail(finetune({ ...options(training, [endless, ...waves]), model }) as never)
    expect(error).toMatchObject({
      code: 'TRAINER_OUT_OF_MEMORY',
      fields: { step: 4, samples: 1, length: 262144, atATime: 1, gradientAccumulationSteps: 1 },
    })
    const steps = events.filter(({ type }) => type === 'step').length
    expect(steps).toBeGreaterThan(0)
    const last = (await readdir(folder)).sort().at(-1)!
    expect(last).toBe(`step-${String(steps).padStart(8, '0')}`)
    expect((await loadModel(join(folder, last))).config.task).toBe('prediction')
    await runToEnd(finetune(options({ steps: 1, engine }, waves)))
  })

  it('is foreseen where the machine does not have so much, before anything is made', async () => {
    const { engine, open } = countOpen(await openEngine())
    const { events, error } = await fail(
      finetune(options({ steps: 1, engine, batchSize: 4 }, [endless, ...waves])) as never,
    )
    expect(error).toMatchObject({
      code: 'TRAINER_MEMORY_LIMIT',
      fields: { length: 262144, batchSize: 4, gradientAccumulationSteps: 1 },
    })
    expect([events, open()]).toEqual([[], 0])
  })

  it('is foreseen for a limit of the user’s, which a batch in micro-batches may keep', async () => {
    const whole = { steps: 1, batchSize: 4 }
    const accumulated = { ...whole, gradientAccumulationSteps: 4 }
    const memoryLimit = (await describeFinetuning(options(accumulated, waves))).memoryOfAllLengths
    const { error } = await fail(finetune(options({ ...whole, memoryLimit }, waves)) as never)
    expect(error).toMatchObject({
      code: 'TRAINER_MEMORY_LIMIT',
      fields: { length: 6, batchSize: 4, gradientAccumulationSteps: 1 },
    })
    await runToEnd(finetune(options({ ...accumulated, memoryLimit }, waves)))
  })

  it('is foreseen for steps of all lengths together, as each keeps its own, where fewer lengths would do', async () => {
    const all = { steps: 1, batchSize: 4, lengthBuckets: 4 }
    const mixed = waves.map((wave, index) => {
      const kept = index % 2 === 0 ? 6 : 3
      return { ...wave, times: wave.times.slice(0, kept), values: wave.values.slice(0, kept) }
    })
    const { memory, memoryOfAllLengths, buckets } = await describeFinetuning(options(all, mixed))
    const memoryLimit = memory.total
    expect([memoryOfAllLengths > memoryLimit, buckets.length > 1]).toEqual([true, true])
    const { error } = await fail(finetune(options({ ...all, memoryLimit }, mixed)) as never)
    expect(error).toMatchObject({
      code: 'TRAINER_MEMORY_LIMIT',
      fields: { lengths: buckets.length, bytes: memoryOfAllLengths, step: memoryLimit, limit: memoryLimit },
    })
    await runToEnd(finetune(options({ ...all, lengthBuckets: 1, memoryLimit }, mixed)))
  })
})

describe('data that cannot be trained on', () => {
  const labels = waves.map(({ label }) => label)
  const empty = { ...waves[3]!, times: [], values: [] }
  it.each<[string, Partial<FinetuneOptions<Wave>>, string, Record<string, unknown>]>([
    ['no samples', { samples: [] }, 'TRAINER_NO_SAMPLES', { what: 'the data set' }],
    [
      'a sample without tokens',
      { samples: waves.with(3, empty) },
      'TOKENIZER_TOKENS_LENGTH',
      { tokenizer: 'waves', sample: 3, got: '0' },
    ],
    ['one class', { labels: labels.map(() => 'fast') }, 'TRAINER_ONE_CLASS', { label: 'fast' }],
    [
      'a label that is no class',
      { classes: ['fast', 'quick'] },
      'TRAINER_UNKNOWN_LABEL',
      { sample: 'sample 0', label: 'slow' },
    ],
    [
      'a sample without a label',
      { labels: labels.with(4, undefined as never), samples: waves.map((wave, at) => ({ ...wave, id: `w${at}` })) },
      'TRAINER_LABEL',
      { sample: 'sample 4 ("w4")', got: undefined },
    ],
    [
      'a class that only the evaluation has',
      { evaluation: { samples: waves, labels: labels.with(2, 'new' as never) } },
      'TRAINER_UNKNOWN_LABEL',
      { sample: 'evaluation sample 2', label: 'new' },
    ],
    [
      'too few labels',
      { labels: labels.slice(1) },
      'TRAINER_COUNT_MISMATCH',
      { what: 'labels', expected: 12, got: 11 },
    ],
    [
      'a weight for a class without samples',
      { classes: ['fast', 'slow', 'x'], classWeights: 'balanced' },
      'TRAINER_OPTION',
      { key: 'classWeights', found: 'balanced, and no sample has the label "x"' },
    ],
    [
      'weights that are none',
      { classWeights: 'equal' as never },
      'TRAINER_OPTION',
      { key: 'classWeights', got: 'equal' },
    ],
  ])('%s', async (_, changes, code, fields) => {
    const training = { steps: 1, engine: await openEngine() }
    const options = { tokenizer: waveTokenizer, samples: waves, labels, model: { encoder: tinyStack }, training }
    await expect(runToEnd(finetune({ ...options, ...changes }))).rejects.toThrowRomae(code, fields)
  })
})

describe('the check of a tokenizer', () => {
  it('is made once a run, where the tokenizer comes in', async () => {
    for (const kind of ['pretraining', 'fine-tuning']) {
      let checks = 0
      const watched = {
        ...waveTokenizer,
        // Nothing else asks for it in training.
        get detokenize() {
          checks++
          return undefined
        },
      }
      const tokenizer = watched as unknown as typeof waveTokenizer
      const training = { steps: 1 }
      const labels = waves.map(({ label }) => label)
      if (kind === 'pretraining') await describePretraining({ tokenizer, samples: waves, model: stack, training })
      else await describeFinetuning({ tokenizer, samples: waves, labels, model: { encoder: tinyStack }, training })
      expect([kind, checks]).toEqual([kind, 1])
    }
  })

  it('comes before all that asks the tokenizer', async () => {
    const tokenizer = { ...waveTokenizer, axes: [] }
    const labels = waves.map(({ label }) => label)
    const training = { steps: 1 }
    const refused = { code: 'TOKENIZER_AXES' }
    await expect(describePretraining({ tokenizer, samples: waves, training })).rejects.toMatchObject(refused)
    await expect(describeFinetuning({ tokenizer, samples: waves, labels, training })).rejects.toMatchObject(refused)
  })
})
