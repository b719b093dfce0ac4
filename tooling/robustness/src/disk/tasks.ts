import { mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Engine } from '@romae/engine'
import { loadModel, logTo, pretrain, type RomaeModel, readMetrics, runToEnd, saveModel } from '@romae/trainer/node'
import { smallRun } from '../small-run.ts'

/** Work that writes to a folder, and what must hold after it has failed midway. */
export interface DiskTask {
  readonly name: string
  /** Makes what is there before the work begins. */
  prepare(folder: string): Promise<void>
  work(folder: string): Promise<void>
  /** Looks at a folder in which the work has failed, before there is room again. @returns problems */
  survives(folder: string): Promise<string[]>
  /** Looks at a folder after the work has been done. @returns problems */
  done(folder: string): Promise<string[]>
  /** The names in the folder in which new files appear before they get their place; none where it is not there. */
  writtenNames(folder: string): Promise<string[]>
}

/** A run that logs and saves every step, goes on from its first checkpoint; and a model saved over another one. */
export async function diskTasks(engine: Engine, scratch: string): Promise<DiskTask[]> {
  return [await runTask(engine, path.join(scratch, 'uninterrupted')), await saveTask(engine)]
}

const steps = 3
const stepFolder = (run: string, step: number) => path.join(run, `step-0000000${step}`)

async function runTask(engine: Engine, whole: string): Promise<DiskTask> {
  const train = async (run: string, until: number) => {
    const controller = new AbortController()
    const log = logTo(run)
    const training = {
      steps,
      checkpointEvery: 1,
      checkpointFolder: run,
      resume: 'auto',
      signal: controller.signal,
    } as const
    await runToEnd(pretrain(smallRun({ ...training, engine, width: 32 })), async (event) => {
      await log(event)
      if (event.type === 'step' && event.step === until) controller.abort()
    })
  }
  await train(whole, steps)
  const newest = async (run: string) =>
    (await readdir(run))
      .filter((name) => /^step-\d+$/.test(name))
      .sort()
      .at(-1)
  return {
    name: 'run',
    prepare: (folder) => train(path.join(folder, 'run'), 1),
    work: (folder) => train(path.join(folder, 'run'), steps),
    async survives(folder) {
      const run = path.join(folder, 'run')
      const skipped: unknown[] = []
      const model = await loadModel(run, { onSkipped: (list) => skipped.push(...list) })
      const name = await newest(run)
      if (skipped.length > 0) return [`torn checkpoints are visible: ${JSON.stringify(skipped)}`]
      if (name === undefined) return ['no checkpoint is left']
      const expected = Number(name.slice(-1)) < steps ? null : await loadModel(stepFolder(whole, steps))
      return expected === null || sameWeights(model, expected) ? [] : ['the newest checkpoint is another']
    },
    async done(folder) {
      const run = path.join(folder, 'run')
      const problems: string[] = []
      for (const file of ['model.safetensors', 'optimizer.safetensors', 'model_config.json']) {
        const [got, expected] = [stepFolder(run, steps), stepFolder(whole, steps)].map((from) => path.join(from, file))
        if (!(await readFile(got!)).equals(await readFile(expected!)))
          problems.push(`${file} is not the uninterrupted run's`)
      }
      const logged = (await readMetrics(run)).filter(({ type }) => type === 'step').map(({ step }) => step)
      if (logged.join() !== '1,2,3') problems.push(`the log has the steps ${logged.join()}`)
      const left = (await readdir(run)).filter((name) => /\.(writing|removing|tmp)$/.test(name))
      return left.length === 0 ? problems : [...problems, `left behind: ${left.join()}`]
    },
    async writtenNames(folder) {
      const run = path.join(folder, 'run')
      const writing = (await namesIn(run)).find((name) => /^step-00000002\..*writing$/.test(name))
      return writing === undefined ? [] : namesIn(path.join(run, writing))
    },
  }
}

async function saveTask(engine: Engine): Promise<DiskTask> {
  const train = (seed: number) => runToEnd(pretrain(smallRun({ steps: 1, engine, seed, width: 32 })))
  const [before, after] = [await train(1), await train(2)]
  const place = (folder: string) => path.join(folder, 'saved')
  const holds = async (folder: string, model: RomaeModel) => {
    return sameWeights(await loadModel(place(folder)), model) ? [] : ['the saved model is another']
  }
  return {
    name: 'saved model',
    async prepare(folder) {
      await mkdir(place(folder), { recursive: true })
      await saveModel(place(folder), before)
    },
    work: (folder) => saveModel(place(folder), after),
    // What fails after the files have their names, such as flushing the folder, leaves the new model, and it is whole.
    async survives(folder) {
      const problems = await holds(folder, before)
      return problems.length === 0 ? [] : holds(folder, after)
    },
    async done(folder) {
      const left = (await readdir(place(folder))).filter((name) => name.endsWith('.tmp'))
      return [...(await holds(folder, after)), ...left.map((name) => `left behind: ${name}`)]
    },
    writtenNames: (folder) => namesIn(place(folder)),
  }
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])

function sameWeights(a: RomaeModel, b: RomaeModel): boolean {
  return Object.entries(a.parameters).every(([name, values]) => {
    const others = b.parameters[name]!
    return values.length === others.length && values.every((value, index) => Object.is(value, others[index]))
  })
}
