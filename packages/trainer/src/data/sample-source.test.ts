import { temporaryFolder } from '@romae/build/temporary-folder'
import type { Random } from '@romae/core'
import { describe, expect, it } from 'vitest'
import type { TrainingOptions } from '../node/runs.ts'
import { finetune, type PretrainOptions, pretrain } from '../node/runs.ts'
import { allRates, makeWaves, tinyStack, type Wave, waveTokenizer } from '../testing/waves.ts'
import { runToEnd, type TrainingEvent } from '../training/events.ts'
import type { SampleSource } from './sample-source.ts'

const waves = makeWaves(22, [4, 9])
const tokenCounts = waves.map(({ times }) => times.length)
const stack = { ...tinyStack, ...allRates }
const model = { encoder: stack, decoder: stack }

/** The waves by index. */
function source(changes: Partial<SampleSource<Wave>> = {}): SampleSource<Wave> {
  return { length: waves.length, tokenCounts, sample: (index) => waves[index]!, ...changes }
}

/** A wave, moved by a random number. */
function moved(index: number, random: Random): Wave {
  const { values, ...wave } = waves[index]!
  const offset = random.normal()
  return { ...wave, values: values.map((value) => value + offset) }
}

function run(samples: PretrainOptions<Wave>['samples'], training: TrainingOptions = {}) {
  const all = { epochs: 2, batchSize: 4, lengthBuckets: 2, seed: 3, ...training } as TrainingOptions
  return pretrain({ tokenizer: waveTokenizer, samples, model, training: all })
}

async function lossesOf(samples: PretrainOptions<Wave>['samples'], training: TrainingOptions = {}): Promise<number[]> {
  const losses: number[] = []
  await runToEnd(run(samples, training), (event) => {
    if (event.type === 'step') losses.push(event.loss)
  })
  return losses
}

describe('a source of samples', () => {
  it('trains as the same samples in memory do, whether or not tokens are counted before', async () => {
    const held = await runToEnd(run(waves))
    for (const samples of [source(), source({ tokenCounts: undefined! })]) {
      expect((await runToEnd(run(samples))).parameters).toEqual(held.parameters)
    }
  })

  it('gives the same bytes whatever is read ahead, in whatever order samples arrive', async () => {
    const late = source({
      async sample(index, random) {
        await new Promise((resolve) => setTimeout(resolve, (index * 7) % 5))
        return moved(index, random)
      },
    })
    const expected = await runToEnd(run(source({ sample: moved }), { prefetch: 0 }))
    for (const prefetch of [0, 1, 9])
      expect((await runToEnd(run(late, { prefetch }))).parameters).toEqual(expected.parameters)
  })

  it('gets a stream of the seed, the epoch and the index', async () => {
    const seen: string[] = []
    const samples = source({
      sample(index, random) {
        seen.push(`${index}: ${random.bits()}`)
        return waves[index]!
      },
    })
    const streams = async (seed: number) => {
      seen.length = 0
      await runToEnd(run(samples, { seed }))
      return seen.slice(8).sort() // without the eight that are read before training
    }
    const first = await streams(1)
    expect(first.length).toBe(44)
    expect(new Set(first).size).toBe(44)
    expect(await streams(1)).toEqual(first)
    expect((await streams(2)).some((one) => first.includes(one))).toBe(false)
  })

  it('reads only what is needed: eight samples, and the batches', async () => {
    const read: number[] = []
    const samples = source({
      sample(index) {
        read.push(index)
        return waves[index]!
      },
    })
    await runToEnd(run(samples, { epochs: undefined!, steps: 2, prefetch: 1, dropLast: true }))
    expect(read.length).toBe(16)
    expect(read.slice(0, 8)).toEqual([0, 3, 6, 9, 12, 15, 18, 21])
  })

  it('pads samples that are shorter than they could be', async () => {
    const losses = await lossesOf(source({ tokenCounts: 9 }))
    expect(losses.length).toBe(12) // one bucket: six batches an epoch
    expect(losses.every(Number.isFinite)).toBe(true)
  })

  it('trains a classifier, with labels by index', async () => {
    const labels = waves.map(({ label }) => label)
    const options = { tokenizer: waveTokenizer, labels, model: { encoder: stack }, training: { epochs: 1, seed: 1 } }
    const [held, streamed] = [
      await runToEnd(finetune({ ...options, samples: waves })),
      await runToEnd(finetune({ ...options, samples: source() })),
    ]
    expect(streamed.parameters).toEqual(held.parameters)
  })
})

