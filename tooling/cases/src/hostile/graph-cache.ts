import { chmod, chown, copyFile, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { type CompileEvent, createEngine } from '@romae/engine'
import { onnxruntimeNode } from '@romae/engine/onnxruntime-node'
import * as tf from '@tensorflow/tfjs'
import { type Case, Skipped } from '../case.ts'

/** What a program that multiplies by `factor` answers for 1, computed with this folder of compiled graphs. */
async function multiply(factor: number, cacheDirectory: string): Promise<{ answer: number; event: CompileEvent }> {
  const events: CompileEvent[] = []
  const onCompile = (event: CompileEvent) => void events.push(event)
  const engine = await createEngine(onnxruntimeNode({ threads: 1, cacheDirectory }), { onCompile })
  const program = engine.compile({
    name: 'multiply',
    layout: { entries: [], size: 0 },
    run: (_, { x }) => ({ product: tf.mul(x!, factor) }),
  })
  const { product } = await program.run(new Float32Array(), { x: { data: Float32Array.of(1), shape: [1] } })
  await engine.dispose()
  return { answer: product!.data[0]!, event: events[0]! }
}

/** @throws what a tampered cache came to, unless it was left alone, with a note that says why, and the answer is right */
function checkUnused({ answer, event }: Awaited<ReturnType<typeof multiply>>, why: RegExp): void {
  if (answer !== 0.5) throw new Error(`the answer is ${answer}, not 0.5`)
  if (event.cached) throw new Error('the graph came from the cache')
  if (!why.test(event.cacheProblem ?? '')) throw new Error(`it says of the cache: ${event.cacheProblem}`)
}

async function entryIn(folder: string): Promise<string> {
  return path.join(folder, (await readdir(folder)).find((name) => name.endsWith('.graph'))!)
}

/** Compiled graphs that somebody else has had hands on. */
export const graphCacheCases: readonly Case[] = [
  {
    name: 'a compiled graph under the name of another does not decide what a model answers',
    async try({ folder }) {
      const [ours, theirs] = [path.join(folder, 'ours'), path.join(folder, 'theirs')]
      await multiply(0.5, ours)
      await multiply(0.25, theirs)
      await copyFile(await entryIn(theirs), await entryIn(ours))
      checkUnused(await multiply(0.5, ours), /was damaged/)
      return undefined
    },
  },
  {
    name: 'compiled graphs in a folder that others may write are not used',
    async try({ folder }) {
      if (process.getuid === undefined) throw new Skipped('files have no rights here')
      const cache = path.join(folder, 'cache')
      await multiply(0.5, cache)
      const rights = ((await stat(cache)).mode & 0o777).toString(8)
      if (rights !== '700') throw new Error(`the folder was made with the rights ${rights}`)
      await chmod(cache, 0o777)
      checkUnused(await multiply(0.5, cache), /may be written by others/)
      return undefined
    },
  },
  {
    name: 'a compiled graph that belongs to another user is not used',
    async try({ folder }) {
      if (process.getuid?.() !== 0) throw new Skipped('only a superuser can make files of another user')
      const cache = path.join(folder, 'cache')
      await multiply(0.5, cache)
      await chown(await entryIn(cache), 54321, 54321)
      checkUnused(await multiply(0.5, cache), /belongs to another user/)
      await chown(cache, 54321, 54321)
      checkUnused(await multiply(0.5, cache), /belongs to another user/)
      return undefined
    },
  },
]
