import { caught } from '@romae/internal/testing'
import { RomaeError } from '@romae/tokenizer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noise } from '../testing/sounds.ts'
import { chunk, compressedWav, container, format, int16, wav } from '../testing/wav-files.ts'
import { decodeWav } from './decode-wav.ts'

const fmt = chunk('fmt ', format({}))
const data = chunk('data', int16(1, 2, 3))

async function refusal(bytes: Uint8Array, options = {}): Promise<RomaeError> {
  const error = await caught(() => decodeWav(bytes, { id: 'bad.wav', ...options }))
  expect(error.message).toContain('bad.wav')
  return error
}

describe('decodeWav refuses, naming the file,', () => {
  it.each<[what: string, bytes: Uint8Array, code: string]>([
    ['nothing', new Uint8Array(0), 'AUDIO_TRUNCATED'],
    ['another format', new TextEncoder().encode('this is not a sound file'), 'AUDIO_NOT_WAV'],
    ['another RIFF form', new TextEncoder().encode('RIFF\x04\0\0\0AVI '), 'AUDIO_NOT_WAV'],
    ['4 GB claimed by the data', container([fmt, chunk('data', int16(1), 0xfffffff0)]), 'AUDIO_TRUNCATED'],
    ['no samples', container([fmt, chunk('data', new Uint8Array(0))]), 'AUDIO_EMPTY'],
    ['half a sample', container([fmt, chunk('data', Uint8Array.of(1, 2, 3))]), 'AUDIO_BAD_HEADER'],
    ['no channels', container([chunk('fmt ', format({ channels: 0, blockSize: 2 })), data]), 'AUDIO_BAD_HEADER'],
    ['rate 0', container([chunk('fmt ', format({ rate: 0 })), data]), 'AUDIO_BAD_HEADER'],
    ['a wrong block size', container([chunk('fmt ', format({ blockSize: 3 })), data]), 'AUDIO_BAD_HEADER'],
    ['a short format', container([chunk('fmt ', new Uint8Array(14)), data]), 'AUDIO_BAD_HEADER'],
    ['two formats', container([fmt, fmt, data]), 'AUDIO_BAD_HEADER'],
    ['data before the format', container([data, fmt]), 'AUDIO_BAD_HEADER'],
    ['no data', container([fmt]), 'AUDIO_TRUNCATED'],
    ['no format', container([]), 'AUDIO_TRUNCATED'],
    ['MP3 inside', container([chunk('fmt ', format({ tag: 0x55 })), data]), 'AUDIO_UNSUPPORTED_CODEC'],
    ['64-bit integers', container([chunk('fmt ', format({ bits: 64 })), data]), 'AUDIO_UNSUPPORTED_CODEC'],
    ['0 bits', container([chunk('fmt ', format({ bits: 0 })), data]), 'AUDIO_UNSUPPORTED_CODEC'],
    [
      'stereo ADPCM',
      container([chunk('fmt ', format({ tag: 17, bits: 4, channels: 2 })), data]),
      'AUDIO_UNSUPPORTED_CODEC',
    ],
    [
      'ADPCM blocks of headers',
      container([chunk('fmt ', format({ tag: 17, bits: 4, blockSize: 4 })), data]),
      'AUDIO_BAD_HEADER',
    ],
    [
      'an ADPCM step beyond the table',
      container([
        chunk('fmt ', format({ tag: 17, bits: 4, blockSize: 6 })),
        chunk('data', Uint8Array.of(0, 0, 89, 0, 0, 0)),
      ]),
      'AUDIO_BAD_HEADER',
    ],
    ['RF64 without its sizes', container([fmt, data], 'RF64'), 'AUDIO_NOT_WAV'],
    [
      'a million empty chunks',
      container([...Array(1001).fill(chunk('junk', new Uint8Array(0))), fmt, data]),
      'AUDIO_BAD_HEADER',
    ],
    ...([Number.NaN, Infinity, -Infinity] as const).map((value): [string, Uint8Array, string] => [
      `a sample of ${value}`,
      container([
        chunk('fmt ', format({ tag: 3, bits: 32 })),
        chunk('data', new Uint8Array(Float32Array.of(0, value).buffer)),
      ]),
      'AUDIO_NOT_FINITE',
    ]),
  ])('%s', async (_, bytes, code) => {
    expect((await refusal(bytes)).code).toBe(code)
  })

  it('a small file cut off at every byte', async () => {
    const files = [container([fmt, data]), wav([noise(9, 1)], { depth: '24' }), compressedWav([noise(300, 2)], 'MuLaw')]
    for (const file of files) {
      for (let length = 0; length < file.length; length++) {
        const cut = file.slice(0, length)
        expect((await refusal(cut, { strict: true })).code).toMatch(/^AUDIO_(TRUNCATED|NOT_WAV)$/)
        // The byte that fills an odd chunk up is no sample.
        if (length === file.length - 1 && file.length % 2 === 0 && file === files[1]) continue
        expect((await refusal(cut)).code).toMatch(/^AUDIO_(TRUNCATED|NOT_WAV|OPEN_END)$/)
      }
    }
  })

  it('more than the limits, before it reads or allocates anything', async () => {
    // Says that it holds 3 GB, and is no more than its header.
    const huge = 3 * 2 ** 30
    const header = container([fmt, chunk('data', new Uint8Array(0), huge)], 'RIFF', huge + 36)
    const bytes = new Proxy(header, {
      get: (target, key) => (key === 'length' ? huge + 44 : Reflect.get(target, key).bind?.(target)),
    })
    expect(await refusal(bytes)).toMatchObject({ code: 'AUDIO_TOO_LARGE', fields: { what: 'bytes', count: huge } })
    const small = container([fmt, data])
    const limits = { code: 'AUDIO_TOO_LARGE', fields: { count: 3, limit: 2 } }
    expect(await refusal(small, { maxSamples: 2 })).toMatchObject(limits)
    expect(await refusal(small, { maxBytes: 5 })).toMatchObject({
      code: 'AUDIO_TOO_LARGE',
      fields: { option: 'maxBytes' },
    })
    expect(await refusal(small, { rate: 16000, maxSamples: 5 })).toMatchObject({ fields: { count: 6, limit: 5 } })
  })
})

