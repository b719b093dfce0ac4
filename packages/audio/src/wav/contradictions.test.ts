import { caught } from '@romae/internal/testing'
import { describe, expect, it } from 'vitest'
import { chunk, container, format, int16 } from '../testing/wav-files.ts'
import { type DecodeOptions, decodeWav } from './decode-wav.ts'

const fmt = chunk('fmt ', format({}))
const samples = int16(1, 2, 3)
const data = chunk('data', samples)
const odd = chunk('LIST', new TextEncoder().encode('INFOx'))
const joined = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts))
const expected = Float32Array.of(1, 2, 3).map((sample) => sample / 2 ** 15)

async function read(bytes: Uint8Array, options: DecodeOptions = {}) {
  const notes: string[] = []
  const { channels } = await decodeWav(bytes, { id: 'a.wav', onNote: (note) => notes.push(note), ...options })
  return { channels, notes }
}

const codeOf = async (bytes: Uint8Array, options: DecodeOptions = {}) => (await caught(() => read(bytes, options))).code

describe('a file whose samples are all there', () => {
  const whole = container([fmt, data])
  const of8 = chunk('data', Uint8Array.of(129, 130, 131))
  const bits8 = chunk('fmt ', format({ bits: 8 }))

  it.each<[what: string, bytes: Uint8Array]>([
    ['a container 8 bytes too large', container([fmt, data], 'RIFF', whole.length)],
    ['a container 1 byte too large', container([fmt, data], 'RIFF', whole.length - 7)],
    ['a container 8 bytes too small', container([fmt, data], 'RIFF', whole.length - 16)],
    ['a container of size 0', container([fmt, data], 'RIFF', 0)],
    ['a container of size FFFFFFFF', container([fmt, data], 'RIFF', 0xffffffff)],
    ['a list that is not filled up to an even size', container([odd.slice(0, -1), fmt, data])],
    ['a list in the middle that is not', container([fmt, odd.slice(0, -1), data])],
  ])('is read with %s, which is said, and refused strictly', async (_, bytes) => {
    const { channels, notes } = await read(bytes)
    expect(channels).toEqual([expected])
    expect(notes).toEqual([expect.stringMatching(/^a\.wav: /)])
    expect(await codeOf(bytes, { strict: true })).toMatch(/^AUDIO_(TRUNCATED|BAD_HEADER)$/)
  })

  it('is read where the last byte is missing, which is no sample', async () => {
    const { channels, notes } = await read(container([bits8, of8]).slice(0, -1))
    expect([channels[0]!.length, notes.length]).toEqual([3, 1])
  })

  it.each([
    ['as it should be', whole],
    ['an odd list that is filled up', container([odd, fmt, data])],
    ['something after the data', joined(whole, chunk('LIST', samples))],
  ])('has no note where it is %s', async (_, bytes) => {
    expect(await read(bytes)).toEqual({ channels: [expected], notes: [] })
  })
})

describe('data of a size that was not known', () => {
  it.each([0, 0xffffffff, 0x7fffffff, 0x80000000])(
    '%d is an error that says what follows, and read by option',
    async (size) => {
      const bytes = container([fmt, chunk('data', samples, size)], 'RIFF', 0xffffffff)
      await expect(async () => read(bytes)).rejects.toThrowRomae('AUDIO_OPEN_END', { size, rest: 6 })
      expect((await read(bytes, { openEnd: true })).channels).toEqual([expected])
      // A stream that was cut in the middle of a sample.
      expect((await read(bytes.slice(0, -1), { openEnd: true })).channels[0]).toEqual(expected.slice(0, 2))
    },
  )

  it('is none where nothing follows, or another chunk does', async () => {
    const none = chunk('data', new Uint8Array(0))
    for (const bytes of [container([fmt, none]), container([fmt, none, chunk('LIST', samples)])]) {
      expect(await codeOf(bytes, { openEnd: true })).toBe('AUDIO_EMPTY')
    }
  })
})
