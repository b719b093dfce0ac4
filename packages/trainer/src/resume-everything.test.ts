import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import type { Engine } from '@romae/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listSteps, stepName } from './checkpoints/find-checkpoint.ts'
import { folderStorage } from './node/folder-storage.ts'
import { loadModel } from './node/load-model.ts'
import type { TrainingOptions } from './node/runs.ts'
import { type PretrainOptions, pretrain } from './node/runs.ts'
import { checksumsOf, eventsOf, rewrite } from './testing/checkpoints.ts'
import { testEngine } from './testing/engines.ts'
import { everythingOn } from './testing/resumable-run.ts'
import type { Wave } from './testing/waves.ts'
import { runToEnd, type TrainingEvent } from './training/events.ts'

const steps = 14 // of 6 in an epoch
let engine: Engine
/** The checkpoints of every step of a run that nothing interrupted, and its events. */
const whole = await temporaryFolder()
let wholeEvents: TrainingEvent[]

function run(checkpointFolder: string, training: TrainingOptions = {}, changes: Partial<PretrainOptions<Wave>> = {}) {
  return pretrain({ ...everythingOn({ steps, checkpointFolder, checkpointEvery: 1, engine, ...training }), ...changes })
}

beforeAll(async () => {
  engine = await testEngine()
  wholeEvents = await eventsOf(run(whole, { keepCheckpoints: 'all' }))
})
afterAll(async () => {
  await engine.dispose()
})

/** A run's folder as it was after a step: the newest two checkpoints, and the best one. */
async function folderAfter(step: number): Promise<string> {
  const folder = await temporaryFolder()
  const evaluations = wholeEvents.flatMap((event) => (event.type === 'evaluation' && event.step <= step ? [event] : []))
  const kept = new Set([step - 1, step, evaluations.at(-1)?.best?.step ?? step])
  for (const one of kept) {
    if (one > 0) await cp(join(whole, stepName(one)), join(folder, stepName(one)), { recursive: true })
  }
  return folder
}

/** What happened after a step, but for how long it took and where it was saved. */
function eventsAfter(events: readonly TrainingEvent[], step: number) {
  return events.flatMap((event) => {
    if (event.type === 'start' || event.type === 'resume') return []
    if (event.type === 'epoch' ? event.epoch * 6 <= step : event.step <= step) return []
    const { milliseconds, waitMilliseconds, folder, ...rest } = event as unknown as Record<string, unknown>
    return [rest]
  })
}