describe('a run that goes on', () => {
  const half = async (samples: PretrainOptions<Wave>['samples'], checkpointFolder: string) => {
    const controller = new AbortController()
    await runToEnd(run(samples, { checkpointFolder, signal: controller.signal }), (event) => {
      if (event.type === 'step' && event.step === 5) controller.abort()
    })
  }

  it('ends with the bytes of one that did not stop, augmentation included', async () => {
    const samples = source({ sample: moved })
    const checkpointFolder = await temporaryFolder()
    await half(samples, checkpointFolder)
    const resumed = await runToEnd(run(samples, { checkpointFolder, resume: true }))
    expect(resumed.parameters).toEqual((await runToEnd(run(samples))).parameters)
  })

  it.each([
    ['fingerprint', { fingerprint: 'version 2' }],
    ['a token count', { tokenCounts: tokenCounts.with(1, 10) }],
    ['one of the compared samples', { sample: (index: number) => waves[index === 3 ? 6 : index]! }],
  ])('refuses another data set: %s', async (_, changes) => {
    const checkpointFolder = await temporaryFolder()
    const counts = { tokenCounts: new Array<number>(22).fill(9) }
    await half(source('tokenCounts' in changes ? {} : counts), checkpointFolder)
    const other = source({ ...counts, ...changes })
    await expect(runToEnd(run(other, { checkpointFolder, resume: true }))).rejects.toThrowRomae(
      'CHECKPOINT_OTHER_RUN',
      { differences: [{ what: 'data.fingerprint' }] },
    )
  })
})

describe('what goes wrong', () => {
  it('comes at the step whose batch it is in', async () => {
    const steps: number[] = []
    const bad = { sample: -1 }
    const samples = source({
      sample(index) {
        if (index === bad.sample) throw new Error('the disk is gone')
        return waves[index]!
      },
    })
    const order: (readonly number[])[] = []
    const observed = source({
      sample(index) {
        order.push([index])
        return waves[index]!
      },
    })
    await lossesOf(observed, { prefetch: 0 })
    // The first sample of the fourth step, which is not among the eight that are read before.
    bad.sample = order
      .slice(8 + 12, 8 + 16)
      .flat()
      .find((index) => index % 3 !== 0)!
    const observe = (event: TrainingEvent) => {
      if (event.type === 'step') steps.push(event.step)
    }
    await expect(runToEnd(run(samples, { prefetch: 4 }), observe)).rejects.toThrowRomae('TRAINER_SAMPLE_UNREADABLE', {
      sample: bad.sample,
      reason: 'the disk is gone',
    })
    expect(steps).toEqual([1, 2, 3])
  })

  it.each([
    [{ length: 0 }, 'TRAINER_NO_SAMPLES', { what: 'the data set' }],
    [{ length: 2.5 }, 'TRAINER_OPTION', { key: 'length', got: 2.5 }],
    [{ tokenCounts: 0 }, 'TRAINER_OPTION', { key: 'tokenCounts[0]', got: 0 }],
    [{ tokenCounts: [1, 2] }, 'TRAINER_COUNT_MISMATCH', { what: 'samples.tokenCounts', expected: 22, got: 2 }],
    [{ tokenCounts: 3 }, 'TRAINER_TOKEN_COUNT', { sample: 0, epoch: 0, expected: 3, got: 9 }],
  ])('%o is refused', async (changes, code, fields) => {
    await expect(runToEnd(run(source(changes)))).rejects.toThrowRomae(code, fields)
  })

  it('is a data set that cannot be read at all', async () => {
    for (const samples of [7, null, {}, { length: 3 }]) {
      await expect(runToEnd(run(samples as never))).rejects.toThrowRomae('TRAINER_OPTION', { key: 'samples' })
    }
  })
})
