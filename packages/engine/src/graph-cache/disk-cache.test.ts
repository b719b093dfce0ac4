import { randomUUID } from 'node:crypto'
import { readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import type { Program } from '../engine.ts'
import { describeTensors } from '../host-tensor.ts'
import type { GraphKind } from '../program/record-program.ts'
import { mlp, mlpInputs } from '../testing/programs.ts'
import { type DiskCacheOptions, DiskGraphCache } from './disk-cache.ts'

const cacheIn = (folder: string, options: Partial<DiskCacheOptions> = {}) =>
  new DiskGraphCache({ folder, environment: 'here', fingerprint: () => 'code', ...options })

const facts = { outputs: ['loss'], nodes: 3 }

/** Keys have 64 hexadecimal digits, names of entries too. */
const [a, b, c] = ['a', 'b', 'c'].map((digit) => digit.repeat(64)) as [string, string, string]

/** An ONNX file of this many bytes that says nothing but its version, again and again. */
const modelOf = (version: number, bytes: number) =>
  Uint8Array.from({ length: bytes }, (_, at) => (at % 2 ? version : 8))

async function put(cache: DiskGraphCache, key: string, model: Uint8Array): Promise<string | undefined> {
  const { path } = await cache.reserve(key)
  writeFileSync(path!, model)
  return cache.keep(key, path!, facts)
}

it('gives back what was kept, and nothing else', async () => {
  const folder = join(await temporaryFolder(), 'made', 'on use')
  const cache = cacheIn(folder)
  expect(await cache.read(a)).toEqual({})
  expect(await put(cache, a, modelOf(7, 2))).toBeUndefined()
  const { graph, problem } = await cacheIn(folder).read(a)
  expect(problem).toBeUndefined()
  expect({ ...graph, model: new Uint8Array(graph!.model) }).toEqual({ ...facts, model: modelOf(7, 2) })
  expect(await cache.read(b)).toEqual({})
  expect(readdirSync(folder)).toEqual([`${a}.graph`])
})

it('serves readers while writers write', async () => {
  const folder = await temporaryFolder()
  const [one, other] = [cacheIn(folder), cacheIn(folder)]
  const models = [1, 2].map((version) => modelOf(version, 100_000))
  await put(one, a, models[0]!)
  const writing = Array.from({ length: 20 }, (_, index) => put(index % 2 ? one : other, a, models[index % 2]!))
  for (let reading = 0; reading < 20; reading++) {
    const { graph, problem } = await one.read(a)
    expect(problem).toBeUndefined()
    expect(new Set(graph!.model).size).toBe(2)
  }
  expect(await Promise.all(writing)).toEqual(writing.map(() => undefined))
  expect(readdirSync(folder)).toEqual([`${a}.graph`])
})

it('reports a damaged entry', async () => {
  const folder = await temporaryFolder()
  writeFileSync(join(folder, `${a}.graph`), 'half')
  expect(await cacheIn(folder).read(a)).toEqual({ problem: expect.stringMatching(/a\.graph was damaged/) })
})

it('reports a folder that cannot be made', async () => {
  const file = join(await temporaryFolder(), 'file')
  writeFileSync(file, '')
  const cache = cacheIn(join(file, 'folder'))
  expect(await cache.reserve(a)).toEqual({
    problem: expect.stringMatching(/could not be written: .*(ENOTDIR|ENOENT)/),
  })
  expect((await cache.read(a)).graph).toBeUndefined()
})

it('removes what was not used for longest, half-written files too, and nothing that is not its own', async () => {
  const folder = await temporaryFolder()
  const cache = cacheIn(folder, { capacity: 2500 })
  writeFileSync(join(folder, 'notes.txt'), 'x'.repeat(9000))
  writeFileSync(join(folder, 'my.graph.pdf'), 'x'.repeat(9000))
  for (const end of [randomUUID(), `${'0'.repeat(32)}.tmp`]) {
    writeFileSync(join(folder, `${a}.graph.${end}`), 'x'.repeat(500))
    utimesSync(join(folder, `${a}.graph.${end}`), 1, 1)
  }
  const model = modelOf(7, 1000)
  await put(cache, a, model)
  await put(cache, b, model)
  utimesSync(join(folder, `${a}.graph`), 100, 100)
  utimesSync(join(folder, `${b}.graph`), 200, 200)
  await cache.read(a)
  await put(cache, c, model)
  expect(readdirSync(folder).sort()).toEqual([`${a}.graph`, `${c}.graph`, 'my.graph.pdf', 'notes.txt'])
})

it('tells programs apart by all that decides their graph', async () => {
  const identified: Program = { ...mlp, identity: { state: '1', module: 'file:///model.ts' } }
  const folder = await temporaryFolder()
  const key = (
    program: Program,
    inputs = mlpInputs(2, 1),
    kind: GraphKind = 'outputs',
    options: Partial<DiskCacheOptions> = {},
  ) => cacheIn(folder, options).programKey(program, describeTensors(inputs), kind)
  const [first] = mlp.layout.entries
  const renamed = { ...mlp.layout, entries: [{ ...first!, name: 'other' }, ...mlp.layout.entries.slice(1)] }
  const keys = [
    key(identified),
    key({ ...identified, identity: { state: '2', module: 'file:///model.ts' } }),
    key({ ...identified, name: 'other' }),
    key({ ...identified, layout: renamed }),
    key({ ...identified, unusedParameters: 'zero' }),
    key(identified, mlpInputs(3, 1)),
    key(identified, { ...mlpInputs(2, 1), z: { data: new Int32Array(1), shape: [] } }),
    key(identified, mlpInputs(2, 1), 'gradient'),
    key(identified, mlpInputs(2, 1), 'gradient, checkpointed'),
    key(identified, mlpInputs(2, 1), 'outputs', { environment: 'elsewhere' }),
    key(identified, mlpInputs(2, 1), 'outputs', { fingerprint: () => 'other code' }),
  ]
  expect(new Set(keys).size).toBe(keys.length)
  expect(keys).not.toContain(undefined)
  expect(key({ ...identified, unusedParameters: 'error' }, mlpInputs(2, 9))).toBe(keys[0])
  expect(key(mlp)).toBeUndefined()
  expect(key(identified, mlpInputs(2, 1), 'outputs', { fingerprint: () => undefined })).toBeUndefined()
})

it('tells models and environments apart', () => {
  const here = cacheIn('unused')
  const keys = [
    here.modelKey(Uint8Array.of(1)),
    here.modelKey(Uint8Array.of(2)),
    cacheIn('unused', { environment: 'elsewhere' }).modelKey(Uint8Array.of(1)),
  ]
  expect(new Set(keys).size).toBe(3)
  expect(here.modelKey(Uint8Array.of(1))).toBe(keys[0])
})