describe('a run with every option on', () => {
  it('really has all of them at work', async () => {
    const types = new Set(wholeEvents.map(({ type }) => type))
    expect([...types].sort()).toEqual(['checkpoint', 'epoch', 'evaluation', 'finish', 'skip', 'start', 'step'])
    const end = wholeEvents.at(-1) as Extract<TrainingEvent, { type: 'finish' }>
    expect(end).toMatchObject({ reason: 'steps', step: steps })
    expect(end.skippedSteps).toBeGreaterThan(1)
    const improved = wholeEvents.flatMap((event) => (event.type === 'evaluation' ? [event.improved] : []))
    expect(new Set(improved)).toEqual(new Set([true, false]))
    expect(end.modelStep).toBeLessThan(steps)
  })

  it.each(Array.from({ length: steps - 1 }, (_, index) => index + 1))('goes on exactly after step %d', async (step) => {
    const folder = await folderAfter(step)
    const events = await eventsOf(run(folder, { resume: true }))
    expect(events[1]).toMatchObject({ type: 'resume', step, changed: [] })
    expect(eventsAfter(events, step)).toEqual(eventsAfter(wholeEvents, step))
    expect(await checksumsOf(join(folder, stepName(steps)))).toEqual(await checksumsOf(join(whole, stepName(steps))))
    const { model } = events.at(-1) as Extract<TrainingEvent, { type: 'finish' }>
    expect(await loadModel(folder, { checkpoint: 'best' })).toEqual(model)
  })

  it('stops at the step of a signal with a checkpoint, again and again, and ends the same', async () => {
    const folder = await temporaryFolder()
    for (let end = 3; end < steps; end += 3) {
      const controller = new AbortController()
      const stopping = run(folder, { resume: 'auto', checkpointEvery: 100, signal: controller.signal })
      const events: TrainingEvent[] = []
      await runToEnd(stopping, (event) => {
        events.push(event)
        if ((event.type === 'step' || event.type === 'skip') && event.step === end) controller.abort()
      })
      expect(events.at(-1)).toMatchObject({ type: 'finish', reason: 'signal', stopped: true, step: end })
      expect((await listSteps(folderStorage(folder)))[0]).toBe(end)
    }
    await runToEnd(run(folder, { resume: true, checkpointEvery: 100 }))
    expect(await checksumsOf(join(folder, stepName(steps)))).toEqual(await checksumsOf(join(whole, stepName(steps))))
  })

  it('that ended for want of improvement stays ended', async () => {
    const folder = await temporaryFolder()
    const { evaluation } = everythingOn({})
    const impatient = { evaluation: { ...evaluation!, every: 1, patience: 1 } }
    const events = await eventsOf(run(folder, {}, impatient))
    const end = events.at(-1) as Extract<TrainingEvent, { type: 'finish' }>
    expect(end.reason).toBe('patience')
    const again = await eventsOf(run(folder, { resume: true }, impatient))
    expect(again.map(({ type }) => type)).toEqual(['start', 'resume', 'epoch', 'finish'])
    expect(again[3]).toEqual(end)
  })

  it('may stop where it skipped, and the other way round', async () => {
    const folder = await folderAfter(4)
    const { onNonFinite, ...strict } = everythingOn({ steps, checkpointFolder: folder, engine, resume: true }).training
    const options = everythingOn({ ...strict, onNonFinite: 'stop' })
    await expect(runToEnd(pretrain(options))).rejects.toThrowRomae('TRAINER_NOT_FINITE')
  })

  it('is not resumed as another one', async () => {
    const folder = await folderAfter(6)
    const { evaluation } = everythingOn({})
    const cases: [TrainingOptions, Partial<PretrainOptions<Wave>>, object][] = [
      [{ emaDecay: 0.5 }, {}, { what: 'training.emaDecay', now: 0.5, checkpoint: 0.9 }],
      [{ gradientAccumulationSteps: 2 }, {}, { what: 'training.gradientAccumulationSteps', now: 2, checkpoint: 3 }],
      [{ layerDecay: 1 }, {}, { what: 'training.layerDecay', now: 1, checkpoint: 0.8 }],
      [{ weightDecayOn: 'all' }, {}, { what: 'training.weightDecayOn', now: 'all', checkpoint: 'matrices' }],
      [{}, { evaluation: { ...evaluation!, every: 3 } }, { what: 'evaluation.every', now: 3, checkpoint: 2 }],
      [
        {},
        { evaluation: { ...evaluation!, samples: [...(evaluation!.samples as Wave[])].reverse() } },
        { what: 'evaluation.data.fingerprint' },
      ],
    ]
    for (const [training, changes, difference] of cases) {
      await expect(runToEnd(run(folder, { resume: true, ...training }, changes))).rejects.toThrowRomae(
        'CHECKPOINT_OTHER_RUN',
        {
          folder: join(folder, stepName(6)),
          differences: [expect.objectContaining(difference)],
        },
      )
    }
  })

  it.each([
    [/"skippedInRow": \d+/, '"skippedInRow": 99', 'cannot be skipped, 99 in a row'],
    [/"epochSteps": \d+/, '"epochSteps": -1', 'epochSteps must be a count; got -1'],
    [/"sinceBest": \d+/, '"sinceBest": "x"', 'selection must have best and sinceBest'],
  ])('is not resumed from a state that cannot be: %s', async (pattern, replacement, reason) => {
    const folder = await folderAfter(6)
    await rewrite(join(folder, stepName(6)), 'run.json', (text) => text.replace(pattern, replacement))
    await expect(runToEnd(run(folder, { resume: true }))).rejects.toThrowRomae('CHECKPOINT_UNREADABLE', {
      reason: expect.stringContaining(reason),
    })
  })

  it('needs the checkpoint of the best evaluation that it is to end with', async () => {
    const last = steps - 1
    const folder = await folderAfter(last)
    const [best] = (await listSteps(folderStorage(folder))).reverse()
    expect(best).toBeLessThan(last - 1)
    await rm(join(folder, stepName(best!)), { recursive: true })
    await expect(runToEnd(run(folder, { resume: true }))).rejects.toThrowRomae('CHECKPOINT_UNREADABLE', {
      path: join(folder, stepName(best!)),
    })
  })
})
