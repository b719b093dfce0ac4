import { type Communicator, inProcessCommunicators } from '@romae/engine'
import { describe, expect, it } from 'vitest'
import type { CheckpointStorage } from '../checkpoints/checkpoint-storage.ts'
import { finetune } from '../finetune.ts'
import { pretrain } from '../pretrain.ts'
import { eventsOf } from '../testing/checkpoints.ts'
import { openEngine } from '../testing/engines.ts'
import { memoryStorage } from '../testing/memory-storage.ts'
import { everythingOn, resumableOptions } from '../testing/resumable-run.ts'
import { allRates, makeWaves, tinyStack, waveTokenizer } from '../testing/waves.ts'
import type { TrainingEvent, TrainingRun } from '../training/events.ts'
import type { TrainingOptions } from '../training/options.ts'

type MakeRun = (training: TrainingOptions, rank?: number) => TrainingRun

/** What a run says that is not its time, and its parameters. */
async function saidBy(run: TrainingRun) {
  const events = await eventsOf(run)
  const { model } = events.at(-1) as Extract<TrainingEvent, { type: 'finish' }>
  const said = events.filter(({ type }) => !['start', 'finish', 'resume'].includes(type)).map(withoutTimes)
  return { said, parameters: model.parameters }
}

function withoutTimes(event: TrainingEvent): unknown {
  const { milliseconds, waitMilliseconds, ...said } = event as { milliseconds?: number; waitMilliseconds?: number }
  return said
}

/** The runs of so many ranks, on an engine of their own each: two steps at once would wait for each other on one. */
function runRanks(size: number, makeRun: MakeRun, more: TrainingOptions = {}) {
  return Promise.all(inProcessCommunicators(size).map((communicator) => runRank(communicator, makeRun, more)))
}

async function runRank(communicator: Communicator, makeRun: MakeRun, more: TrainingOptions = {}) {
  const engine = await openEngine()
  try {
    return await saidBy(makeRun({ ...more, engine, communicator }, communicator.rank))
  } catch (error) {
    return { error: error as Error }
  }
}

/** All files of all checkpoints. */
async function contentsOf(storage: CheckpointStorage) {
  const names = ['model.safetensors', 'optimizer.safetensors', 'romae.json']
  const files = (await storage.list()).flatMap((step) => names.map((name) => [step, name] as const))
  return Promise.all(files.map(async ([step, name]) => [step, name, await storage.read(step, name)]))
}

const pretraining: MakeRun = (training) => pretrain(resumableOptions(training))

const finetuning: MakeRun = (training) => {
  const samples = makeWaves(21, [4, 9])
  const evaluation = makeWaves(7, [4, 9], 5)
  return finetune({
    tokenizer: waveTokenizer,
    samples,
    labels: samples.map(({ label }) => label),
    classWeights: [1, 5],
    labelSmoothing: 0.1,
    model: { encoder: { ...tinyStack, ...allRates } },
    evaluation: { samples: evaluation, labels: evaluation.map(({ label }) => label), every: 3, batchSize: 3 },
    training: { batchSize: 8, lengthBuckets: 2, ...training },
  })
}

/** Buckets of 11 in batches of 4: the last is of 3, of two ranks in pieces of 2 and 1. */
const raggedPretraining = ['pre-training, of ragged samples in buckets, everything dropping', pretraining] as const
/** Batches of 8 and of 2 or 3: some ranks have no rows of those. */
const weightedFinetuning = [
  'fine-tuning, with class weights and evaluations, some batches without rows for some',
  finetuning,
] as const

describe('ranks whose sums are in their order', () => {
  it.each([
    [2, ...raggedPretraining, { steps: 8, emaDecay: 0.9 }],
    [2, ...weightedFinetuning, { steps: 7 }],
    [3, ...raggedPretraining, { steps: 8 }],
    [3, ...weightedFinetuning, { steps: 7 }],
    [4, ...weightedFinetuning, { steps: 7 }],
  ])('%s are as many micro-batches of one process, byte for byte: %s', async (size, _, makeRun, training) => {
    const storages = [memoryStorage(), memoryStorage()] as const
    const checkpoints = { checkpointEvery: 3, keepCheckpoints: 'all' } as const
    const engine = await openEngine()
    const accumulating = { ...training, gradientAccumulationSteps: size, engine }
    const alone = await saidBy(makeRun({ ...accumulating, ...checkpoints, checkpointStorage: storages[0] }))
    const ranks = await runRanks(size, makeRun, { ...training, ...checkpoints, checkpointStorage: storages[1] })
    for (const rank of ranks) expect(rank).toEqual(alone)
    expect(await contentsOf(storages[1])).toEqual(await contentsOf(storages[0]))
  })
})

