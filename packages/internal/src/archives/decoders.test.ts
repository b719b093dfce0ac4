import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { ArchiveProblem, expanded, gunzip, unzstd } from './index.ts'

const text = Buffer.from('time,level\n'.repeat(30_000))
/** `zstd`'s of the text, with its size and a checksum: `zstd -c | base64`. */
const zstd = Buffer.from('KLUv/aQQCQUAnAAAWHRpbWUsbGV2ZWwKAQDy/86LF0wAAAh2AQD8/zkQAk0AAAhlAQAMCTkQAotGYwg=', 'base64')
/** One of the word `frame` without either. */
const small = Buffer.from('KLUv/QAAKQAAZnJhbWU=', 'base64')

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

async function read(bytes: Uint8Array, size = 65_536): Promise<Buffer> {
  const found: Uint8Array[] = []
  for await (const piece of expanded(pieces(bytes, size), { gzip: gunzip, zstd: unzstd })) found.push(piece)
  return Buffer.concat(found)
}

const failure = (bytes: Uint8Array) =>
  read(bytes).then(
    (found) => `read ${found.length} bytes`,
    (cause: unknown) => (cause instanceof ArchiveProblem ? cause.message : cause),
  )

it.each([1, 3, 1000, 65_536])('reads gzip and zstd in pieces of %d bytes', async (size) => {
  for (const bytes of [gzipSync(text), zstd]) expect(Buffer.compare(await read(bytes, size), text)).toBe(0)
  expect(String(await read(small, size))).toBe('frame')
})

it('reads all parts of a file, and what is skipped or pads it', async () => {
  const twice = Buffer.concat([text, text])
  expect(Buffer.compare(await read(Buffer.concat([gzipSync(text), gzipSync(text), Buffer.alloc(100)])), twice)).toBe(0)
  expect(Buffer.compare(await read(Buffer.concat([gzipSync(text), Buffer.alloc(100)]), 7), text)).toBe(0)
  const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3])
  expect(Buffer.compare(await read(Buffer.concat([zstd, skipped, zstd]), 11), twice)).toBe(0)
  expect(String(await read(Buffer.concat([small, small, small])))).toBe('frameframeframe')
})

it('says what is cut short wherever it is cut, between two parts alone excepted', async () => {
  for (const bytes of [gzipSync(text), zstd]) {
    for (let cut = 6; cut < bytes.length; cut += Math.ceil(bytes.length / 40)) {
      expect(await failure(bytes.subarray(0, cut))).toContain('cut short')
      const second = Buffer.concat([bytes, bytes.subarray(0, Math.max(1, cut - 5))])
      expect(await failure(second)).toContain('cut short')
    }
    expect(await failure(bytes.subarray(0, -1))).toContain('cut short')
  }
})

it('says what follows', async () => {
  expect(await failure(Buffer.concat([gzipSync(text), Buffer.from('x')]))).toMatch(/header|cut short/)
  expect(await failure(Buffer.concat([gzipSync(text), Buffer.from('more of it')]))).toContain('header')
  expect(await failure(Buffer.concat([gzipSync(text), Buffer.alloc(4), Buffer.from('more')]))).toContain('follows')
  expect(await failure(Buffer.concat([zstd, Buffer.from('more of it')]))).toContain('follows')
})

it('looks at checksums', async () => {
  for (const bytes of [gzipSync(text), zstd]) {
    const sum = bytes === zstd ? bytes.length - 2 : bytes.length - 6
    const changed = Buffer.from(bytes)
    changed[sum]! ^= 1
    expect(await failure(changed)).toMatch(/check/)
  }
})

it('asks for no window of two gigabytes, and stops at bombs', async () => {
  const window = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 1, 0, 0])
  expect(await failure(window)).toContain('window')
  const block = Buffer.from([2, 0, 0x10, 0])
  block[0] = 2 // one byte, 2^17 times
  const bomb = Buffer.concat([
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]),
    ...Array<Buffer>(2000).fill(block),
    Buffer.from([1, 0, 0]),
  ])
  expect(await failure(bomb)).toContain('may have')
})

it('hands on what its source says', async () => {
  const broken = new Error('the disk is gone')
  const source = (async function* () {
    yield new Uint8Array(gzipSync(text).subarray(0, 20))
    throw broken
  })()
  await expect(async () => {
    for await (const _ of expanded(source, { gzip: gunzip })) _
  }).rejects.toBe(broken)
})
