import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { temporaryFolder } from '@romae/build/temporary-folder'
import type { Engine } from '@romae/engine'
import { expect, it } from 'vitest'
import { pretrain } from '../node/runs.ts'
import { openEngine } from '../testing/engines.ts'
import { resumableOptions } from '../testing/resumable-run.ts'
import { runToEnd } from './events.ts'
import type { TrainingOptions } from './options.ts'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/** The engine, and weak references to the vectors that its training sessions were given. */
function watch(engine: Engine): { engine: Engine; given: WeakRef<Float32Array>[] } {
  const given: WeakRef<Float32Array>[] = []
  const train: Engine['train'] = (program, options) => {
    given.push(new WeakRef(options.parameters))
    const session = engine.train(program, options)
    return new Proxy(session, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target)
        if (typeof value !== 'function') return value
        return (...values: unknown[]) => {
          if (name === 'restore') {
            const { parameters, moments } = values[0] as Parameters<typeof target.restore>[0]
            for (const vector of [parameters, ...moments]) given.push(new WeakRef(vector))
          }
          return (value as (...values: unknown[]) => unknown).apply(target, values)
        }
      },
    })
  }
  return { engine: { ...engine, info: engine.info, train }, given }
}

/** How many vectors a run gave its session, and how many of them are still there two steps later. */
async function vectorsOf(training: TrainingOptions): Promise<{ given: number; held: number }> {
  const { engine, given } = watch(await openEngine())
  const run = pretrain(resumableOptions({ ...training, engine }))
  for (let steps = 0; steps < 2; ) {
    const { value, done } = await run.next()
    if (!done && value.type === 'step') steps++
  }
  // The run waits here, with all that its loop holds.
  collectGarbage()
  await new Promise((resolve) => setTimeout(resolve, 10))
  collectGarbage()
  const held = given.filter((vector) => vector.deref() !== undefined).length
  await run.return(undefined as never)
  return { given: given.length, held }
}

it('a run holds neither the values that it starts from nor those that it goes on from', async () => {
  expect(await vectorsOf({ steps: 6 })).toEqual({ given: 1, held: 0 })

  const training = { steps: 6, checkpointFolder: await temporaryFolder(), checkpointEvery: 3 }
  const controller = new AbortController()
  await runToEnd(pretrain(resumableOptions({ ...training, signal: controller.signal })), ({ type }) => {
    if (type === 'checkpoint') controller.abort()
  })
  // The values that it would start from, then parameters and two moments.
  expect(await vectorsOf({ ...training, resume: true })).toEqual({ given: 4, held: 0 })
})
