import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, copyFileSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { describe, expect, it, type TestContext } from 'vitest'
import { DiskGraphCache } from './disk-cache.ts'
import { encodeEntry } from './entry.ts'

const key = 'a'.repeat(64)
const another = 'b'.repeat(64)
/** A user that is not the one who runs the tests. */
const stranger = 54321

const cacheIn = (folder: string, tighten = false) =>
  new DiskGraphCache({ folder, tighten, environment: 'here', fingerprint: () => 'code' })

const graph = { model: Uint8Array.of(8, 7), outputs: ['loss'], nodes: 3 }
const entry = encodeEntry(key, graph)
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

/** A cache that has kept a graph, in a folder that it made. */
async function filled(tighten = false) {
  const folder = join(await temporaryFolder(), 'graphs')
  const cache = cacheIn(folder, tighten)
  const { path } = await cache.reserve(key)
  writeFileSync(path!, graph.model)
  expect(await cache.keep(key, path!, graph)).toBeUndefined()
  return { folder, cache, file: join(folder, `${key}.graph`) }
}

function needsRights({ skip }: TestContext) {
  skip(process.getuid === undefined, 'files have no rights here')
}

function needsRoot({ skip }: TestContext) {
  skip(process.getuid?.() !== 0, 'only a superuser can make files of another user')
}

describe('a cache that others can have written', () => {
  it('is one that they can neither read nor write, where it made the folder', async (context) => {
    needsRights(context)
    const { folder, file, cache } = await filled()
    expect([modeOf(folder), modeOf(file)]).toEqual(['700', '600'])
    expect((await cache.read(key)).graph).toBeDefined()
  })

  it('is not used, and says so', async (context) => {
    needsRights(context)
    const { folder, cache } = await filled()
    for (const mode of [0o777, 0o1777, 0o720]) {
      chmodSync(folder, mode)
      const problem = expect.stringMatching(/graphs may be written by others, and nothing in it is used/)
      expect(await cache.read(key)).toEqual({ problem })
      expect(await cache.reserve(key)).toEqual({ problem })
    }
    chmodSync(folder, 0o755)
    expect((await cache.read(key)).graph).toBeDefined()
  })

  it('is made private where it is the default folder', async (context) => {
    needsRights(context)
    const { folder, cache } = await filled(true)
    chmodSync(folder, 0o775)
    expect((await cache.read(key)).graph).toBeDefined()
    expect(modeOf(folder)).toBe('700')
  })

  it('is not used where another user has the folder', async (context) => {
    needsRoot(context)
    const { folder, cache } = await filled(true)
    chownSync(folder, stranger, stranger)
    const problem = expect.stringMatching(/graphs belongs to another user \(54321\)/)
    expect(await cache.read(key)).toEqual({ problem })
    expect(await cache.reserve(key)).toEqual({ problem })
  })
})

describe('an entry that is not by this user', () => {
  it('is not used, and is written again', async (context) => {
    needsRoot(context)
    const { file, cache } = await filled()
    chownSync(file, stranger, stranger)
    expect(await cache.read(key)).toEqual({ problem: expect.stringMatching(/is not used: it belongs to another user/) })
    const { path } = await cache.reserve(key)
    writeFileSync(path!, graph.model)
    expect(await cache.keep(key, path!, graph)).toBeUndefined()
    expect((await cache.read(key)).graph).toBeDefined()
  })

  it('may be one that others may write', async (context) => {
    needsRights(context)
    const { file, cache } = await filled()
    chmodSync(file, 0o620)
    expect(await cache.read(key)).toEqual({
      problem: expect.stringMatching(/is not used: it may be written by others/),
    })
  })

  it('may be what another process put where ONNX Runtime was to write', async (context) => {
    needsRoot(context)
    const { folder, cache } = await filled()
    const { path } = await cache.reserve(another)
    writeFileSync(path!, graph.model)
    chownSync(path!, stranger, stranger)
    expect(await cache.keep(another, path!, graph)).toMatch(/belongs to another user/)
    expect(await cacheIn(folder).read(another)).toEqual({})
  })
})

describe('an entry of this user', () => {
  it('is not used under another name', async () => {
    const { folder, file, cache } = await filled()
    copyFileSync(file, join(folder, `${another}.graph`))
    expect(await cache.read(another)).toEqual({ problem: expect.stringMatching(/was damaged/) })
  })

  it('is not used through a symbolic link, and nothing waits for a FIFO', async (context) => {
    needsRights(context)
    const { folder, cache } = await filled()
    const elsewhere = join(await temporaryFolder(), 'entry')
    writeFileSync(elsewhere, encodeEntry(another, graph), { mode: 0o600 })
    symlinkSync(elsewhere, join(folder, `${another}.graph`))
    expect(await cache.read(another)).toEqual({ problem: expect.stringMatching(/is not used: ELOOP/) })
    execFileSync('mkfifo', [join(folder, `${'c'.repeat(64)}.graph`)])
    expect(await cache.read('c'.repeat(64))).toEqual({ problem: expect.stringMatching(/it is no file/) })
    mkdirSync(join(folder, `${'d'.repeat(64)}.graph`))
    expect(await cache.read('d'.repeat(64))).toEqual({ problem: expect.stringMatching(/it is no file/) })
  })

  it('is not used where its graph has data in other files', async () => {
    const { file, cache } = await filled()
    // A graph, an initializer, the file that its numbers are in.
    const model = Uint8Array.of(0x3a, 4, 0x2a, 2, 0x6a, 0)
    writeFileSync(file, encodeEntry(key, { ...graph, model }))
    expect(await cache.read(key)).toEqual({ problem: expect.stringMatching(/refers to other files/) })
    writeFileSync(file, entry)
    expect((await cache.read(key)).graph).toBeDefined()
  })
})
