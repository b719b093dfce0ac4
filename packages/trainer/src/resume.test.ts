import { cp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import type { Engine, Optimizer } from '@romae/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stepName } from './checkpoints/find-checkpoint.ts'
import { loadModel } from './node/load-model.ts'
import type { TrainingOptions } from './node/runs.ts'
import { finetune, type PretrainOptions, pretrain } from './node/runs.ts'
import { checksumsOf, eventsOf, rewrite } from './testing/checkpoints.ts'
import { testEngine } from './testing/engines.ts'
import { resumableOptions } from './testing/resumable-run.ts'
import { allRates, makeWaves, tinyStack, type Wave, waveTokenizer } from './testing/waves.ts'
import { runToEnd, type TrainingEvent } from './training/events.ts'

const steps = 14 // of 6 in an epoch
let engine: Engine
/** The checkpoints of every step of a run that nothing interrupted, and its events. */
const whole = await temporaryFolder()
let wholeEvents: TrainingEvent[]

beforeAll(async () => {
  engine = await testEngine()
  wholeEvents = await eventsOf(run(whole, { checkpointEvery: 1, keepCheckpoints: 'all' }))
})
afterAll(async () => {
  await engine.dispose()
})

function run(checkpointFolder: string, training: TrainingOptions = {}, changes: Partial<PretrainOptions<Wave>> = {}) {
  return pretrain({ ...resumableOptions({ steps, checkpointFolder, engine, ...training }), ...changes })
}

/** A folder as the run had left it with these checkpoints. */
async function folderWith(...present: number[]): Promise<string> {
  const folder = await temporaryFolder()
  for (const step of present) await cp(join(whole, stepName(step)), join(folder, stepName(step)), { recursive: true })
  return folder
}

/** The folder's last checkpoint is, byte for byte, that of the run that nothing interrupted. */
async function expectSameEnd(folder: string) {
  expect(await checksumsOf(join(folder, stepName(steps)))).toEqual(await checksumsOf(join(whole, stepName(steps))))
}

describe('a run that goes on', () => {
  it.each([1, 5, 6, 13])('after step %d makes the steps that it would have made', async (step) => {
    const folder = await folderWith(step)
    const events = await eventsOf(run(folder, { resume: true }))
    expect(events.slice(0, 2)).toMatchObject([
      { type: 'start', steps },
      { type: 'resume', step, folder: join(folder, stepName(step)), skipped: [], changed: [] },
    ])
    const lossesOf = (list: TrainingEvent[]) =>
      list.flatMap((event) =>
        event.type === 'step' && event.step > step ? [[event.step, event.epoch, event.loss]] : [],
      )
    expect(lossesOf(events)).toEqual(lossesOf(wholeEvents))
    const epochsOf = (list: TrainingEvent[]) =>
      list.flatMap((event) => (event.type === 'epoch' && event.epoch * 6 > step ? [[event.epoch, event.meanLoss]] : []))
    expect(epochsOf(events)).toEqual(epochsOf(wholeEvents))
    await expectSameEnd(folder)
  })

  it('after a signal, a loop that was left, and its end', async () => {
    const folder = join(await temporaryFolder(), 'new')
    const controller = new AbortController()
    const training = { resume: 'auto', checkpointEvery: 3 } as const
    await runToEnd(run(folder, { ...training, signal: controller.signal }), (event) => {
      if (event.type === 'step' && event.step === 4) controller.abort()
    })
    expect(await readdir(folder)).toEqual([3, 4].map(stepName))
    for await (const event of run(folder, training)) if (event.type === 'step' && event.step === 11) break
    expect(await readdir(folder)).toEqual([6, 9].map(stepName))
    await runToEnd(run(folder, training))
    await expectSameEnd(folder)
    const again = await eventsOf(run(folder, training))
    expect(again.map(({ type }) => type)).toEqual(['start', 'resume', 'epoch', 'finish'])
    expect(again[3]).toMatchObject({
      step: steps,
      stopped: false,
      model: await loadModel(join(whole, stepName(steps))),
    })
  })

  it.each<Optimizer>([
    { kind: 'sgd', momentum: 0, weightDecay: 0.01 },
    { kind: 'sgd', momentum: 0.9, weightDecay: 0 },
  ])('with %o', async (optimizer) => {
    const [halves, once] = [await temporaryFolder(), await temporaryFolder()]
    await runToEnd(run(once, { optimizer }))
    for await (const event of run(halves, { optimizer, checkpointEvery: 8 })) if (event.type === 'checkpoint') break
    await runToEnd(run(halves, { optimizer, resume: true }))
    expect(await checksumsOf(join(halves, stepName(steps)))).toEqual(await checksumsOf(join(once, stepName(steps))))
  })

  it('in fine-tuning', async () => {
    const samples = makeWaves(20, [4, 9])
    const labels = samples.map(({ label }) => label)
    const model = { encoder: { ...tinyStack, ...allRates }, headDropout: 0.1 }
    const tuning = (checkpointFolder: string, training: TrainingOptions, smoothing = 0.1) => {
      const options = { steps, batchSize: 8, checkpointFolder, engine, ...training }
      return finetune({
        tokenizer: waveTokenizer,
        samples,
        labels,
        labelSmoothing: smoothing,
        model,
        training: options,
      })
    }
    const [halves, once] = [await temporaryFolder(), await temporaryFolder()]
    await runToEnd(tuning(once, {}))
    for await (const event of tuning(halves, { checkpointEvery: 8 })) if (event.type === 'checkpoint') break
    await expect(runToEnd(tuning(halves, { resume: true }, 0.2))).rejects.toThrowRomae('CHECKPOINT_OTHER_RUN', {
      differences: [{ what: 'loss.smoothing', checkpoint: 0.1, now: 0.2 }],
    })
    await runToEnd(tuning(halves, { resume: true }))
    expect(await checksumsOf(join(halves, stepName(steps)))).toEqual(await checksumsOf(join(once, stepName(steps))))
  })

  it('says in what it is computed otherwise than before', async () => {
    const folder = await folderWith(13)
    await rewrite(join(folder, stepName(13)), 'run.json', (text) => text.replace('"trainer": "', '"trainer": "old-'))
    const [, resumed] = await eventsOf(run(folder, { resume: true }))
    expect(resumed).toMatchObject({ changed: [{ what: 'trainer', checkpoint: expect.stringMatching(/^old-/) }] })
  })
})

describe('the folder of a run', () => {
  it.each([
    [1, [14]],
    [3, [8, 12, 14]],
    ['all', [4, 8, 12, 14]],
  ] as const)('keeps %s checkpoints', async (keepCheckpoints, kept) => {
    const folder = await temporaryFolder()
    await runToEnd(run(folder, { checkpointEvery: 4, keepCheckpoints }))
    expect(await readdir(folder)).toEqual(kept.map(stepName))
  })

  it('is not written to by another run', async () => {
    const folder = await folderWith(4, 8)
    await expect(runToEnd(run(folder))).rejects.toThrowRomae('TRAINER_FOLDER_IN_USE', { step: 8 })
    expect(await readdir(folder)).toEqual([4, 8].map(stepName))
  })

  it('that is empty starts a run afresh only if asked to', async () => {
    const folder = join(await temporaryFolder(), 'absent')
    await expect(runToEnd(run(folder, { resume: true }))).rejects.toThrowRomae('TRAINER_NOTHING_TO_RESUME', {
      folder,
      skipped: [],
    })
    const events = await eventsOf(run(folder, { resume: 'auto' }))
    expect(events.some(({ type }) => type === 'resume')).toBe(false)
    await expectSameEnd(folder)
  })
})

it('goes on where the tokenizer says more of itself than it did', async () => {
  const folder = await folderWith(9)
  const toJSON = () => ({ name: 'waves', scale: 1, channels: ['a'] })
  await runToEnd(run(folder, { resume: true }, { tokenizer: { ...waveTokenizer, toJSON } }))
  await expect(runToEnd(run(folder, { resume: true }))).rejects.toThrowRomae('CHECKPOINT_OTHER_RUN', {
    differences: [{ what: 'tokenizer.channels', now: undefined }],
  })
})

describe('a run that was begun with other draws', () => {
  /** A checkpoint as it was before the version of what is drawn was written down. */
  const withoutVersion = (folder: string, step: number) =>
    rewrite(join(folder, stepName(step)), 'run.json', (text) => text.replace(/ *"randomness": \d+,\n/, ''))

  it('is refused where it draws anything, and both versions are named', async () => {
    const folder = await folderWith(9)
    await withoutVersion(folder, 9)
    for (const resume of [true, 'auto'] as const) {
      await expect(runToEnd(run(folder, { resume }))).rejects.toMatchObject({
        code: 'CHECKPOINT_OTHER_RANDOMNESS',
        fields: { folder: join(folder, stepName(9)), got: 1, known: 2 },
      })
    }
    expect((await loadModel(join(folder, stepName(9)))).config.task).toBe('pretraining')
  })

  it.each([
    ['goes on where nothing is dropped', {}, null],
    ['is refused where something is', { hiddenDropout: 0.1 }, 'CHECKPOINT_OTHER_RANDOMNESS'],
  ] as const)('in fine-tuning %s', async (_, rates, code) => {
    const samples = makeWaves(8, 6)
    const folder = await temporaryFolder()
    const tuning = (resume: boolean) =>
      finetune({
        tokenizer: waveTokenizer,
        samples,
        labels: samples.map(({ label }) => label),
        model: { encoder: { ...tinyStack, ...rates } },
        training: { steps: 4, batchSize: 4, checkpointFolder: folder, checkpointEvery: 2, engine, resume },
      })
    for await (const event of tuning(false)) if (event.type === 'checkpoint') break
    await withoutVersion(folder, 2)
    if (code === null) expect(await eventsOf(tuning(true))).toContainEqual(expect.objectContaining({ type: 'resume' }))
    else await expect(runToEnd(tuning(true))).rejects.toMatchObject({ code })
  })
})

describe('a checkpoint of another run is refused, both sides named:', () => {
  const cases: [string, TrainingOptions, Partial<PretrainOptions<Wave>>, Record<string, unknown>][] = [
    [
      'seed',
      { seed: 8 },
      {},
      { differences: [{ what: 'initial.fingerprint' }, { what: 'training.seed', checkpoint: 7, now: 8 }] },
    ],
    [
      'rate',
      { learningRate: 0.5 },
      {},
      { differences: [{ what: 'training.learningRate', checkpoint: 0.001, now: 0.5 }] },
    ],
    [
      'length',
      { steps: 20 },
      {},
      {
        differences: [
          { what: 'training.steps', checkpoint: 14, now: 20 },
          { what: 'training.warmupSteps', checkpoint: 1, now: 2 },
        ],
      },
    ],
    [
      'optimizer',
      { optimizer: { kind: 'sgd', momentum: 0, weightDecay: 0 } },
      {},
      {
        differences: [
          { what: 'training.optimizer.kind', checkpoint: 'adamw', now: 'sgd' },
          { what: 'training.optimizer.betas', now: undefined },
          { what: 'training.optimizer.epsilon', checkpoint: 1e-8, now: undefined },
          { what: 'training.optimizer.weightDecay', checkpoint: 0.05, now: 0 },
          { what: 'training.optimizer.momentum', checkpoint: undefined, now: 0 },
        ],
      },
    ],
    ['mask ratio', {}, { maskRatio: 0.5 }, { differences: [{ what: 'loss.maskRatio', checkpoint: 0.75, now: 0.5 }] }],
    [
      'model',
      {},
      { model: { encoder: tinyStack } },
      {
        differences: [
          { what: 'initial.fingerprint' },
          { what: 'model.encoder.stochasticDepth', checkpoint: 0.3, now: 0 },
          { what: 'model.encoder.hiddenDropout', checkpoint: 0.1, now: 0 },
          { what: 'model.encoder.attentionDropout', checkpoint: 0.1, now: 0 },
          { what: 'model.encoder.attentionOutputDropout', checkpoint: 0.1, now: 0 },
          { what: 'model.encoder.positionDropout', checkpoint: 0.1, now: 0 },
          { what: 'model.headDropout', checkpoint: 0.1, now: 0 },
          { what: 'model.decoder.stochasticDepth', checkpoint: 0.3, now: 0 },
          { what: 'model.decoder.hiddenDropout', checkpoint: 0.1, now: 0 },
          { what: 'model.decoder.attentionDropout', checkpoint: 0.1, now: 0 },
          { what: 'model.decoder.attentionOutputDropout', checkpoint: 0.1, now: 0 },
          { what: 'model.decoder.positionDropout', checkpoint: 0.1, now: 0 },
          { what: 'model.decoder.dModel', checkpoint: 16, now: 180 },
          { what: 'model.decoder.heads', checkpoint: 2, now: 3 },
          { what: 'model.decoder.depth', checkpoint: 1, now: 2 },
          { what: 'model.decoder.feedForward', checkpoint: 32, now: 720 },
        ],
      },
    ],
    [
      'number of samples',
      {},
      { samples: makeWaves(21, [4, 9]) },
      { differences: [{ what: 'data.samples', checkpoint: 22, now: 21 }, { what: 'data.fingerprint' }] },
    ],
    ['samples', {}, { samples: makeWaves(22, [4, 9], 2) }, { differences: [{ what: 'data.fingerprint' }] }],
    [
      'tokenizer',
      {},
      { tokenizer: { ...waveTokenizer, toJSON: () => ({ name: 'waves', scale: 2 }) } },
      { differences: [{ what: 'tokenizer.scale', checkpoint: 1, now: 2 }] },
    ],
  ]
  it.each(cases)('%s', async (_, training, changes, fields) => {
    const folder = await folderWith(9)
    for (const resume of [true, 'auto'] as const) {
      const other = runToEnd(run(folder, { resume, ...training }, changes))
      await expect(other).rejects.toThrowRomae('CHECKPOINT_OTHER_RUN', fields)
    }
    expect(await readdir(folder)).toEqual([stepName(9)])
  })
})
