import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstat, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { bundleScript } from '@romae/build/bundle-script'
import { fileServer, sendAndBreak, sendFile } from '@romae/build/file-server'
import { needsShared } from '@romae/build/shared'
import { temporaryFolder } from '@romae/build/temporary-folder'
import type { Transport } from '@romae/internal/download'
import { caught } from '@romae/internal/testing'
import { zip } from '@romae/internal/testing/archives'
import { describe, expect, it, vi } from 'vitest'
import type { DatasetEntry } from './entries.ts'
import { type FetchOptions, fetchDataset, fetchEntry } from './fetch-dataset.ts'

const quick: Transport = { stall: 400, delays: [5, 5] }
const text = '@data\n'.repeat(20_000)
const plain = Buffer.from(text)
const sha256 = createHash('sha256').update(plain).digest('hex')
const archive = zip({ name: 'A_TRAIN.ts', content: text }, { name: 'A_TEST.ts', content: 'test' })

const entry = (url: string, { name = 'a.ts', hash = null as string | null } = {}): DatasetEntry => ({
  name: 'test/A',
  description: '',
  homepage: '',
  files: [{ name, url, sha256: hash }],
  layouts: [{ needs: name.endsWith('.zip') ? ['A_TRAIN.ts', 'A_TEST.ts'] : [name], path: '' }],
})

const get = (one: DatasetEntry, cacheDir: string, options: FetchOptions = {}) =>
  fetchEntry(one, { cacheDir, ...options }, quick)