it('decodes or refuses in good time whatever the bytes', async () => {
  const valid = [
    wav([noise(40, 1), noise(40, 2)]),
    wav([noise(25, 3)], { depth: '24', container: 'RIFX' }),
    wav([noise(20, 4)], { depth: '32f' }),
    wav([noise(20, 5)], { depth: '8' }),
    compressedWav([noise(60, 6)], 'ALaw'),
    compressedWav([noise(600, 7)], 'IMAADPCM'),
    // LIST chunks, which wavefile's own reader takes exponential time for.
    container([...Array(40).fill(chunk('LIST', new TextEncoder().encode('adtl'))), fmt, data]),
  ]
  // Not fc.double, most of whose numbers are tiny.
  const share = (max: number) => fc.nat({ max: 999 }).map((part) => (part / 1000) * max)
  const edit = fc.record({
    at: share(1),
    // Headers are where it hurts, so every second edit is in the first 64 bytes.
    inHeader: fc.boolean(),
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 4 }),
      fc.constantFrom(Uint8Array.of(255, 255, 255, 255), Uint8Array.of(0, 0, 0, 0), Uint8Array.of(0xfe, 0xff)),
      fc.constantFrom('RIFF', 'RIFX', 'RF64', 'fmt ', 'data', 'LIST', 'ds64').map((id) => new TextEncoder().encode(id)),
    ),
  })
  const mutated = fc
    .tuple(
      fc.constantFrom(...valid),
      fc.array(edit, { minLength: 1, maxLength: 3 }),
      // One in five is cut off somewhere.
      share(5),
    )
    .map(([file, edits, cut]) => {
      const bytes = file.slice()
      for (const { at, inHeader, bytes: written } of edits) {
        const range = (inHeader ? Math.min(64, bytes.length) : bytes.length) - written.length
        bytes.set(written, Math.floor(at * range))
      }
      return cut >= 1 ? bytes : bytes.slice(0, Math.ceil(cut * bytes.length))
    })

  const outcomes = { decoded: 0, refused: 0 }
  const property = fc.asyncProperty(fc.noBias(mutated), async (bytes) => {
    const started = process.cpuUsage()
    try {
      const { channels } = await decodeWav(bytes, { id: 'bad.wav' })
      for (const samples of channels) expect(samples.every(Number.isFinite)).toBe(true)
      outcomes.decoded += 1
    } catch (error) {
      expect(RomaeError.isInstance(error), String(error)).toBe(true)
      expect((error as Error).message).toContain('bad.wav')
      outcomes.refused += 1
    }
    // Of this process alone, however busy the machine is.
    const { user, system } = process.cpuUsage(started)
    expect((user + system) / 1e6).toBeLessThan(2)
  })
  await fc.assert(property, { numRuns: 5000, seed: 20 })
  // Both ends of the decoder were reached.
  expect(outcomes.decoded).toBeGreaterThan(500)
  expect(outcomes.refused).toBeGreaterThan(500)
})
