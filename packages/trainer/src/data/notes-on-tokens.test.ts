import { pretrainingConfig } from '@romae/core'
import type { Tokenizer, Tokens } from '@romae/tokenizer'
import { describe, expect, it } from 'vitest'
import { describeFinetuning } from '../finetune.ts'
import { describePretraining, pretrain } from '../pretrain.ts'
import type { PretrainOptions } from '../pretrain-options.ts'
import { eventsOf } from '../testing/checkpoints.ts'
import { openEngine } from '../testing/engines.ts'
import { tinyStack } from '../testing/waves.ts'
import { positionNotes } from './position-notes.ts'
import type { SampleSource } from './sample-source.ts'

/** Tokens at these positions of two axes. */
const at = (...positions: readonly (readonly [number, number])[]): Tokens => ({
  length: positions.length,
  values: new Float32Array(positions.length),
  positions: Float32Array.from(positions.flat()),
})
const config = pretrainingConfig({ tokenSize: 1, axes: 2, encoder: 'tiny', decoder: 'tiny' })
const codesOf = (tokens: readonly Tokens[], changes: Partial<typeof config> = {}) =>
  positionNotes(tokens, ['channel', 'time'], { ...config, ...changes }).map(({ code, message }) => {
    return `${code} ${/axis (\w+)/.exec(message)![1]}`
  })
const along = (step: number, count = 12) =>
  at(...Array.from({ length: count }, (_, index): [number, number] => [index % 2, step * index]))

describe('notes on positions', () => {
  it.each([
    [1 / 86_400, ['POSITIONS_TOO_CLOSE time']],
    [0.04, ['POSITIONS_TOO_CLOSE time']],
    [0.3, []],
    [1, []],
    [30, []],
    [86_400, ['POSITIONS_TOO_FAR time']],
  ])('say where steps of %d are too small or too large', (step, codes) => {
    expect(codesOf([along(step)])).toEqual(codes)
  })

  it('compare tokens that differ in nothing else: sensors a moment apart are two channels', () => {
    const turns = Array.from({ length: 20 }, (_, index): [number, number] => [
      index % 2,
      (index >> 1) + 1e-4 * (index % 2),
    ])
    expect(codesOf([at(...turns)])).toEqual([])
    expect(codesOf([at(...turns.map(([, time]): [number, number] => [0, time]))])).toEqual(['POSITIONS_TOO_CLOSE time'])
  })

  it('say where narrow heads leave few pairs that turn at a useful rate, and not of rotations that fit', () => {
    const narrow = pretrainingConfig({
      tokenSize: 1,
      axes: 2,
      encoder: { dModel: 64, heads: 4, depth: 1 },
      decoder: 'tiny',
    })
    const days = at(...Array.from({ length: 16 }, (_, day): [number, number] => [0, day]))
    expect(codesOf([days], narrow)).toEqual(['FEW_ROTATIONS time'])
    expect(codesOf([days], { ...narrow, ropeBase: [10_000, 16] })).toEqual([])
    expect(codesOf([days])).toEqual([])
    expect(codesOf([at([0, 0], [0, 1], [0, 2])], narrow)).toEqual([])
  })

  it('say nothing of a few, of equal ones, or of models without rotary positions', () => {
    const few = [...Array(20).keys()].map((index): [number, number] => [0, index === 9 ? 8.001 : index])
    expect(codesOf([at(...few)])).toEqual([])
    expect(codesOf([at([0, 5], [0, 5], [0, 5])])).toEqual([])
    expect(codesOf([along(1e-6)], { positionEncoding: 'absolute' })).toEqual([])
    expect(codesOf([along(1e-6)], { ropeFraction: 0 })).toEqual([])
    expect(codesOf([])).toEqual([])
  })
})

/** Samples are the numbers of their tokens, one after the other at `step`. */
const counting = (step = 1): Tokenizer<number> => ({
  specVersion: 1,
  name: 'counting',
  axes: ['time'],
  tokenSize: 1,
  tokenize: (length) => ({
    length,
    values: Float32Array.from({ length }, (_, index) => Math.sin(index + length)),
    positions: Float32Array.from({ length }, (_, index) => step * index),
  }),
})
const options = (samples: PretrainOptions<number>['samples'], changes = {}): PretrainOptions<number> => ({
  tokenizer: counting(),
  samples,
  model: { encoder: tinyStack, decoder: tinyStack },
  training: { steps: 3, batchSize: 4, seed: 1 },
  ...changes,
})
const source = (counts: readonly number[]): SampleSource<number> => ({
  length: counts.length,
  tokenCounts: counts,
  sample: (index) => counts[index]!,
})

describe('samples of a single token', () => {
  const counts = [5, 1, 8, 6, 1, 7]
  it.each([
    ['held', counts],
    ['read on demand', source(counts)],
  ])('are left out and counted: %s', async (_, samples) => {
    const plan = await describePretraining(options(samples))
    expect(plan.samples).toBe(4)
    expect(plan.notes.map(({ code }) => code)).toEqual(['SINGLE_TOKENS'])
    expect(plan.notes[0]!.message).toMatch(/^2 of 6 samples/)
  })

  it('change nothing of the training of the others', async () => {
    const engine = await openEngine()
    const losses = async (samples: readonly number[]) => {
      const run = pretrain(options(samples, { training: { steps: 3, batchSize: 4, seed: 1, engine } }))
      return (await eventsOf(run)).flatMap((event) => (event.type === 'step' ? [event.loss] : []))
    }
    expect(await losses(counts)).toEqual(await losses(counts.filter((count) => count > 1)))
  })

  it('are an error where there are no others, and no matter where everything is hidden', async () => {
    await expect(describePretraining(options([1, 1, 1]))).rejects.toThrowRomae('TRAINER_SINGLE_TOKENS', { samples: 3 })
    await expect(describePretraining(options(source([1, 1, 1])))).rejects.toThrowRomae('TRAINER_SINGLE_TOKENS', {
      samples: 3,
    })
    expect(await describePretraining(options([1, 1, 1], { maskRatio: 1 }))).toMatchObject({ samples: 3, notes: [] })
  })

  it('stay in fine-tuning', async () => {
    const { training } = options([])
    const plan = await describeFinetuning({
      tokenizer: counting(),
      samples: [1, 1, 9],
      labels: ['a', 'b', 'a'],
      training,
    })
    expect(plan).toMatchObject({ samples: 3, notes: [] })
  })
})

describe('plans', () => {
  it('say that of short samples everything is hidden', async () => {
    const { notes } = await describePretraining(options([3, 3, 9]))
    expect(notes.map(({ code }) => code)).toEqual(['NOTHING_SEEN'])
    expect((await describePretraining(options([3, 3, 9], { maskRatio: 0.5 }))).notes).toEqual([])
  })

  it('say that positions are too close, in pre-training and fine-tuning', async () => {
    const tokenizer = counting(1e-3)
    const { training } = options([])
    const first = await describePretraining(options([5, 9], { tokenizer }))
    const second = await describeFinetuning({ tokenizer, samples: [5, 9], labels: ['a', 'b'], training })
    for (const { notes } of [first, second]) expect(notes.map(({ code }) => code)).toEqual(['POSITIONS_TOO_CLOSE'])
  })
})
