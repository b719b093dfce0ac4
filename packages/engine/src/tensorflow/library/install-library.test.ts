import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileServer, sendFile } from '@romae/build/file-server'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { lockPath, tryLock } from '@romae/internal/files'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { installLibrary, type LibraryPlace, removeLibrary, requireSpace } from './install-library.ts'
import { findLibrary } from './installed.ts'
import { type LibraryWheel, libraryWheel } from './wheels.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const library = new Uint8Array(200_000).map((_, index) => (index * index) % 251)
const file = 'demo-1-py3-none-any.whl'
const bytes = zipSync({
  'demo/liba.so': library,
  'demo/b/libb.so': Uint8Array.of(1, 2, 3),
  'demo/__init__.py': new Uint8Array(9),
})
const wheel: LibraryWheel = {
  project: 'demo',
  version: '1',
  file,
  sha256: sha256(bytes),
  bytes: bytes.length,
  members: { 'demo/liba.so': library.length, 'demo/b/libb.so': 3 },
  isTried: true,
}
const transport = { stall: 2000, delays: [1, 1] }
const html = (href: string): Parameters<typeof fileServer>[0][string] => {
  return (_, response) =>
    void response.setHeader('content-type', 'text/html').end(`<!DOCTYPE html>
    <a href="https://example.invalid/demo-0-py3-none-any.whl">demo-0</a><br><A HREF='${href}'>${file}</A>`)
}

/** Installs into a folder of its own. */
async function place(more: LibraryPlace = {}) {
  const folder = join(await temporaryFolder(), 'engines')
  const said: string[] = []
  const where = { wheel, folder, transport, environment: {}, ...more }
  return {
    folder,
    said,
    install: (options: { index?: string; file?: string } = {}) =>
      installLibrary(options, (line) => said.push(line), where),
  }
}