describe('a download', () => {
  it('is unpacked into the cache, once', async () => {
    const cache = await temporaryFolder()
    const { url, requests } = await fileServer({ '/a.zip': sendFile(archive) })
    const one = entry(`${url}/a.zip`, { name: 'a.zip' })
    const progress: number[] = []
    const first = await get(one, cache, { onProgress: ({ received }) => progress.push(received) })
    expect(first).toMatchObject({
      source: 'download',
      path: join(cache, 'test', 'A', 'data'),
      files: [{ check: 'first use' }],
    })
    expect(await readFile(join(first.path, 'A_TRAIN.ts'), 'utf8')).toBe(text)
    expect(progress.at(-1)).toBe(archive.length)
    expect(await get(one, cache)).toEqual({ ...first, source: 'cache', files: [] })
    expect(requests).toEqual(['/a.zip'])
    expect((await readdir(join(cache, 'test', 'A'))).sort()).toEqual(['data', 'receipt.json'])
  })

  it('happens once for many who ask at the same time', async () => {
    const cache = await temporaryFolder()
    const { url, requests } = await fileServer({
      '/a.zip': async (request, response, count) => {
        await new Promise((resolve) => setTimeout(resolve, 200))
        return sendFile(archive)(request, response, count)
      },
    })
    const one = entry(`${url}/a.zip`, { name: 'a.zip' })
    const all = await Promise.all(Array.from({ length: 5 }, () => get(one, cache)))
    expect(requests).toEqual(['/a.zip'])
    expect(all.map(({ source }) => source).sort()).toEqual(['cache', 'cache', 'cache', 'cache', 'download'])
  })

  it('happens once for processes that ask at the same time', async () => {
    const cache = await temporaryFolder()
    const { url, requests } = await fileServer({
      '/a.zip': (request, response, count) => void setTimeout(() => sendFile(archive)(request, response, count), 1500),
    })
    const script = await bundleScript(new URL('../testing/fetch-in-process.ts', import.meta.url))
    const words = [script, `${url}/a.zip`, cache]
    const all = await Promise.all([1, 2].map(() => promisify(execFile)(process.execPath, words)))
    expect(requests).toEqual(['/a.zip'])
    expect(all.map(({ stdout }) => stdout).sort()).toEqual(['cache', 'download'])
  })

  it('takes its time with a slow server', async () => {
    const { url } = await fileServer({
      '/a.ts': async (_, response) => {
        response.writeHead(200, { 'content-length': plain.length })
        for (let at = 0; at < plain.length; at += 20_000) {
          response.write(plain.subarray(at, at + 20_000))
          await new Promise((resolve) => setTimeout(resolve, 100))
        }
        response.end()
      },
    })
    const started = performance.now()
    const { path } = await get(entry(`${url}/a.ts`, { hash: sha256 }), await temporaryFolder())
    expect(performance.now() - started).toBeGreaterThan(quick.stall)
    expect(await readFile(join(path, 'a.ts'), 'utf8')).toBe(text)
  })

  it('goes on where the connection was lost', async () => {
    const { url, requests } = await fileServer({
      '/a.ts': (request, response, count) =>
        sendFile(plain, { stopAfter: count < 2 ? 40_000 : Infinity })(request, response, count),
    })
    const { path, files } = await get(entry(`${url}/a.ts`, { hash: sha256 }), await temporaryFolder())
    expect(files).toMatchObject([{ check: 'published', sha256 }])
    expect(requests).toEqual(['/a.ts', '/a.ts bytes=40000-', '/a.ts bytes=80000-'])
    expect(await readFile(join(path, 'a.ts'), 'utf8')).toBe(text)
  })

  it('goes on in a later call, and begins anew if the file has changed meanwhile', async () => {
    for (const [tag, asked] of [
      ['"1"', 1],
      ['"2"', 0],
    ] as const) {
      const cache = await temporaryFolder()
      const broken = await fileServer({
        '/a.ts': (request, response, count) =>
          count === 0
            ? sendFile(Buffer.alloc(plain.length, 'x'), { stopAfter: 40_000 })(request, response, count)
            : void response.writeHead(503).end(),
      })
      const one = entry(`${broken.url}/a.ts`)
      await expect(async () => get(one, cache)).rejects.toThrowRomae('DATASETS_DOWNLOAD')
      // The same address, by a server that is well again.
      const { hostname, port } = new URL(broken.url)
      const spy = vi.spyOn(globalThis, 'fetch')
      const well = await fileServer({ '/a.ts': sendFile(plain, { tag }) })
      spy.mockImplementation(async (place, init) => {
        spy.mockRestore()
        return fetch(String(place).replace(`${hostname}:${port}`, new URL(well.url).host), init)
      })
      const { path } = await get(one, cache)
      expect(well.requests).toEqual(['/a.ts bytes=40000-'])
      expect((await readFile(join(path, 'a.ts'), 'utf8')).startsWith('xxxx')).toBe(asked === 1)
    }
  })

  it('begins anew at another address', async () => {
    const cache = await temporaryFolder()
    const { url, requests } = await fileServer({
      '/old.ts': (request, response, count) =>
        count === 0
          ? sendFile(plain, { stopAfter: 40_000 })(request, response, count)
          : void response.writeHead(404).end(),
      '/new.ts': sendFile(plain),
    })
    await expect(async () => get(entry(`${url}/old.ts`), cache)).rejects.toThrowRomae('DATASETS_HTTP_STATUS')
    expect((await get(entry(`${url}/new.ts`), cache)).source).toBe('download')
    expect(requests).toEqual(['/old.ts', '/old.ts bytes=40000-', '/new.ts'])
  })

  it('begins anew with a server that cannot go on', async () => {
    const { url } = await fileServer({
      '/a.ts': (request, response, count) => {
        const headers = { 'content-length': plain.length, 'last-modified': new Date(0).toUTCString() }
        if (request.headers.range !== undefined && count === 1) return void response.writeHead(416).end()
        response.writeHead(200, headers)
        if (count > 0) return void response.end(plain)
        sendAndBreak(response, plain.subarray(0, 1000))
      },
    })
    const { path } = await get(entry(`${url}/a.ts`, { hash: sha256 }), await temporaryFolder())
    expect(await readFile(join(path, 'a.ts'), 'utf8')).toBe(text)
  })

  it('gives up on a server that always stops at the same place, or sends nothing', async () => {
    const { url, requests } = await fileServer({
      '/stops.ts': (_, response) => {
        response.writeHead(200, { 'content-length': plain.length })
        sendAndBreak(response, plain.subarray(0, 1000))
      },
      '/silent.ts': (_, response) => void response.writeHead(200, { 'content-length': plain.length }).flushHeaders(),
      '/short.ts': (_, response) => sendAndBreak(response.writeHead(200, { 'transfer-encoding': 'chunked' }), 'x'),
    })
    for (const [name, reason] of [
      ['stops', /lost after 1000 of 120000 bytes/],
      ['silent', /nothing came for 0.4 s/],
      ['short', /lost/],
    ] as const) {
      const error = await caught(async () => get(entry(`${url}/${name}.ts`), await temporaryFolder()))
      expect(error.code).toBe('DATASETS_DOWNLOAD')
      expect(error.message).toMatch(reason)
      expect(requests.filter((path) => path.startsWith(`/${name}`))).toHaveLength(3)
    }
  })

  it('says when no server answers, or one answers with an error, at once if it will stay', async () => {
    const { url, requests } = await fileServer({ '/busy.ts': (_, response) => void response.writeHead(503).end() })
    const cache = await temporaryFolder()
    const missing = await caught(() => get(entry(`${url}/missing.ts`), cache))
    expect(missing).toMatchObject({ code: 'DATASETS_HTTP_STATUS', fields: { status: 404 } })
    expect(requests).toEqual(['/missing.ts'])
    const reason = expect.stringContaining('503')
    await expect(get(entry(`${url}/busy.ts`), cache)).rejects.toThrowRomae('DATASETS_DOWNLOAD', { reason })
    expect(requests).toHaveLength(4)
    await expect(async () => get(entry('http://127.0.0.1:1/a.ts'), cache)).rejects.toThrowRomae('DATASETS_DOWNLOAD')
  })

  it('follows redirects, but not for ever, nor to another protocol', async () => {
    const to = (location: string) => (_: unknown, response: import('node:http').ServerResponse) =>
      void response.writeHead(302, { location }).end()
    const { url, requests } = await fileServer({
      '/old.ts': to('/a.ts'),
      '/a.ts': sendFile(plain),
      '/loop.ts': to('/loop2.ts'),
      '/loop2.ts': to('/loop.ts'),
      '/file.ts': to('file:///etc/passwd'),
      '/nowhere.ts': to('http://['),
    })
    const { path } = await get(entry(`${url}/old.ts`, { hash: sha256 }), await temporaryFolder())
    expect(await readFile(join(path, 'a.ts'), 'utf8')).toBe(text)
    for (const place of ['loop', 'file', 'nowhere']) {
      const error = await caught(async () => get(entry(`${url}/${place}.ts`), await temporaryFolder()))
      expect(error.code, place).toBe('DATASETS_REDIRECT')
    }
    expect(requests.filter((path) => path.startsWith('/loop'))).toHaveLength(11)
  })

  it('is thrown away if its hash is not the published one, and nothing is in the cache', async () => {
    const cache = await temporaryFolder()
    const { url, requests } = await fileServer({ '/a.ts': sendFile(Buffer.concat([plain, Buffer.from('!')])) })
    for (let attempt = 1; attempt <= 2; attempt++) {
      const error = await caught(() => get(entry(`${url}/a.ts`, { hash: sha256 }), cache))
      expect(error).toMatchObject({ code: 'DATASETS_HASH', fields: { expected: sha256 } })
      expect(requests).toHaveLength(attempt)
    }
    expect(await readdir(join(cache, 'test', 'A'))).toEqual(['downloads'])
    expect(await readdir(join(cache, 'test', 'A', 'downloads'))).toEqual([])
  })

  it('without a published hash has to be what it was the first time', async () => {
    const cache = await temporaryFolder()
    const { url } = await fileServer({
      '/a.ts': (request, response, count) =>
        sendFile(count < 2 ? plain : Buffer.from('other'), { tag: `"${count}"` })(request, response, count),
    })
    const one = entry(`${url}/a.ts`)
    expect((await get(one, cache)).files).toMatchObject([{ check: 'first use', sha256 }])
    await rm(join(cache, 'test', 'A', 'data'), { recursive: true })
    expect((await get(one, cache)).files).toMatchObject([{ check: 'as before', sha256 }])
    await rm(join(cache, 'test', 'A', 'data'), { recursive: true })
    const error = await caught(() => get(one, cache))
    expect(error).toMatchObject({ code: 'DATASETS_HASH_CHANGED', fields: { before: sha256 } })
    expect(await readdir(join(cache, 'test', 'A'))).not.toContain('data')
    await writeFile(join(cache, 'test', 'A', 'receipt.json'), '{"a.ts":')
    await expect(async () => get(one, cache)).rejects.toThrowRomae('DATASETS_RECEIPT')
  })

  it('that is no archive is not kept, and the next call fetches it again', async () => {
    const cache = await temporaryFolder()
    const { url, requests } = await fileServer({
      '/a.zip': (request, response, count) =>
        sendFile(count === 0 ? Buffer.from('<html>sorry</html>') : archive, { tag: `"${count}"` })(
          request,
          response,
          count,
        ),
    })
    const one = entry(`${url}/a.zip`, { name: 'a.zip' })
    await expect(async () => get(one, cache)).rejects.toThrowRomae('DATASETS_ARCHIVE')
    expect((await get(one, cache)).source).toBe('download')
    expect(requests).toHaveLength(2)
  })

  it('that has not the expected files is an error', async () => {
    const { url } = await fileServer({ '/a.zip': sendFile(zip({ name: 'B_TRAIN.ts', content: 'x' })) })
    const error = await caught(async () => get(entry(`${url}/a.zip`, { name: 'a.zip' }), await temporaryFolder()))
    expect(error.code).toBe('DATASETS_INCOMPLETE')
  })

  it('is held to the limit, before and while it comes', async () => {
    const { url } = await fileServer({
      '/a.ts': sendFile(plain),
      '/silent.ts': (_, response) => void response.writeHead(200, { 'content-length': 1e12 }).flushHeaders(),
      '/endless.ts': (_, response) => {
        const timer = setInterval(() => response.write(plain), 1)
        response.on('close', () => clearInterval(timer))
      },
      '/a.zip': sendFile(archive),
    })
    for (const [path, name, maxBytes] of [
      ['a.ts', 'a.ts', 1000],
      ['silent.ts', 'a.ts', 1000],
      ['endless.ts', 'a.ts', 1e6],
      ['a.zip', 'a.zip', 20_000],
    ] as const) {
      const error = await caught(async () =>
        get(entry(`${url}/${path}`, { name }), await temporaryFolder(), { maxBytes }),
      )
      expect(error.code, path).toBe('DATASETS_TOO_LARGE')
    }
  })

  it('is stopped by a signal, and gone on with', async () => {
    const cache = await temporaryFolder()
    const stop = new AbortController()
    const { url, requests } = await fileServer({
      '/a.ts': (request, response, count) => {
        if (count > 0) return sendFile(plain)(request, response, count)
        response.writeHead(200, { etag: '"1"', 'content-length': plain.length })
        response.write(plain.subarray(0, 50_000), () => setTimeout(() => stop.abort(new Error('enough')), 50))
      },
    })
    const one = entry(`${url}/a.ts`, { hash: sha256 })
    await expect(get(one, cache, { signal: stop.signal })).rejects.toThrow('enough')
    expect((await get(one, cache)).source).toBe('download')
    expect(requests).toEqual(['/a.ts', '/a.ts bytes=50000-'])
  })

  it('throws away what an interrupted unpacking left', async () => {
    const cache = await temporaryFolder()
    const home = join(cache, 'test', 'A')
    const left = join(home, `data.${'0'.repeat(32)}.writing`)
    await mkdir(left, { recursive: true })
    await writeFile(join(left, 'left.ts'), 'x')
    await writeFile(join(home, 'unpacking.json'), JSON.stringify({ folder: basename(left) }))
    const { url } = await fileServer({ '/a.zip': sendFile(archive) })
    const { path } = await get(entry(`${url}/a.zip`, { name: 'a.zip' }), cache)
    expect((await readdir(path)).sort()).toEqual(['A_TEST.ts', 'A_TRAIN.ts'])
    expect((await readdir(home)).sort()).toEqual(['data', 'receipt.json'])
  })

  it('writes through no link that lies where it writes', async () => {
    const cache = await temporaryFolder()
    const [home, victim] = [join(cache, 'test', 'A'), join(cache, 'victim')]
    await mkdir(join(home, 'downloads'), { recursive: true })
    const planted = ['receipt.json.new', 'downloads/a.ts.part', 'downloads/a.ts.part.json']
    for (const name of planted) await symlink(victim, join(home, name))
    await symlink(join(cache, 'not-there'), join(home, 'receipt.json'))
    const { url } = await fileServer({ '/a.ts': sendFile(plain) })
    // Read as notes, it says that a download can be gone on with.
    await writeFile(victim, JSON.stringify({ url: `${url}/a.ts`, validator: '"0"' }))
    const before = await readFile(victim)
    const { path } = await get(entry(`${url}/a.ts`), cache)
    expect(await readFile(join(path, 'a.ts'))).toEqual(plain)
    expect(await readFile(victim)).toEqual(before)
    expect(await readdir(cache)).not.toContain('not-there')
    expect((await lstat(join(home, 'receipt.json'))).isFile()).toBe(true)
  })

  it('says when the cache cannot be written', async () => {
    const cache = join(await temporaryFolder(), 'file')
    await writeFile(cache, '')
    await expect(async () => get(entry('http://127.0.0.1:1/a.ts'), cache)).rejects.toThrowRomae('DATASETS_CANNOT_WRITE')
  })
})

