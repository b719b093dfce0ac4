import type { AdamWOptions } from '@romae/engine'
import { describe, expect, it } from 'vitest'
import { folderStorage } from '../node/folder-storage.ts'
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
      activationCheckpointing: false,
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

  it.each<[TrainingOptions, Record<string, unknown>]>([
    [{}, { key: 'steps or epochs', rule: 'must be given, and neither is' }],
    [
      { steps: 1, epochs: 1 },
      { key: 'steps or epochs', rule: 'are both given, where one decides' },
    ],
    [{ steps: 0 }, { key: 'steps', got: 0 }],
    [{ epochs: 1.5 }, { key: 'epochs', got: 1.5 }],
    [
      { steps: 1, batchSize: 0 },
      { key: 'batchSize', got: 0 },
    ],
    [
      { steps: 1, dropLast: 'yes' as never },
      { key: 'dropLast', got: 'yes' },
    ],
    [
      { steps: 1, prefetch: -1 },
      { key: 'prefetch', got: -1 },
    ],
    [
      { steps: 1, lengthBuckets: -1 },
      { key: 'lengthBuckets', got: -1 },
    ],
    [
      { steps: 1, seed: -1 },
      { key: 'seed', got: -1 },
    ],
    [
      { steps: 1, clipNorm: 0 },
      { key: 'clipNorm', got: 0 },
    ],
    [
      { steps: 1, learningRate: Number.NaN },
      { key: 'learningRate', got: Number.NaN },
    ],
    [
      { steps: 1, schedule: 'linear' as never },
      { key: 'schedule', got: 'linear' },
    ],
    [
      { steps: 1, checkpointEvery: 5 },
      {
        key: 'checkpointEvery',
        rule: 'needs checkpointStorage, which is not given, or checkpointFolder with the functions of @romae/trainer/node or /browser',
      },
    ],
    [
      { steps: 1, checkpointStorage: folderStorage('x'), checkpointEvery: 0 },
      { key: 'checkpointEvery', got: 0 },
    ],
    [
      { steps: 1, resume: true },
      {
        key: 'resume',
        rule: 'needs checkpointStorage, which is not given, or checkpointFolder with the functions of @romae/trainer/node or /browser',
      },
    ],
    [
      { steps: 1, keepCheckpoints: 3 },
      {
        key: 'keepCheckpoints',
        rule: 'needs checkpointStorage, which is not given, or checkpointFolder with the functions of @romae/trainer/node or /browser',
      },
    ],
    [
      { steps: 1, checkpointStorage: folderStorage('x'), keepCheckpoints: 0 },
      { key: 'keepCheckpoints', got: 0 },
    ],
    [
      { steps: 1, checkpointStorage: folderStorage('x'), resume: 'yes' as never },
      { key: 'resume', got: 'yes' },
    ],
    [
      { steps: 1, gradientAccumulationSteps: 0 },
      { key: 'gradientAccumulationSteps', got: 0 },
    ],
    [
      { steps: 1, batchSize: 4, gradientAccumulationSteps: 5 },
      { key: 'gradientAccumulationSteps', got: 5 },
    ],
    [
      { steps: 1, memoryLimit: 0 },
      { key: 'memoryLimit', got: 0 },
    ],
    [
      { steps: 1, emaDecay: 1 },
      { key: 'emaDecay', got: 1 },
    ],
    [
      { steps: 1, layerDecay: 0 },
      { key: 'layerDecay', got: 0 },
    ],
    [
      { steps: 1, layerDecay: 1.1 },
      { key: 'layerDecay', got: 1.1 },
    ],
    [
      { steps: 1, weightDecayOn: 'norms' as never },
      { key: 'weightDecayOn', got: 'norms' },
    ],
    [
      { steps: 1, onNonFinite: 'ignore' as never },
      { key: 'onNonFinite', got: 'ignore' },
    ],
    [
      { steps: 1, skipLimit: 3 },
      { key: 'skipLimit', rule: 'needs onNonFinite to be "skip"' },
    ],
    [
      { steps: 1, onNonFinite: 'skip', skipLimit: 0 },
      { key: 'skipLimit', got: 0 },
    ],
    [
      { steps: 1, signal: 1 as never },
      { key: 'signal', got: 1 },
    ],
    [
      { steps: 1, checkpointStorage: 'x' as never },
      { key: 'checkpointStorage', got: 'x' },
    ],
    [{ steps: 1, checkpointFolder: 'x' } as never, { key: 'checkpointFolder' }],
    [
      { steps: 1, engine: 'tfjs' as never },
      { key: 'engine', got: 'tfjs' },
    ],
    [
      { steps: 1, optimizer: { kind: 'adam' as never } },
      { key: 'kind', got: 'adam' },
    ],
    [
      { steps: 1, optimizer: { kind: 'adamw', betas: [1, 0.9] } },
      { key: 'betas[0]', got: 1 },
    ],
    [
      { steps: 1, optimizer: { kind: 'adamw', betas: 0.9 as never } },
      { key: 'betas', got: 0.9 },
    ],
    [
      { steps: 1, optimizer: { kind: 'adamw', epsilon: 0 } },
      { key: 'epsilon', got: 0 },
    ],
    [
      { steps: 1, optimizer: { kind: 'sgd', momentum: -1 } },
      { key: 'momentum', got: -1 },
    ],
    [
      { steps: 1, optimizer: { kind: 'sgd', weightDecay: Number.NaN } },
      { key: 'weightDecay', got: Number.NaN },
    ],
    [undefined as never, { key: 'options', found: 'undefined' }],
  ])('refuses %o', (options, fields) => {
    expect(() => resolve(options)).toThrowRomae('TRAINER_OPTION', fields)
  })

  it.each([
    [{ batchsize: 3 }, { key: 'batchsize' }],
    [{ optimizer: { kind: 'adamw', beta: [0.9, 0.9] } }, { key: 'beta' }],
    [{ optimizer: { kind: 'adamw', momentum: 0.9 } }, { key: 'momentum' }],
    [{ optimizer: { kind: 'sgd', epsilon: 1 } }, { key: 'epsilon' }],
  ])('suggests the option that was meant: %o', (options, fields) => {
    expect(() => resolve({ steps: 1, ...options } as never)).toThrowRomae('TRAINER_UNKNOWN_OPTION', fields)
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
    expect(() => scheduleOf(resolve({ epochs: 1, warmupSteps: 8 }), 7)).toThrowRomae('TRAINER_OPTION', {
      key: 'warmupSteps',
      got: 8,
    })
  })
})