describe('installLibrary', () => {
  it('follows an index to a wheel, goes on where a connection broke off, and keeps the library alone', async () => {
    const server = await fileServer({
      '/simple/demo/': (_, response) => void response.writeHead(302, { location: '/moved/demo/' }).end(),
      '/moved/demo/': html(`../../files/${file}#sha256=${wheel.sha256}`),
      [`/files/${file}`]: (request, response, count) =>
        sendFile(bytes, count === 0 ? { stopAfter: Math.floor(bytes.length / 2) } : {})(request, response, count),
    })
    const { folder, said, install } = await place()
    const installed = await install({ index: `${server.url}/simple` })
    expect(server.requests.at(-1)).toMatch(new RegExp(`^/files/${file} bytes=[1-9]\\d*-$`))
    expect(installed).toEqual(findLibrary(wheel, folder))
    expect(new Uint8Array(readFileSync(installed.files[0]!))).toEqual(library)
    expect(readdirSync(folder)).toEqual([installed.folder.slice(folder.length + 1)])
    expect(readdirSync(installed.folder).sort()).toEqual(['liba.so', 'libb.so'])
    expect(said).toContain('  100 %')
    await install()
    expect(said.at(-1)).toContain('is in ')
    expect(await removeLibrary(wheel, folder)).toEqual([installed.folder])
    expect(readdirSync(folder)).toEqual([])
  })

  it('understands an index that speaks JSON, and tells its password to nobody else', async () => {
    const told: (string | undefined)[] = []
    const files = await fileServer({
      [`/${file}`]: (request, response, count) => {
        told.push(request.headers.authorization)
        return sendFile(bytes)(request, response, count)
      },
    })
    const index = await fileServer({
      '/simple/demo/': (request, response) => {
        told.push(request.headers.authorization)
        const page = { files: [{ filename: file, url: `${files.url}/${file}`, hashes: { sha256: wheel.sha256 } }] }
        response.setHeader('content-type', 'application/vnd.pypi.simple.v1+json').end(JSON.stringify(page))
      },
    })
    const { said, install } = await place({
      environment: { PIP_INDEX_URL: `${index.url.replace('//', '//me:s%20cret@')}/simple` },
    })
    await install()
    expect(told).toEqual([`Basic ${Buffer.from('me:s cret').toString('base64')}`, undefined])
    expect(said.join()).not.toContain('cret')
  })

  it('says what to give where no index is known, or the one that is has not the wheel', async () => {
    const { install } = await place({ environment: { HOME: await temporaryFolder(), XDG_CONFIG_DIRS: '/absent' } })
    await expect(install()).rejects.toThrowRomae('ENGINE_SETUP_NO_INDEX', { file, project: 'demo' })
    const server = await fileServer({ '/other/demo/': html('demo-2-py3-none-any.whl') })
    const index = (path: string) => install({ index: `${server.url}${path}` })
    const fields = { source: '--index', reason: 'it has no project demo' }
    await expect(index('/simple/')).rejects.toThrowRomae('ENGINE_SETUP_INDEX', fields)
    await expect(index('/other')).rejects.toThrowRomae('ENGINE_SETUP_INDEX', { reason: `it has no ${file}` })
    await expect(install({ index: 'file:///etc' })).rejects.toThrowRomae('ENGINE_SETUP_INDEX')
    await expect(install({ index: 'http://127.0.0.1:1/simple' })).rejects.toThrowRomae('ENGINE_SETUP_INDEX')
  })

  it('refuses other bytes than those that are meant, and leaves nothing behind', async () => {
    const other = bytes.slice().fill(7, 100, 200)
    const server = await fileServer({
      '/said/demo/': html(`/${file}#sha256=${sha256(other)}`),
      '/unsaid/demo/': html(`/${file}`),
      [`/${file}`]: sendFile(other),
    })
    const { folder, install } = await place()
    const fields = { got: sha256(other), expected: wheel.sha256 }
    await expect(install({ index: `${server.url}/said` })).rejects.toThrowRomae('ENGINE_SETUP_CHECKSUM', fields)
    expect(server.requests).toEqual(['/said/demo/'])
    await expect(install({ index: `${server.url}/unsaid` })).rejects.toThrowRomae('ENGINE_SETUP_CHECKSUM', fields)
    expect(readdirSync(folder)).toEqual([])
  })

  it('goes on in a later call where a server stopped for good', async () => {
    const server = await fileServer({
      '/simple/demo/': html(`/${file}`),
      [`/${file}`]: (request, response, count) =>
        count < 3
          ? sendFile(bytes, { stopAfter: 0 })(request, response, count)
          : sendFile(bytes)(request, response, count),
    })
    const { install } = await place()
    const index = `${server.url}/simple`
    await expect(install({ index })).rejects.toThrowRomae('ENGINE_SETUP_FETCH', { file })
    await install({ index })
  })

  it('takes a wheel that is given, without any network, and leaves it where it is', async () => {
    const given = join(await temporaryFolder(), 'given.whl')
    const { folder, install } = await place()
    await expect(install({ file: given })).rejects.toThrowRomae('ENGINE_SETUP_WHEEL')
    writeFileSync(given, bytes.subarray(1))
    await expect(install({ file: given })).rejects.toThrowRomae('ENGINE_SETUP_CHECKSUM')
    writeFileSync(given, bytes)
    await install({ file: given })
    expect([existsSync(given), findLibrary(wheel, folder)?.version]).toEqual([true, '1'])
  })

  it('names what a wheel lacks, and leaves no part of it', async () => {
    const given = join(await temporaryFolder(), 'given.whl')
    writeFileSync(given, bytes)
    for (const [members, problem] of [
      [{ 'demo/liba.so': 5 }, 'demo/liba.so has 200000 bytes; expected 5'],
      [{ 'demo/liba.so': library.length, 'demo/libc.so': 5 }, 'there is no demo/libc.so in it'],
    ] as const) {
      const { folder, install } = await place({ wheel: { ...wheel, members } })
      await expect(install({ file: given })).rejects.toThrowRomae('ENGINE_SETUP_WHEEL', { reason: problem })
      expect(readdirSync(folder)).toEqual([])
    }
  })

  it('is not for every platform, and needs room, and one process at a time', async () => {
    const { folder, install } = await place({ wheel: libraryWheel('win32-x64') })
    await expect(install()).rejects.toThrowRomae('ENGINE_SETUP_PLATFORM')
    mkdirSync(folder)
    await expect(requireSpace(folder, 2 ** 60)).rejects.toThrowRomae('ENGINE_SETUP_SPACE', { folder, needed: 2 ** 60 })
    const lock = await tryLock(await lockPath(folder, 'folder'), 'another')
    const removing = removeLibrary(wheel, folder)
    await expect(removing).rejects.toThrowRomae('ENGINE_SETUP_RUNNING', { folder })
    if ('release' in lock) await lock.release()
  })
})
