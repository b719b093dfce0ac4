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
      lengthBuckets: 4,
      prefetch: 4,
      gradientAccumulationSteps: 1,
      memoryLimit: 'machine',
      emaDecay: null,
      layerDecay: 1,
      weightDecayOn: 'all',
      onNonFinite: 'stop',
      skipLimit: 10,
      seed: 0,
      keepCheckpoints: 2,
      resume: false,
    })
    expect(resolve({ epochs: 2, clipNorm: null })).toMatchObject({ steps: null, epochs: 2, clipNorm: null })
  })

  it.each<[TrainingOptions, RegExp]>([
    [{}, /steps or epochs must be given, and neither is/],
    [{ steps: 1, epochs: 1 }, /steps or epochs are both given, where one decides/],
    [{ steps: 0 }, /steps must be an integer of at least 1, or null; got 0/],
    [{ epochs: 1.5 }, /epochs .* got 1.5/],
    [{ steps: 1, batchSize: 0 }, /batchSize/],
    [{ steps: 1, dropLast: 'yes' as never }, /dropLast must be true or false; got "yes"/],
    [{ steps: 1, prefetch: -1 }, /prefetch must be an integer of at least 0; got -1/],
    [{ steps: 1, lengthBuckets: -1 }, /lengthBuckets/],
    [{ steps: 1, seed: -1 }, /seed must be an integer of at least 0; got -1/],
    [{ steps: 1, clipNorm: 0 }, /clipNorm must be a positive number, or null; got 0/],
    [{ steps: 1, learningRate: Number.NaN }, /learningRate .* got NaN/],
    [{ steps: 1, schedule: 'linear' as never }, /schedule must be one of cosine, constant, reference; got "linear"/],
    [
      { steps: 1, checkpointEvery: 5 },
      /checkpointEvery needs checkpointStorage, which is not given, or checkpointFolder with/,
    ],
    [{ steps: 1, checkpointStorage: folderStorage('x'), checkpointEvery: 0 }, /checkpointEvery/],
    [{ steps: 1, resume: true }, /resume needs checkpointStorage, which is not given, or checkpointFolder with/],
    [
      { steps: 1, keepCheckpoints: 3 },
      /keepCheckpoints needs checkpointStorage, which is not given, or checkpointFolder with/,
    ],
    [
      { steps: 1, checkpointStorage: folderStorage('x'), keepCheckpoints: 0 },
      /keepCheckpoints must be an integer of at least 1, or "all"; got 0/,
    ],
    [
      { steps: 1, checkpointStorage: folderStorage('x'), resume: 'yes' as never },
      /resume must be true or false, or "auto"; got "yes"/,
    ],
    [{ steps: 1, gradientAccumulationSteps: 0 }, /gradientAccumulationSteps must be an integer of at least 1; got 0/],
    [
      { steps: 1, batchSize: 4, gradientAccumulationSteps: 5 },
      /gradientAccumulationSteps must be at most the batchSize, 4; got 5/,
    ],
    [{ steps: 1, memoryLimit: 0 }, /memoryLimit must be a positive number, or null, or "machine"; got 0/],
    [{ steps: 1, emaDecay: 1 }, /emaDecay must be a number of at least 0 and below 1, or null; got 1/],
    [{ steps: 1, layerDecay: 0 }, /layerDecay must be a number above 0 and up to 1; got 0/],
    [{ steps: 1, layerDecay: 1.1 }, /layerDecay .* got 1.1/],
    [{ steps: 1, weightDecayOn: 'norms' as never }, /weightDecayOn must be one of all, matrices; got "norms"/],
    [{ steps: 1, onNonFinite: 'ignore' as never }, /onNonFinite must be one of stop, skip; got "ignore"/],
    [{ steps: 1, skipLimit: 3 }, /skipLimit needs onNonFinite to be "skip"/],
    [{ steps: 1, onNonFinite: 'skip', skipLimit: 0 }, /skipLimit must be an integer of at least 1; got 0/],
    [{ steps: 1, signal: 1 as never }, /signal must be an AbortSignal; got 1/],
    [{ steps: 1, checkpointStorage: 'x' as never }, /checkpointStorage must be a storage of checkpoints/],
    [{ steps: 1, checkpointFolder: 'x' } as never, /checkpointFolder is of the functions of @romae\/trainer\/node/],
    [{ steps: 1, engine: 'tfjs' as never }, /engine must be an engine that createEngine made; got "tfjs"/],
    [
      { steps: 1, optimizer: { kind: 'adam' as never } },
      /optimizer: kind must be one of adamw, sgd; got "adam" \(did you mean "adamw"\?\)/,
    ],
    [{ steps: 1, optimizer: { kind: 'adamw', betas: [1, 0.9] } }, /betas\[0\] must be .* below 1; got 1/],
    [
      { steps: 1, optimizer: { kind: 'adamw', betas: 0.9 as never } },
      /betas must be a list of 2, each a number of at least 0 and below 1; got 0.9/,
    ],
    [{ steps: 1, optimizer: { kind: 'adamw', epsilon: 0 } }, /epsilon must be a positive number; got 0/],
    [{ steps: 1, optimizer: { kind: 'sgd', momentum: -1 } }, /momentum must be .* at least 0 .*; got -1/],
    [{ steps: 1, optimizer: { kind: 'sgd', weightDecay: Number.NaN } }, /weightDecay .* got NaN/],
    [undefined as never, /pretrain.training: options must be an object of options; got undefined/],
  ])('refuses %o', (options, message) => {
    expect(() => resolve(options)).toThrow(romaeError('TRAINER_OPTION', message))
  })

  it.each([
    [{ batchsize: 3 }, /pretrain.training has no option "batchsize" \(did you mean "batchSize"\?\)/],
    [
      { optimizer: { kind: 'adamw', beta: [0.9, 0.9] } },
      /optimizer of kind adamw has no option "beta" \(did you mean "betas"\?\)/,
    ],
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
