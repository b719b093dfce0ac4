import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import * as tf from '@tensorflow/tfjs'
import * as onnxRuntime from 'onnxruntime-node'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { CompileEvent } from '../compile-event.ts'
import { createEngine } from '../create-engine.ts'
import type { Program } from '../engine.ts'
import { OnnxRuntimeExecutor } from '../onnxruntime/executor.ts'
import { onnxruntimeNode } from '../onnxruntime-node/provider.ts'
import { attention, attentionInputs, initialParameters, layoutOf } from '../testing/programs.ts'
import { defaultCacheFolder } from './default-folder.ts'
import { DiskGraphCache } from './disk-cache.ts'
import { encodeEntry } from './entry.ts'

const inputs = attentionInputs(2, 5, 1)

/** A program that counts how often it was recorded. */
function counted(identity?: Program['identity']) {
  const calls = { count: 0 }
  const program: Program = {
    ...attention,
    ...(identity && { identity }),
    run(parameters, given) {
      calls.count += 1
      return attention.run(parameters, given)
    },
  }
  return { program, calls }
}

const identity = { state: 'attention', module: import.meta.url }

/** Loss, gradient and outputs, computed as by a process that has this cache folder, and what was compiled for them. */
async function computeWith(folder: string, program: Program, code = 'code') {
  const events: CompileEvent[] = []
  const context = {
    tf,
    onnxRuntime,
    sessionOptions: { logSeverityLevel: 4 },
    inTurn: <T>(call: () => Promise<T>) => call(),
    writesInPlace: true,
    onCpu: true,
    onCompile: (event: CompileEvent) => events.push(event),
    // Not the real fingerprint, which is unknown while somebody edits or builds this package.
    cache: new DiskGraphCache({ folder, environment: 'here', fingerprint: () => code }),
  } as const
  const executor = new OnnxRuntimeExecutor(context, program)
  const gradient = new Float32Array(program.layout.size)
  const outputs = await executor.run(initialParameters(program), inputs, gradient)
  await executor.dispose()
  return { result: { outputs, gradient }, event: events[0]! }
}

const entryIn = (folder: string) => join(folder, readdirSync(folder)[0]!)
const keyIn = (folder: string) => readdirSync(folder)[0]!.replace('.graph', '')

it('a program with an identity is recorded once, and computes the same ever after', async () => {
  const folder = await temporaryFolder()
  const { program, calls } = counted(identity)
  const cold = await computeWith(folder, program)
  expect(cold.event).toMatchObject({ cached: false, cacheProblem: null })
  const warm = await computeWith(folder, program)
  expect(warm.event).toMatchObject({ cached: true, cacheProblem: null, recordMs: 0, exportMs: 0 })
  expect(warm.event.nodes).toBe(cold.event.nodes)
  expect(calls.count).toBe(1)
  expect(warm.result).toEqual(cold.result)
})

it('a program of changed code is recorded again', async () => {
  const folder = await temporaryFolder()
  const { program, calls } = counted(identity)
  await computeWith(folder, program)
  const { event } = await computeWith(folder, program, 'changed code')
  expect(event.cached).toBe(false)
  expect(calls.count).toBe(2)
  expect(readdirSync(folder)).toHaveLength(2)
})

it('a program without an identity is recorded each time, and optimised by ONNX Runtime once', async () => {
  const folder = await temporaryFolder()
  const { program, calls } = counted()
  const cold = await computeWith(folder, program)
  const warm = await computeWith(folder, program)
  expect([cold.event.cached, warm.event.cached]).toEqual([false, true])
  expect(warm.event.recordMs).toBeGreaterThan(0)
  expect(calls.count).toBe(2)
  expect(warm.result).toEqual(cold.result)
})

it.each([
  ['truncated', (file: Buffer) => file.subarray(0, file.length / 2), /was damaged/],
  ['changed', (file: Buffer) => file.fill(0, file.length - 9), /was damaged/],
  [
    'foreign',
    (_: Buffer, key: string) => encodeEntry(key, { model: new Uint8Array(0), outputs: [], nodes: 1 }),
    /did not load what was cached/,
  ],
])('a %s entry is reported and made again', async (_, damage, problem) => {
  const folder = await temporaryFolder()
  const { program } = counted(identity)
  const { result } = await computeWith(folder, program)
  writeFileSync(entryIn(folder), damage(readFileSync(entryIn(folder)), keyIn(folder)))
  const rebuilt = await computeWith(folder, program)
  expect(rebuilt.event).toMatchObject({ cached: false, cacheProblem: expect.stringMatching(problem) })
  expect(rebuilt.result).toEqual(result)
  expect((await computeWith(folder, program)).event).toMatchObject({ cached: true, cacheProblem: null })
})

it('a folder that cannot be made is reported, and nothing else is lost', async () => {
  const file = join(await temporaryFolder(), 'file')
  writeFileSync(file, '')
  const { event, result } = await computeWith(join(file, 'folder'), counted(identity).program)
  expect(event).toMatchObject({ cached: false, cacheProblem: expect.stringMatching(/could not be written/) })
  expect(result).toEqual((await computeWith(await temporaryFolder(), attention)).result)
})

// Where permissions do not count, as for root in a container, this is a folder in which nobody can write.
it.runIf(process.platform === 'linux')('a folder in which no file can be made is reported too', async () => {
  const { event } = await computeWith('/proc/self', counted(identity).program)
  expect(event).toMatchObject({ cached: false, cacheProblem: expect.stringMatching(/\/proc\/self/) })
})

it('processes that compile the same at the same time all succeed', async () => {
  const folder = await temporaryFolder()
  const { program } = counted(identity)
  const results = await Promise.all(Array.from({ length: 4 }, () => computeWith(folder, program)))
  for (const { event, result } of results) {
    expect(event.cacheProblem).toBeNull()
    expect(result).toEqual(results[0]!.result)
  }
  expect(readdirSync(folder)).toHaveLength(1)
})

it('holds no weights', async () => {
  const folder = await temporaryFolder()
  const wide: Program = {
    name: 'wide',
    layout: layoutOf({ weight: [500, 500] }),
    run: ({ weight }) => ({ loss: tf.mean(tf.square(weight!)) }),
  }
  const engine = await createEngine(onnxruntimeNode({ cacheDirectory: folder }))
  await engine.valueAndGrad(wide).run(initialParameters(wide), {})
  await engine.dispose()
  expect(readFileSync(entryIn(folder)).length).toBeLessThan(10_000)
})

it('the option cacheDirectory: null keeps nothing', async () => {
  const events: CompileEvent[] = []
  const onCompile = (event: CompileEvent) => events.push(event)
  for (let start = 0; start < 2; start++) {
    const engine = await createEngine(onnxruntimeNode({ cacheDirectory: null }), { onCompile })
    await engine.compile(attention).run(initialParameters(attention), inputs)
    await engine.dispose()
  }
  expect(events.map(({ cached, cacheMs }) => ({ cached, cacheMs: cacheMs > 1 }))).toEqual([
    { cached: false, cacheMs: false },
    { cached: false, cacheMs: false },
  ])
})

it('by default it is in the folder for caches of this user', () => {
  vi.stubEnv('XDG_CACHE_HOME', join('/', 'caches'))
  onTestFinished(() => void vi.unstubAllEnvs())
  const folder = defaultCacheFolder()
  expect(folder).toMatch(/romae.*graphs$/)
  if (process.platform === 'linux') expect(folder).toBe('/caches/romae/graphs')
})
