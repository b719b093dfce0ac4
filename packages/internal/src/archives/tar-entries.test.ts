import { expect, it } from 'vitest'
import { tar } from '../testing/archives/index.ts'
import { ArchiveProblem, tarEntries } from './index.ts'

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

const sizes = [1, 100, 512, 65_536]
const long = 'x'.repeat(3000)
const archive = tar(
  { path: 'set/', type: 'Directory' },
  { path: 'set/a.txt', content: 'hello' },
  { path: 'set/empty' },
  { path: 'way', type: 'SymbolicLink', linkpath: '/etc' },
  { path: 'set/long.txt', content: long },
)

async function read(bytes: Uint8Array, size = 65_536) {
  const found: [name: string, kind: string, text: string][] = []
  for await (const { name, kind, contents } of tarEntries(pieces(bytes, size))) {
    let text = ''
    for await (const piece of contents) text += Buffer.from(piece).toString()
    found.push([name, kind, text])
  }
  return found
}

it.each(sizes)('gives entries with their contents, in pieces of %d bytes', async (size) => {
  expect(await read(archive, size)).toEqual([
    ['set/', 'folder', ''],
    ['set/a.txt', 'file', 'hello'],
    ['set/empty', 'file', ''],
    ['way', 'link', ''],
    ['set/long.txt', 'file', long],
  ])
})

it.each(sizes)('leaves out what is not read, in pieces of %d bytes', async (size) => {
  const names: string[] = []
  for await (const { name, contents } of tarEntries(pieces(archive, size))) {
    names.push(name)
    // A part of it.
    if (name === 'set/long.txt') for await (const _ of contents) break
  }
  expect(names).toEqual(['set/', 'set/a.txt', 'set/empty', 'way', 'set/long.txt'])
})

it('closes the archive when no more of it is wanted', async () => {
  let closed = false
  const source = (async function* () {
    try {
      yield* pieces(archive, 512)
    } finally {
      closed = true
    }
  })()
  for await (const _ of tarEntries(source)) break
  expect(closed).toBe(true)
})

it.each([
  ['cut within a file', archive.subarray(0, 512 * 9)],
  ['cut between two files', archive.subarray(0, 512 * 3)],
  ['empty', new Uint8Array(0)],
  ['no archive', Buffer.from('<html>not found</html>'.repeat(100))],
  ['damaged', Buffer.concat([archive.subarray(0, 512), Buffer.alloc(512, 7), archive.subarray(1024)])],
  ['compressed once more', Buffer.concat([Buffer.from([0x1f, 0x8b]), archive])],
  ['compressed by zstd', Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), archive])],
])('says when an archive is %s', async (_, bytes) => {
  const cause = await read(bytes).then(
    () => null,
    (cause: unknown) => cause,
  )
  expect(cause).toBeInstanceOf(ArchiveProblem)
  expect(cause).toMatchObject({ kind: 'damaged' })
})
