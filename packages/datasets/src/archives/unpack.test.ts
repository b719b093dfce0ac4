import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { caught } from '@romae/errors/testing'
import { create, Header } from 'tar'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { type ZipEntry, zip } from '../testing/zip.ts'
import { isArchive, unpack } from './unpack.ts'

const text = 'Time,Parameter,Value\n'.repeat(1000)

async function archiveOf(name: string, bytes: Uint8Array) {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'out', 'inside'), { recursive: true })
  await writeFile(join(folder, name), bytes)
  return { file: join(folder, name), out: join(folder, 'out', 'inside'), outside: join(folder, 'out') }
}

/** A tar archive with any names and types, which `create` would not write. */
function tar(
  ...entries: readonly {
    path: string
    type?: 'File' | 'SymbolicLink' | 'Link' | 'FIFO'
    linkpath?: string
    size?: number
  }[]
) {
  const blocks = entries.map(({ path, type = 'File', linkpath = '', size = 5 }) => {
    const block = Buffer.alloc(1024)
    const bytes = type === 'File' ? size : 0
    const header = new Header({ path, type, linkpath, size: bytes, mode: 0o644, mtime: new Date(0) })
    header.encode(block)
    block.write('hello', 512)
    return bytes > 0 ? block : block.subarray(0, 512)
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
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
    expect(await readdir(out)).toEqual(['fine.txt'])
  })

  it.each([
    [{ path: '../evil.txt' }],
    [{ path: 'a/../../evil.txt' }],
    [{ path: '/tmp/romae-evil.txt' }],
    [{ path: 'link', type: 'SymbolicLink', linkpath: '/etc/passwd' } as const],
    [{ path: 'link', type: 'Link', linkpath: '../../outside.txt' } as const],
    [{ path: 'pipe', type: 'FIFO' } as const],
  ])('refuses a tar archive with %o', async (entry) => {
    for (const [name, bytes] of [
      ['a.tar', tar(entry)],
      ['a.tgz', gzipSync(tar(entry))],
    ] as const) {
      const { file, out, outside } = await archiveOf(name, bytes)
      const error = await caught(() => unpack(file, out, 1e6))
      expect(error).toMatchObject({ code: 'DATASETS_UNSAFE_ENTRY', fields: { name: entry.path } })
      expect(await readdir(outside)).toEqual(['inside'])
      expect(await readdir(out)).toEqual([])
    }
  })

  it('does not write through a link that lies in the folder', async () => {
    const { file, out, outside } = await archiveOf('a.tar', tar({ path: 'way/evil.txt' }))
    await symlink(outside, join(out, 'way'))
    await unpack(file, out, 1e6).catch(() => {})
    expect(await readdir(outside)).toEqual(['inside'])
  })

  it('holds archives to the limit, in what they say and in what comes out', async () => {
    const large = Buffer.alloc(2e6, 'a')
    const cases = [
      ['says.zip', zip({ name: 'a', content: large })],
      [
        'many.zip',
        zip(...Array.from({ length: 30 }, (_, index) => ({ name: `${index}`, content: large.subarray(0, 5e4) }))),
      ],
      ['says.tar', tar({ path: 'a', size: 2e6 })],
      ['zeros.tar.gz', gzipSync(Buffer.concat([tar({ path: 'a' }), Buffer.alloc(8e6)]))],
    ] as const
    for (const [name, bytes] of cases) {
      const { file, out } = await archiveOf(name, bytes)
      expect((await caught(() => unpack(file, out, 1e6))).code, name).toBe('DATASETS_TOO_LARGE')
    }
    // A bomb: 2 MB come out where 10 bytes are promised.
    const { file, out } = await archiveOf('lies.zip', zip({ name: 'a', content: large, claim: 10 }))
    expect((await caught(() => unpack(file, out, 1e6))).code).toBe('DATASETS_ARCHIVE')
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
      expect((await caught(() => unpack(file, out, 1e6))).code).toBe('DATASETS_ARCHIVE')
    }
  })

  it('says when a tar archive was cut between two files', async () => {
    const { file, out } = await archiveOf('a.tar', tar({ path: 'a' }).subarray(0, 1024))
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