describe('a local copy', () => {
  it('is taken from the folder or one of the set’s name in it', async () => {
    const folder = await temporaryFolder()
    const files = ['BasicMotions_TRAIN.ts', 'BasicMotions_TEST.ts']
    for (const below of ['', 'BasicMotions', 'uea/BasicMotions']) {
      const dataDir = join(folder, `copy ${below.length}`)
      await mkdir(join(dataDir, below), { recursive: true })
      for (const file of files) await writeFile(join(dataDir, below, file), '')
      const found = await fetchDataset('uea/BasicMotions', { dataDir })
      expect(found).toEqual({ name: 'uea/BasicMotions', path: join(dataDir, below), source: 'local copy', files: [] })
    }
  })

  it('has to be there', async () => {
    const dataDir = await temporaryFolder()
    const needs = 'set-a and Outcomes-a.txt, or physionet2012-set-a.tar.xz'
    const fetching = fetchDataset('physionet2012', { dataDir })
    await expect(fetching).rejects.toThrowRomae('DATASETS_NOT_IN_FOLDER', { folder: dataDir, needs })
  })

  needsShared(it)('is found in the shared data', async (shared) => {
    const dataDir = join(shared, 'data')
    const { path } = await fetchDataset('physionet2012', { dataDir })
    expect(path).toBe(join(dataDir, 'physionet2012-set-a.tar.xz'))
    for (const name of ['BasicMotions', 'JapaneseVowels', 'LSST']) {
      expect((await fetchDataset(`uea/${name}`, { dataDir })).path).toBe(join(dataDir, 'uea', name))
    }
  })
})

describe('fetchDataset', () => {
  it.each([
    ['physionet2021', {}, 'DATASETS_UNKNOWN_NAME', /did you mean "physionet2012"/],
    ['uea/../../etc', {}, 'DATASETS_UNKNOWN_NAME', ''],
    ['elasticc', {}, 'DATASETS_MANUAL', /get_data\.py of github\.com\/alercebroker\/ATAT/],
    ['elasticc', { maxBytes: 0 }, 'DATASETS_INVALID_OPTION', ''],
    ['elasticc', { datadir: '' }, 'DATASETS_UNKNOWN_OPTION', ''],
  ] as [string, FetchOptions, string, string | RegExp][])(
    'refuses %s with %o',
    async (name, options, code, message) => {
      const cacheDir = await temporaryFolder()
      const error = await caught(() => fetchDataset(name, { cacheDir, ...options }))
      expect(error.code).toBe(code)
      expect(error.message).toMatch(message)
    },
  )
})
