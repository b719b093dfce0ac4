import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { ArchiveProblem, expanded } from './index.ts'

async function* pieces(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

async function read(bytes: Uint8Array, size?: number): Promise<Buffer> {
  const found: Uint8Array[] = []
  for await (const piece of expanded(pieces(bytes, size))) found.push(piece)
  return Buffer.concat(found)
}

const failure = (bytes: Uint8Array) =>
  read(bytes).then(
    () => null,
    (cause: unknown) => cause,
  )
const text = Buffer.from('Time,Parameter,Value\n'.repeat(10_000))

it('decompresses by how a file begins, and hands on what is not compressed', async () => {
  expect(Buffer.compare(await read(gzipSync(text)), text)).toBe(0)
  expect(Buffer.compare(await read(gzipSync(text), 100), text)).toBe(0)
  expect(Buffer.compare(await read(text), text)).toBe(0)
  expect(await read(new Uint8Array(0))).toHaveLength(0)
})

it('stops at a bomb', async () => {
  const bomb = gzipSync(Buffer.alloc(200_000_000))
  expect(bomb.length).toBeLessThan(300_000)
  const cause = await failure(bomb)
  expect(cause).toBeInstanceOf(ArchiveProblem)
  expect(cause).toMatchObject({ kind: 'too large', what: 'bytes when it is decompressed', limit: 2 ** 26 })
})

it('says when a file is damaged or cut short', async () => {
  const whole = gzipSync(text)
  const damaged = Buffer.from(whole)
  damaged[20]! ^= 0xff
  for (const bytes of [whole.subarray(0, whole.length / 2), damaged]) {
    const cause = await failure(bytes)
    expect(cause).toBeInstanceOf(ArchiveProblem)
    expect(cause).toMatchObject({ kind: 'damaged' })
  }
})

it('passes on what the source throws, before anything and in the middle', async () => {
  const failing = async function* (first: Uint8Array | null): AsyncGenerator<Uint8Array> {
    if (first !== null) yield first
    throw new RangeError('gone')
  }
  const all = async (source: AsyncIterable<Uint8Array>) => {
    for await (const _ of expanded(source));
  }
  await expect(all(failing(null))).rejects.toThrow(RangeError)
  await expect(all(failing(gzipSync(text).subarray(0, 100)))).rejects.toThrow('gone')
})
