import { temporaryFolder } from '@romae/build/temporary-folder'
import { stepFlops, stepMemory } from '@romae/core'
import { describe, expect, it } from 'vitest'
import {
  describeFinetuning,
  describePretraining,
  type FinetuneOptions,
  finetune,
  type PretrainOptions,
  pretrain,
} from '../node/runs.ts'
import { eventsOf } from '../testing/checkpoints.ts'
import { openEngine } from '../testing/engines.ts'
import { resumableOptions } from '../testing/resumable-run.ts'
import { makeWaves, tinyStack, type Wave, waveTokenizer } from '../testing/waves.ts'
import { runToEnd } from './events.ts'

const samples = makeWaves(22, [4, 9])
const labels = samples.map(({ label }) => label)
const tuning: FinetuneOptions<Wave> = {
  tokenizer: waveTokenizer,
  samples,
  labels,
  labelSmoothing: 0.1,
  model: { encoder: tinyStack },
  training: { epochs: 2, batchSize: 4, lengthBuckets: 2 },
}

describe('the description of a run', () => {
  it('is what the run begins with, and plain JSON', async () => {
    const options = resumableOptions({
      epochs: 2,
      checkpointFolder: await temporaryFolder(),
      engine: await openEngine(),
    })
    const plan = await describePretraining(options)
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan)
    const { type, engine, ...start } = (await eventsOf(pretrain(options)))[0] as unknown as Record<string, unknown>
    expect(type).toBe('start')
    expect(start).toEqual(plan)
  })

  it('counts steps, batches, operations and memory', async () => {
    const plan = await describeFinetuning(tuning)
    expect(plan).toMatchObject({ samples: 22, epochs: 2, steps: 2 * plan.batchesPerEpoch })
    expect(plan.buckets.reduce((sum, { batches }) => sum + batches, 0)).toBe(plan.batchesPerEpoch)
    expect(plan.buckets.reduce((sum, bucket) => sum + bucket.samples, 0)).toBe(22)
    const { model } = plan.config
    const flops = plan.buckets.map(({ length, samples: batch }) =>
      stepFlops(model, { batch, visible: length, masked: 0 }),
    )
    expect(plan.flops.run).toBeCloseTo(2 * flops.reduce((sum, one) => sum + one, 0), 0)
    const [short, long] = plan.buckets.map(({ length }) =>
      stepMemory(model, { batch: 4, visible: length, masked: 0 }, 2),
    )
    expect(plan.buckets[1]!.length).toBe(9)
    expect(plan.memory).toEqual(long)
    expect(plan.memoryOfAllLengths).toBe(long!.total + short!.activations + short!.dropoutMasks)
    expect(plan.versions).toMatchObject({ node: process.versions.node })
  })

  it('resolves everything that the numbers depend on', async () => {
    const { config } = await describeFinetuning(tuning)
    expect(config).toMatchObject({
      task: 'classification',
      classes: ['fast', 'slow'],
      tokenizer: { name: 'waves', scale: 1 },
      data: { samples: 22 },
      loss: { kind: 'crossEntropy', smoothing: 0.1 },
      model: { tokenSize: 1, axes: 1, outputSize: 2, encoder: tinyStack },
      training: { schedule: 'cosine', optimizer: { kind: 'adamw', betas: [0.9, 0.999] }, seed: 0, clipNorm: 1 },
      checkpoints: null,
    })
    const regression = await describeFinetuning({
      tokenizer: waveTokenizer,
      samples,
      targets: samples.map(() => [1]),
      training: { steps: 1 },
    })
    expect(regression.config).toMatchObject({ task: 'regression', classes: null, loss: { kind: 'meanSquaredError' } })
    const folder = { checkpointFolder: 'unused', keepCheckpoints: 'all' } as const
    const pretraining = await describePretraining(resumableOptions({ steps: 3, ...folder }))
    expect(pretraining.config).toMatchObject({
      task: 'pretraining',
      loss: { kind: 'maskedReconstruction', maskRatio: 0.75 },
      checkpoints: { every: null, keep: 'all' },
    })
  })

  it('may be given again as options, and makes the same run', async () => {
    const options = resumableOptions({ epochs: 1, engine: await openEngine() })
    const { config } = JSON.parse(JSON.stringify(await describePretraining(options)))
    const again: PretrainOptions<Wave> = {
      tokenizer: options.tokenizer,
      samples: options.samples,
      model: config.model,
      maskRatio: config.loss.maskRatio,
      training: config.training,
    }
    expect((await describePretraining(again)).config).toEqual(config)
    const [first, second] = [await runToEnd(pretrain(options)), await runToEnd(pretrain(again))]
    expect(second.parameters).toEqual(first.parameters)
    const { config: tuned } = await describeFinetuning(tuning)
    const tunedAgain = { ...tuning, model: tuned.model, training: tuned.training }
    expect((await describeFinetuning(tunedAgain)).config).toEqual(tuned)
  })
})

describe('an option that does not exist is an error at every depth:', () => {
  const pretraining = resumableOptions({ steps: 1 })
  it.each([
    [{ masRatio: 0.5 }, 'TRAINER_UNKNOWN_OPTION', { key: 'masRatio' }],
    [{ training: { step: 1 } }, 'TRAINER_UNKNOWN_OPTION', { key: 'step' }],
    [{ model: { clss: true } }, 'CONFIG_UNKNOWN_KEY', { key: 'clss' }],
    [{ model: { encoder: { size: 'tiny', dept: 3 } } }, 'CONFIG_UNKNOWN_KEY', { key: 'dept' }],
    [{ model: { decoder: { size: 'tiny', head: 3 } } }, 'CONFIG_UNKNOWN_KEY', { key: 'head' }],
  ])('%o', async (changes, code, fields) => {
    await expect(describePretraining({ ...pretraining, ...(changes as object) })).rejects.toThrowRomae(code, fields)
  })

  it.each([
    [{ label: [] }, 'TRAINER_UNKNOWN_OPTION', { key: 'label' }],
    [{ model: { encoder: { ...tinyStack, hiddenDropuot: 0 } } }, 'CONFIG_UNKNOWN_KEY', { key: 'hiddenDropuot' }],
  ])('%o in fine-tuning', async (changes, code, fields) => {
    await expect(describeFinetuning({ ...tuning, ...(changes as object) })).rejects.toThrowRomae(code, fields)
  })

  it('and so is a size that the data decide otherwise, or a model that is none', async () => {
    const model = { ...tuning.model!, tokenSize: 2 }
    await expect(describeFinetuning({ ...tuning, model } as never)).rejects.toThrowRomae('TRAINER_OPTION', {
      key: 'model.tokenSize',
      got: 2,
    })
    await expect(describeFinetuning({ ...tuning, model: {}, pretrained: {} as never })).rejects.toThrowRomae(
      'TRAINER_OPTION',
      { key: 'model' },
    )
    await runToEnd(finetune({ ...tuning, model: { ...tuning.model!, axes: 1 } as never, training: { steps: 1 } }))
  })
})
