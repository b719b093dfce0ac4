import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Worker } from 'node:worker_threads'
import { describe, expect, it, onTestFinished } from 'vitest'
import { finetune } from '../../finetune.ts'
import { pretrain } from '../../pretrain.ts'
import type { WaveDataOptions, waveData } from '../../testing/wave-data.ts'
import { allRates, tinyStack } from '../../testing/waves.ts'
import { runToEnd } from '../../training/events.ts'
import type { TrainingOptions } from '../../training/options.ts'
import { tokenizeInWorkers, type WorkerOptions } from './tokenize-in-workers.ts'

const module = new URL('../../testing/wave-data.ts', import.meta.url)
const stack = { ...tinyStack, ...allRates }

const open = (options: WaveDataOptions = {}, others: WorkerOptions = {}) =>
  tokenizeInWorkers<typeof waveData>(module, { workers: 2, ...others, options })

async function run(data: Awaited<ReturnType<typeof open>>, training: TrainingOptions = {}) {
  const { tokenizer, samples } = data
  const options = { tokenizer, samples, model: { encoder: stack, decoder: stack } }
  const all = { epochs: 2, batchSize: 4, lengthBuckets: 2, seed: 3, ...training } as TrainingOptions
  return (await runToEnd(pretrain({ ...options, training: all }))).parameters
}

/** Counts worker threads of this process that run. */
function countThreads(): () => number {
  let running = 0
  const count = (worker: Worker) => {
    running++
    worker.once('exit', () => running--)
  }
  process.on('worker', count)
  onTestFinished(() => void process.off('worker', count))
  return () => running
}

describe('tokenizeInWorkers', () => {
  it('gives the same bytes with any number of workers, whatever is read ahead', async () => {
    const expected = await run(await open({}, { workers: 0 }), { prefetch: 0 })
    for (const [workers, prefetch] of [
      [1, 0],
      [2, 7],
      [3, 1],
    ] as const) {
      expect(await run(await open({}, { workers }), { prefetch })).toEqual(expected)
    }
  })

  it('gives what else the function gives, typed', async () => {
    const { labels, tokenizer, samples } = await open({ count: 8 }, { workers: 1 })
    const training = { steps: 2, batchSize: 4 }
    const model = await runToEnd(finetune({ tokenizer, samples, labels, model: { encoder: stack }, training }))
    expect(model.classes).toEqual(['fast', 'slow'])
  })

  it('serves one run after another', async () => {
    const data = await open()
    const first = await run(data, { epochs: 1 })
    expect(await run(data, { epochs: 1 })).toEqual(first)
  })

  it('ends its workers with the run, also when that is left early', async () => {
    const threads = countThreads()
    const { tokenizer, samples } = await open()
    for await (const event of pretrain({ tokenizer, samples, training: { steps: 50, batchSize: 4 } })) {
      if (event.type !== 'step') continue
      expect(threads()).toBe(2)
      break
    }
    expect(threads()).toBe(0)
  })
})

it('lets the process end, under tsx, when a run is abandoned', async () => {
  const script = fileURLToPath(new URL('../../testing/abandoned-run.ts', import.meta.url))
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const args = ['--conditions=@romae/source', '--import', loader, script]
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 })
  expect(stdout).toBe('step 1\n')
})

describe('the tokenizer', () => {
  it('that a run is given has to be that of the workers', async () => {
    const data = await open()
    const others = [
      ['state.scale', { ...data.tokenizer, toJSON: () => ({ name: 'waves', scale: 2 }) }],
      ['name', { ...data.tokenizer, name: 'ripples' }],
    ] as const
    for (const [field, tokenizer] of others) {
      await expect(run({ ...data, tokenizer })).rejects.toThrowRomae('TRAINER_WORKER_TOKENIZER', { field })
    }
  })

  it('that a worker makes has to be that of the thread that asks', async () => {
    await expect(run(await open({ scaleInWorkers: 2 }, { workers: 1 }))).rejects.toThrowRomae('TRAINER_DATA_MODULE', {
      reason: expect.stringContaining('another tokenizer: state.scale is 2 in a worker, and was 1 before'),
    })
  })
})

describe('a failure in a worker', () => {
  it.each([
    ['throws', 'TRAINER_SAMPLE_UNREADABLE', { sample: 13, reason: 'the file is empty' }],
    ['throws a RomaeError', 'TRAINER_VALUE_NOT_FINITE', { what: 'time', sample: 13 }],
    [
      'exits',
      'TRAINER_WORKER_ENDED',
      { reason: 'it exited with code 3', samples: expect.arrayContaining([13]) as readonly number[] },
    ],
  ] as const)('that %s is a typed error', async (does, code, fields) => {
    const threads = countThreads()
    await expect(run(await open({ at: 13, does }))).rejects.toThrowRomae(code, fields)
    expect(threads()).toBe(0)
  })

  it('that fills its memory is a typed error', async () => {
    const resourceLimits = { maxOldGenerationSizeMb: 96 }
    const data = await open({ at: 13, does: 'fills the memory' }, { workers: 1, resourceLimits })
    await expect(run(data)).rejects.toThrowRomae('TRAINER_WORKER_ENDED', {
      reason: expect.stringContaining('memory limit'),
      samples: expect.arrayContaining([13]),
    })
  })

  it('keeps the fields of the error and its cause', async () => {
    const error = await run(await open({ at: 13, does: 'throws' }, { workers: 1 })).catch((cause: unknown) => cause)
    expect(error).toMatchObject({ fields: { sample: 13 }, cause: { message: 'the file is empty' } })
  })
})

describe('a data module that cannot be used:', () => {
  it.each([
    [new URL('./absent.js', import.meta.url), {}, 'it cannot be imported: '],
    [module, { export: 'absent' }, 'its export "absent" is no function'],
    [module, { export: 'number' }, 'its export "number" is no function'],
    [module, { export: 'broken' }, 'broken() failed: no such folder'],
    [module, { export: 'nothing' }, 'nothing() gave no samples'],
  ])('%s %o', async (url, options, reason) => {
    await expect(tokenizeInWorkers(url, options)).rejects.toThrowRomae('TRAINER_DATA_MODULE', {
      module: url.href,
      reason: expect.stringContaining(reason),
    })
  })

  it('other data in the worker', async () => {
    await expect(run(await open({ moreInWorkers: 2 }, { workers: 1 }))).rejects.toThrowRomae('TRAINER_DATA_MODULE', {
      reason: expect.stringContaining('default() gave 24 samples in a worker, and 22 before'),
    })
  })

  it('wrong options', async () => {
    await expect(tokenizeInWorkers('./data.js' as never)).rejects.toThrowRomae('TRAINER_OPTION', { key: 'module' })
    await expect(open({}, { workers: -1 })).rejects.toThrowRomae('TRAINER_OPTION', { key: 'workers' })
    await expect(open({}, { worker: 1 } as never)).rejects.toThrowRomae('TRAINER_UNKNOWN_OPTION', {
      key: 'worker',
      known: expect.arrayContaining(['workers']),
    })
  })
})
