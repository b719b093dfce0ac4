import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import type { Engine } from '@romae/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testEngine } from '../../testing/engines.ts'
import { everythingOn, resumableOptions } from '../../testing/resumable-run.ts'
import { makeWaves } from '../../testing/waves.ts'
import { runToEnd, type TrainingEvent } from '../../training/events.ts'
import type { TrainingOptions } from '../../training/options.ts'
import { pretrain } from '../runs.ts'
import { logTo } from './log-to.ts'
import { type LoggedEvent, readMetrics } from './metrics.ts'

/** Of 6 in an epoch: one that is whole, checkpoints in it and at its end, and a part of the next. */
const steps = 8
/** With every option on, steps are skipped, and evaluations get better and worse. */
const manySteps = { steps: 14 }
let engine: Engine
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.dispose())

function run(folder: string, more: Partial<TrainingOptions> = {}, options = resumableOptions) {
  const training = { steps, checkpointFolder: join(folder, 'training'), checkpointEvery: 3, engine, ...more }
  return pretrain(options(training))
}

/** Every option on; the run ends early, because evaluations get no better. */
function endingEarly(training: TrainingOptions) {
  const options = everythingOn(training)
  return { ...options, evaluation: { ...options.evaluation!, samples: makeWaves(7, [4, 9], 9), every: 1, patience: 5 } }
}

/** Logs a run until `isOver`, then leaves it as a process does that is killed, before or after it has logged the event. */
async function logUntil(
  folder: string,
  isOver: (event: TrainingEvent, count: number) => boolean,
  more: Partial<TrainingOptions> = {},
  last: 'logged' | 'lost' = 'logged',
  options = resumableOptions,
): Promise<void> {
  const log = logTo(folder)
  let count = 0
  for await (const event of run(folder, more, options)) {
    const over = isOver(event, ++count)
    if (!over || last === 'logged') await log(event)
    if (over) return
  }
}

/** All but what the clock says. */
async function timeless(folder: string): Promise<object[]> {
  return (await readMetrics(folder)).map(({ time, milliseconds, waitMilliseconds, ...rest }) => rest)
}

async function json(folder: string, file: string): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, file), 'utf8'))
}