describe('a run of ranks', () => {
  it('has the same bits on all with every option on that has a state, skipped steps too', async () => {
    const makeRun: MakeRun = (training) => pretrain(everythingOn(training))
    const [first, second] = await runRanks(2, makeRun, { steps: 7 })
    expect(second).toEqual(first)
    expect(first).toHaveProperty('said', expect.arrayContaining([expect.objectContaining({ type: 'skip' })]))
  })

  it('goes on from a checkpoint with any number of ranks, exactly with the same', async () => {
    const whole = memoryStorage()
    await runRanks(2, pretraining, { steps: 6, checkpointEvery: 3, checkpointStorage: whole })
    const stopped = memoryStorage()
    const stop = new AbortController()
    // Rank 1 alone is told: all stop.
    const makeRun: MakeRun = (training, rank) =>
      stoppedAfter(pretraining({ ...training, ...(rank === 1 && { signal: stop.signal }) }), 3, () => stop.abort())
    const ended = await runRanks(2, makeRun, { steps: 6, checkpointEvery: 3, checkpointStorage: stopped })
    expect(ended[0]).toEqual(ended[1])
    expect(await stopped.list()).toEqual(['step-00000003', 'step-00000004'])
    await runRanks(2, pretraining, { steps: 6, checkpointEvery: 3, checkpointStorage: stopped, resume: true })
    const newest = async (storage: CheckpointStorage) =>
      (await contentsOf(storage)).filter(([step]) => step === 'step-00000006')
    expect(await newest(stopped)).toEqual(await newest(whole))
    const [three] = await runRanks(3, pretraining, {
      steps: 6,
      checkpointEvery: 3,
      checkpointStorage: stopped,
      resume: true,
    })
    expect(three).toHaveProperty('parameters')
  })

  it('is refused where a rank has other data, with both sides named', async () => {
    const makeRun: MakeRun = (training, rank) =>
      pretrain({ ...resumableOptions(training), samples: makeWaves(22 + (rank === 1 ? 1 : 0), [4, 9]) })
    const [first, second] = await runRanks(2, makeRun, { steps: 2 })
    expect(() => fail(second)).toThrowRomae('TRAINER_RANKS_DIFFER', { rank: 1 })
    expect((second as { error: Error }).error.message).toContain('data.samples is 23 here, rank 0 has 22')
    expect(() => fail(first)).toThrowRomae('TRAINER_RANK_FAILED', { rank: 1 })
  })

  it.each([
    ['its options are wrong', (training: TrainingOptions) => ({ ...training, batchSize: 0 }), 'TRAINER_OPTION'],
    ['it cannot write', (training: TrainingOptions) => training, 'CHECKPOINT_UNWRITABLE'],
  ])('ends on all ranks where %s', async (_, change, code) => {
    const full: CheckpointStorage = { ...memoryStorage(), replace: () => Promise.reject(new Error('no space left')) }
    const makeRun: MakeRun = (training, rank) =>
      pretraining(
        rank === 0
          ? change({ ...training, checkpointStorage: full })
          : { ...training, checkpointStorage: memoryStorage() },
      )
    const [first, second] = await runRanks(2, makeRun, { steps: 2 })
    expect(() => fail(first)).toThrowRomae(code, {})
    expect(() => fail(second)).toThrow('rank 0 failed: ')
  })

  it('ends on all ranks where one cannot read its samples, of which each reads its own', async () => {
    const asked: Set<number>[] = [new Set(), new Set()]
    const waves = makeWaves(22, 9)
    const makeRun =
      (broken: boolean): MakeRun =>
      (training, rank = 0) => {
        const source = {
          length: waves.length,
          tokenCounts: 9,
          sample(index: number) {
            asked[rank]!.add(index)
            if (broken && rank === 1 && asked[1]!.size > 10) throw new Error('torn')
            return waves[index]!
          },
        }
        return pretrain({ ...resumableOptions(training), samples: source })
      }
    const well = await runRanks(2, makeRun(false), { epochs: 1 })
    expect(well[0]).toEqual(well[1])
    // Eight are looked at by all.
    expect(asked[0]!.size + asked[1]!.size).toBeLessThanOrEqual(22 + 8)
    for (const one of asked) one.clear()
    const [first, second] = await runRanks(2, makeRun(true), { epochs: 1 })
    expect(() => fail(second)).toThrow('torn')
    expect(() => fail(first)).toThrowRomae('TRAINER_RANK_FAILED', { rank: 1 })
  })
})

function fail(outcome: unknown): void {
  const { error } = outcome as { error?: Error }
  if (error !== undefined) throw error
}

async function* stoppedAfter(run: TrainingRun, step: number, stop: () => void): TrainingRun {
  for (;;) {
    const next = await run.next()
    if (next.done === true) return next.value
    if (next.value.type === 'step' && next.value.step === step) stop()
    yield next.value
  }
}
