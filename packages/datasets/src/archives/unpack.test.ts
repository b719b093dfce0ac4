import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { caught } from '@romae/internal/testing'
import { tar, type ZipEntry, zip } from '@romae/internal/testing/archives'
import { create } from 'tar'
import { describe, expect, it } from 'vitest'
import { isArchive, MAX_ENTRIES, unpack } from './unpack.ts'

const text = 'Time,Parameter,Value\n'.repeat(1000)

async function archiveOf(name: string, bytes: Uint8Array) {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'out', 'inside'), { recursive: true })
  await writeFile(join(folder, name), bytes)
  return { file: join(folder, name), out: join(folder, 'out', 'inside'), outside: join(folder, 'out') }
}

async function folderWithTexts() {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'set-a'))
  await writeFile(join(folder, 'set-a', '1.txt'), text)
  await writeFile(join(folder, 'Outcomes-a.txt'), 'x')
  return folder
}

describe('unpack', () => {
  it('unpacks tar archives, plain and compressed', async () => {
    const folder = await folderWithTexts()
    await create({ file: join(folder, 'a.tar'), cwd: folder }, ['set-a', 'Outcomes-a.txt'])
    await create({ file: join(folder, 'a.tar.gz'), cwd: folder, gzip: true }, ['set-a', 'Outcomes-a.txt'])
    for (const name of ['a.tar', 'a.tar.gz']) {
      const out = await temporaryFolder()
      await unpack(join(folder, name), out, 1e6)
      expect(await readFile(join(out, 'set-a', '1.txt'), 'utf8')).toBe(text)
      expect(await readFile(join(out, 'Outcomes-a.txt'), 'utf8')).toBe('x')
    }
  })

  it('unpacks tar.xz', async (context) => {
    const folder = await folderWithTexts()
    await create({ file: join(folder, 'a.tar'), cwd: folder }, ['set-a'])
    const xz = await promisify(execFile)('xz', [join(folder, 'a.tar')]).catch(() => null)
    if (xz === null) context.skip('needs the xz command')
    const out = await temporaryFolder()
    await unpack(join(folder, 'a.tar.xz'), out, 1e6)
    expect(await readFile(join(out, 'set-a', '1.txt'), 'utf8')).toBe(text)
  })

  it('unpacks zip archives', async () => {
    const bytes = zip(
      { name: 'set-a/', content: '' },
      { name: 'set-a/1.txt', content: text },
      { name: 'x.ts', content: 'x' },
    )
    const { file, out } = await archiveOf('a.zip', bytes)
    await unpack(file, out, 1e6)
    expect(await readFile(join(out, 'set-a', '1.txt'), 'utf8')).toBe(text)
    expect((await readdir(out)).sort()).toEqual(['set-a', 'x.ts'])
  })

  it.each<[string, ZipEntry]>([
    ['../evil.txt', { name: '../evil.txt', content: 'evil' }],
    ['a/../../evil.txt', { name: 'a/../../evil.txt', content: 'evil' }],
    ['/tmp/evil.txt', { name: '/tmp/evil.txt', content: 'evil' }],
    ['..\\evil.txt', { name: '..\\evil.txt', content: 'evil' }],
    ['C:evil.txt', { name: 'C:evil.txt', content: 'evil' }],
    ['a link', { name: 'link', content: '/etc/passwd', mode: 0o120777 }],
    ['a pipe', { name: 'pipe', content: '', mode: 0o010644 }],
  ])('refuses a zip archive with %s', async (_, entry) => {
    const { file, out, outside } = await archiveOf('a.zip', zip({ name: 'fine.txt', content: 'x' }, entry))
    const error = await caught(() => unpack(file, out, 1e6))
    expect(error).toMatchObject({ code: 'DATASETS_UNSAFE_ENTRY', fields: { name: entry.name } })
    expect(await readdir(outside)).toEqual(['inside'])
    expect(await readdir(out)).toEqual([])
  })

  it.each([
    [{ path: '../evil.txt', content: 'evil' }],
    [{ path: 'a/../../evil.txt' }],
    [{ path: '/tmp/romae-evil.txt' }],
    [{ path: 'link', type: 'SymbolicLink', linkpath: '/etc/passwd' } as const],
    [{ path: 'link', type: 'Link', linkpath: '../../outside.txt' } as const],
    [{ path: 'pipe', type: 'FIFO' } as const],
  ])('refuses a tar archive with %o', async (entry) => {
    for (const [name, bytes] of [
      ['a.tar', tar({ path: 'fine.txt', content: 'x' }, entry)],
      ['a.tgz', gzipSync(tar({ path: 'fine.txt', content: 'x' }, entry))],
    ] as const) {
      const { file, out, outside } = await archiveOf(name, bytes)
      const error = await caught(() => unpack(file, out, 1e6))
      expect(error).toMatchObject({ code: 'DATASETS_UNSAFE_ENTRY', fields: { name: entry.path } })
      expect(await readdir(outside)).toEqual(['inside'])
      expect(await readdir(out)).toEqual([])
    }
  })

  it.each([
    ['a.tar', tar({ path: 'way/evil.txt', content: 'evil' })],
    ['a.zip', zip({ name: 'way/evil.txt', content: 'evil' })],
  ])('does not write through a link that lies in the folder: %s', async (name, bytes) => {
    const { file, out, outside } = await archiveOf(name, bytes)
    await symlink(outside, join(out, 'way'))
    await expect(async () => unpack(file, out, 1e6)).rejects.toThrowRomae('DATASETS_UNSAFE_ENTRY')
    expect(await readdir(outside)).toEqual(['inside'])
  })

  it.each([
    [
      'a.tar',
      tar(
        { path: 'a', content: 'x', mode: 0o6777, uid: 1234 },
        { path: 'b/', type: 'Directory', mode: 0o7777, uid: 1234 },
      ),
    ],
    ['a.zip', zip({ name: 'a', content: 'x', mode: 0o106777 }, { name: 'b/', content: '', mode: 0o047777 })],
  ])('gives files to whoever unpacks, with the rights of new files: %s', async (name, bytes) => {
    const { file, out } = await archiveOf(name, bytes)
    await unpack(file, out, 1e6)
    await writeFile(join(out, 'own'), '')
    await mkdir(join(out, 'own-folder'))
    for (const [unpacked, own] of [
      ['a', 'own'],
      ['b', 'own-folder'],
    ] as const) {
      const [found, expected] = await Promise.all([stat(join(out, unpacked)), stat(join(out, own))])
      expect([found.mode, found.uid, found.gid]).toEqual([expected.mode, expected.uid, expected.gid])
    }
  })

  it('refuses an archive of too many entries before anything is written', async () => {
    const many = Array.from({ length: MAX_ENTRIES + 1 }, (_, index) => ({ path: `${index}` }))
    const { file, out } = await archiveOf('a.tgz', gzipSync(tar(...many), { level: 1 }))
    expect(await caught(() => unpack(file, out, 1e9))).toMatchObject({
      code: 'DATASETS_TOO_LARGE',
      fields: { what: 'files and folders', got: MAX_ENTRIES + 1, limit: MAX_ENTRIES },
    })
    expect(await readdir(out)).toEqual([])
  })

  it('holds archives to the limit, in what they say and in what comes out', async () => {
    const large = Buffer.alloc(2e6, 'a')
    const cases = [
      ['says.zip', zip({ name: 'a', content: large })],
      [
        'many.zip',
        zip(...Array.from({ length: 30 }, (_, index) => ({ name: `${index}`, content: large.subarray(0, 5e4) }))),
      ],
      ['says.tar', tar({ path: 'a', claim: 2e6 })],
      ['zeros.tar.gz', gzipSync(Buffer.concat([tar({ path: 'a', content: 'x' }), Buffer.alloc(8e6)]))],
    ] as const
    for (const [name, bytes] of cases) {
      const { file, out } = await archiveOf(name, bytes)
      expect((await caught(() => unpack(file, out, 1e6))).code, name).toBe('DATASETS_TOO_LARGE')
    }
    // A bomb: 2 MB come out where 10 bytes are promised.
    const { file, out } = await archiveOf('lies.zip', zip({ name: 'a', content: large, claim: 10 }))
    await expect(async () => unpack(file, out, 1e6)).rejects.toThrowRomae('DATASETS_ARCHIVE')
  })

  it.each(['a.zip', 'a.tar', 'a.tar.gz', 'a.tar.xz'])('says when %s is damaged or cut short', async (name) => {
    const folder = await folderWithTexts()
    await create({ file: join(folder, 'whole'), cwd: folder, gzip: name.endsWith('gz') }, ['set-a'])
    const whole = name.endsWith('zip') ? zip({ name: 'a', content: text }) : await readFile(join(folder, 'whole'))
    const cuts = [
      whole.subarray(0, whole.length / 2),
      whole.subarray(0, whole.length * 0.9),
      new TextEncoder().encode('<html>not found</html>'),
    ]
    for (const bytes of [...cuts, new Uint8Array(0)]) {
      const { file, out } = await archiveOf(name, bytes)
      await expect(async () => unpack(file, out, 1e6)).rejects.toThrowRomae('DATASETS_ARCHIVE')
    }
  })

  it('says when a tar archive was cut between two files', async () => {
    const { file, out } = await archiveOf('a.tar', tar({ path: 'a', content: 'x' }).subarray(0, 1024))
    expect(await caught(() => unpack(file, out, 1e6))).toMatchObject({
      code: 'DATASETS_ARCHIVE',
      fields: { reason: 'the blocks that end an archive are missing' },
    })
  })

  it('knows archives by their names', () => {
    expect(['a.zip', 'a.tar', 'a.tar.gz', 'a.TGZ', 'a.tar.xz', 'a.txz'].every(isArchive)).toBe(true)
    expect(['a.ts', 'a.txt', 'a.h5', 'zip', 'a.gz'].some(isArchive)).toBe(false)
  })
})