describe('logTo', () => {
  it('writes what is trained, where, and one line an event', async () => {
    const folder = await temporaryFolder()
    const events: TrainingEvent[] = []
    const log = logTo(folder, { settings: { source: 'waves' }, session: { command: 'test' } })
    await runToEnd(run(folder), async (event) => {
      events.push(event)
      await log(event)
    })
    expect((await readdir(folder)).sort()).toEqual([
      'config.json',
      'environment.json',
      'metrics.jsonl',
      'plan.json',
      'training',
    ])
    expect(await json(folder, 'config.json')).toMatchObject({
      task: 'pretraining',
      training: { steps },
      source: 'waves',
    })
    expect(await json(folder, 'plan.json')).toMatchObject({ steps, samples: 22, epochs: 2 })
    expect(await json(folder, 'environment.json')).toEqual([
      expect.objectContaining({
        resumedAfter: null,
        command: 'test',
        versions: expect.objectContaining({ node: process.versions.node }),
        engine: engine.info,
      }),
    ])
    const lines = await readMetrics(folder)
    expect(lines.map(({ type }) => type)).toEqual(events.slice(1).map(({ type }) => type))
    const step = events.find((event) => event.type === 'step')!
    expect(lines[0]).toEqual({ ...step, time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) })
    expect(lines.filter(({ type }) => type === 'checkpoint').map(({ folder }) => folder)).toContain(
      'training/step-00000003',
    )
    expect(lines.at(-1)).toMatchObject({ type: 'finish', step: steps, stopped: false })
  })

  it.each([
    ['logged', () => true],
    // Of all others a run leaves what it left at the event before.
    ['lost', (type: string) => type === 'checkpoint' || type === 'finish'],
  ] as const)('goes on after a kill at any event, which was %s, as if nothing had happened', async (last, counts) => {
    const whole = await temporaryFolder()
    await logUntil(whole, () => false)
    const expected = await timeless(whole)
    const types = ['start', ...expected.map((event) => (event as LoggedEvent).type)]
    expect(types.filter(counts).length).toBeGreaterThan(2)
    for (const [index, type] of types.entries()) {
      if (!counts(type)) continue
      const folder = await temporaryFolder()
      await logUntil(folder, (_, count) => count === index + 1, {}, last)
      await logUntil(folder, () => false, { resume: 'auto' })
      expect(await timeless(folder), `killed at event ${index + 1}, ${type}`).toEqual(expected)
    }
  })

  it.each([
    ['all its steps', everythingOn],
    ['an early end', endingEarly],
  ])('does so with every option on, for %s', async (_, options) => {
    const whole = await temporaryFolder()
    await logUntil(whole, () => false, manySteps, 'logged', options)
    const expected = await timeless(whole)
    expect(new Set(expected.map((event) => (event as LoggedEvent).type))).toContain('skip')
    expect(expected.at(-1)).toMatchObject({ reason: options === endingEarly ? 'patience' : 'steps' })
    for (let kill = 2; kill <= expected.length; kill += 9) {
      const folder = await temporaryFolder()
      await logUntil(folder, (_, count) => count === kill, manySteps, kill % 2 === 0 ? 'logged' : 'lost', options)
      await logUntil(folder, () => false, { ...manySteps, resume: 'auto' }, 'logged', options)
      expect(await timeless(folder), `killed at event ${kill}`).toEqual(expected)
    }
  })

  // Before, at and after a checkpoint, at the end of an epoch, and before the last step.
  it('goes on after a stop at a step, as if nothing had happened', async () => {
    const whole = await temporaryFolder()
    await logUntil(whole, () => false)
    const expected = await timeless(whole)
    for (const stop of [1, 3, 6, 7]) {
      const folder = await temporaryFolder()
      const controller = new AbortController()
      const stopAt = (event: TrainingEvent) => {
        if (event.type === 'step' && event.step === stop) controller.abort()
        return false
      }
      await logUntil(folder, stopAt, { signal: controller.signal })
      expect((await readMetrics(folder)).at(-1)).toMatchObject({ type: 'finish', step: stop, stopped: true })
      await logUntil(folder, () => false, { resume: true })
      expect(await timeless(folder), `stopped after step ${stop}`).toEqual(expected)
    }
  })

  it('counts sessions, and cuts a torn last line off', async () => {
    const folder = await temporaryFolder()
    await logUntil(folder, (event) => event.type === 'checkpoint')
    await appendFile(join(folder, 'metrics.jsonl'), '{"type":"step","st')
    expect(await readMetrics(folder)).toHaveLength(4)
    await logUntil(folder, () => false, { resume: true })
    expect((await json(folder, 'environment.json')) as object[]).toMatchObject([
      { resumedAfter: null },
      { resumedAfter: 3 },
    ])
    expect((await readMetrics(folder)).filter(({ type }) => type === 'step').map(({ step }) => step)).toEqual(
      Array.from({ length: steps }, (_, index) => index + 1),
    )
  })

  it('begins anew where the run does', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'metrics.jsonl'), '{"type":"step","step":1,"loss":7}\n')
    await logUntil(folder, (event) => event.type === 'step')
    expect(await readMetrics(folder)).toEqual([expect.not.objectContaining({ loss: 7 })])
  })

  it('ends the run, and leaves its checkpoint whole, where it cannot write', async () => {
    const folder = await temporaryFolder()
    const log = logTo(folder)
    const observe = async (event: TrainingEvent) => {
      await log(event)
      if (event.type !== 'checkpoint') return
      await rm(join(folder, 'metrics.jsonl'))
      await mkdir(join(folder, 'metrics.jsonl'))
    }
    await expect(runToEnd(run(folder), observe)).rejects.toThrowRomae('RUN_LOG_UNWRITABLE', { path: folder })
    await expect(readdir(join(folder, 'training'))).resolves.toEqual(['step-00000003'])
  })

  it('refuses to go on with a file that is no log', async () => {
    const folder = await temporaryFolder()
    await logUntil(folder, (event) => event.type === 'checkpoint')
    await writeFile(join(folder, 'metrics.jsonl'), 'hello\n')
    const resumed = logUntil(folder, () => false, { resume: true })
    await expect(resumed).rejects.toThrowRomae('RUN_LOG_UNREADABLE', { reason: expect.stringContaining('line 1') })
  })
})

describe('readMetrics', () => {
  it('says which file is not there', async () => {
    const folder = await temporaryFolder()
    await expect(readMetrics(folder)).rejects.toThrowRomae('RUN_LOG_UNREADABLE', {
      path: join(folder, 'metrics.jsonl'),
    })
  })

  it.each([
    '{"type":"step","step":1,"loss":"<b>"}',
    '{"type":"epoch","step":1,"meanLoss":[1]}',
    `{"type":"x","step":1,"field":${'['.repeat(1e5)}${']'.repeat(1e5)}}`,
  ])('refuses %.60s', async (line) => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'metrics.jsonl'), `${line}\n`)
    await expect(readMetrics(folder)).rejects.toThrowRomae('RUN_LOG_UNREADABLE', {
      reason: expect.stringContaining('line 1 is no event'),
    })
  })

  it('gives events of any type', async () => {
    const folder = await temporaryFolder()
    const line: LoggedEvent = { type: 'epoch', step: 3, time: '2026-01-01T00:00:00.000Z', epoch: 1 }
    await writeFile(join(folder, 'metrics.jsonl'), `${JSON.stringify(line)}\n`)
    expect(await readMetrics(folder)).toEqual([line])
  })
})
