import type { AdamWOptions } from '@romae/engine'
import { describe, expect, it } from 'vitest'
import { folderStorage } from '../node/folder-storage.ts'
import { romaeError } from '../testing/errors.ts'
import { resolveTraining, scheduleOf, type TrainingOptions } from './options.ts'

const optimizer: AdamWOptions = { kind: 'adamw', betas: [0.9, 0.95], epsilon: 1e-8, weightDecay: 0.05 }
const resolve = (options: TrainingOptions) => resolveTraining('pretrain.training', options, optimizer)

describe('resolveTraining', () => {
  it('fills in the defaults', () => {
    expect(resolve({ steps: 5 })).toEqual({
      steps: 5,
      epochs: null,
      batchSize: 32,
      dropLast: false,
      learningRate: 1e-3,
      schedule: 'cosine',
      warmupSteps: null,
      optimizer,
      clipNorm: 1,
      buckets: 4,
      prefetch: 4,
      accumulation: 1,
      memoryLimit: 'machine',
      ema: null,
      layerDecay: 1,
      weightDecayOn: 'all',
      nonFinite: 'stop',
      skipLimit: 10,
      seed: 0,
      signal: null,
      checkpointStorage: null,
      checkpointEvery: Number.POSITIVE_INFINITY,
      keepCheckpoints: 2,
      resume: false,
      engine: null,
    })
    expect(resolve({ epochs: 2, clipNorm: null })).toMatchObject({ steps: null, epochs: 2, clipNorm: null })
  })

  it.each<[TrainingOptions, RegExp]>([
    [{}, /steps or epochs must be given, one of the two; got neither/],
    [{ steps: 1, epochs: 1 }, /got both/],
    [{ steps: 0 }, /steps must be an integer of at least 1; got 0/],
    [{ epochs: 1.5 }, /epochs .* got 1.5/],
    [{ steps: 1, batchSize: 0 }, /batchSize/],
    [{ steps: 1, dropLast: 'yes' as never }, /dropLast must be one of true, false; got yes/],
    [{ steps: 1, prefetch: -1 }, /prefetch must be an integer of at least 0; got -1/],
    [{ steps: 1, buckets: -1 }, /buckets/],
    [{ steps: 1, seed: -1 }, /seed must be an integer of at least 0; got -1/],
    [{ steps: 1, clipNorm: 0 }, /clipNorm must be a positive number; got 0/],
    [{ steps: 1, learningRate: Number.NaN }, /learningRate .* got NaN/],
    [{ steps: 1, schedule: 'linear' as never }, /schedule must be one of cosine, constant, reference; got linear/],
    [{ steps: 1, checkpointEvery: 5 }, /checkpointStorage must be given with checkpointEvery/],
    [{ steps: 1, checkpointStorage: folderStorage('x'), checkpointEvery: 0 }, /checkpointEvery/],
    [{ steps: 1, resume: true }, /checkpointStorage must be given with resume/],
    [{ steps: 1, keepCheckpoints: 3 }, /checkpointStorage must be given with keepCheckpoints/],
    [
      { steps: 1, checkpointStorage: folderStorage('x'), keepCheckpoints: 0 },
      /keepCheckpoints must be an integer of at least 1; got 0/,
    ],
    [
      { steps: 1, checkpointStorage: folderStorage('x'), resume: 'yes' as never },
      /resume must be true, false or 'auto'; got yes/,
    ],
    [{ steps: 1, accumulation: 0 }, /accumulation must be an integer of at least 1; got 0/],
    [{ steps: 1, batchSize: 4, accumulation: 5 }, /accumulation must be at most the batchSize, 4; got 5/],
    [{ steps: 1, memoryLimit: 0 }, /memoryLimit must be a positive number; got 0/],
    [{ steps: 1, ema: 1 }, /ema must be a number of at least 0 and below 1; got 1/],
    [{ steps: 1, layerDecay: 0 }, /layerDecay must be a number above 0 and up to 1; got 0/],
    [{ steps: 1, layerDecay: 1.1 }, /layerDecay .* got 1.1/],
    [{ steps: 1, weightDecayOn: 'norms' as never }, /weightDecayOn must be one of all, matrices; got norms/],
    [{ steps: 1, nonFinite: 'ignore' as never }, /nonFinite must be one of stop, skip; got ignore/],
    [{ steps: 1, skipLimit: 3 }, /skipLimit must be left out without nonFinite: 'skip'; got 3/],
    [{ steps: 1, nonFinite: 'skip', skipLimit: 0 }, /skipLimit must be an integer of at least 1; got 0/],
    [{ steps: 1, signal: 1 as never }, /signal must be an AbortSignal; got 1/],
    [{ steps: 1, checkpointStorage: 'x' as never }, /checkpointStorage must be a storage of checkpoints/],
    [{ steps: 1, checkpointFolder: 'x' } as never, /checkpointFolder must be left out here: import/],
    [{ steps: 1, engine: 'tfjs' as never }, /engine must be an engine that createEngine made; got tfjs/],
    [{ steps: 1, optimizer: { kind: 'adam' as never } }, /optimizer.kind must be one of adamw, sgd; got adam/],
    [{ steps: 1, optimizer: { kind: 'adamw', betas: [1, 0.9] } }, /optimizer.betas\[0\] must be .* below 1; got 1/],
    [{ steps: 1, optimizer: { kind: 'adamw', betas: 0.9 as never } }, /optimizer.betas must be a list of two numbers/],
    [{ steps: 1, optimizer: { kind: 'adamw', epsilon: 0 } }, /optimizer.epsilon must be a positive number; got 0/],
    [{ steps: 1, optimizer: { kind: 'sgd', momentum: -1 } }, /optimizer.momentum must be .* at least 0 .*; got -1/],
    [{ steps: 1, optimizer: { kind: 'sgd', weightDecay: Number.NaN } }, /optimizer.weightDecay .* got NaN/],
    [undefined as never, /pretrain.training must be an object of options; got undefined/],
  ])('refuses %o', (options, message) => {
    expect(() => resolve(options)).toThrow(romaeError('TRAINER_OPTION', message))
  })

  it.each([
    [{ batchsize: 3 }, /pretrain.training has no option "batchsize" \(did you mean "batchSize"\?\)/],
    [{ optimizer: { kind: 'adamw', beta: [0.9, 0.9] } }, /optimizer has no option "beta" \(did you mean "betas"\?\)/],
    [{ optimizer: { kind: 'adamw', momentum: 0.9 } }, /optimizer of kind adamw has no option "momentum"/],
    [{ optimizer: { kind: 'sgd', epsilon: 1 } }, /optimizer of kind sgd has no option "epsilon"/],
  ])('suggests the option that was meant: %o', (options, message) => {
    expect(() => resolve({ steps: 1, ...options } as never)).toThrow(romaeError('TRAINER_UNKNOWN_OPTION', message))
  })

  it('fills in what an optimizer leaves out', () => {
    const resolved = (options: TrainingOptions['optimizer']) => resolve({ steps: 1, optimizer: options! }).optimizer
    expect(resolved({ kind: 'adamw', weightDecay: 0 })).toEqual({ ...optimizer, weightDecay: 0 })
    expect(resolved({ kind: 'sgd', momentum: 0.9 })).toEqual({ kind: 'sgd', momentum: 0.9, weightDecay: 0 })
  })
})

describe('scheduleOf', () => {
  it('counts steps by epochs, and warms up for a tenth', () => {
    expect(scheduleOf(resolve({ epochs: 3, learningRate: 0.5 }), 7)).toEqual({
      kind: 'cosine',
      baseRate: 0.5,
      warmupSteps: 2,
      totalSteps: 21,
    })
    expect(scheduleOf(resolve({ steps: 40, warmupSteps: 0 }), 7)).toMatchObject({ warmupSteps: 0, totalSteps: 40 })
  })

  it('refuses a warm-up longer than the run', () => {
    expect(() => scheduleOf(resolve({ epochs: 1, warmupSteps: 8 }), 7)).toThrow(
      romaeError('TRAINER_OPTION', /warmupSteps must be an integer from 0 to the 7 steps of the run; got 8/),
    )
  })
})
