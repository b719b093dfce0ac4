import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { caught } from '@romae/internal/testing'
import { describe, expect, it } from 'vitest'
import { noise, tone } from '../testing/sounds.ts'
import { type BitDepth, chunk, compressedWav, container, format, int16, joined, wav } from '../testing/wav-files.ts'
import { decodeWav } from './decode-wav.ts'

const left = tone(440, 8000, 1004)
const right = noise(1004, 1)

function largestError(got: Float32Array, expected: ArrayLike<number>): number {
  expect(got.length).toBe(expected.length)
  return got.reduce((worst, value, index) => Math.max(worst, Math.abs(value - expected[index]!)), 0)
}

describe('decodeWav reads what wavefile writes:', () => {
  const steps: Record<BitDepth, number> = { 8: 2 ** -7, 16: 2 ** -15, 24: 2 ** -23, 32: 2 ** -24, '32f': 0, 64: 0 }

  for (const [depth, step] of Object.entries(steps) as [BitDepth, number][]) {
    it.each(['RIFF', 'RIFX'] as const)(`${depth} bits, %s, one, two and three channels`, async (riff) => {
      for (const channels of [[left], [left, right], [left, right, left]]) {
        // wavefile marks three channels of floating point as integers.
        if (channels.length === 3 && step === 0) continue
        const sound = await decodeWav(wav(channels, { depth, container: riff, rate: 22050 }))
        expect(sound.rate).toBe(22050)
        expect(sound.channels.length).toBe(channels.length)
        channels.forEach((expected, index) => {
          expect(largestError(sound.channels[index]!, expected)).toBeLessThanOrEqual(2 * step)
        })
      }
    })
  }

  it.each([
    ['ALaw', 0.03],
    ['MuLaw', 0.02],
  ] as const)('%s, one and two channels', async (codec, tolerance) => {
    for (const channels of [[left], [left, right]]) {
      const sound = await decodeWav(compressedWav(channels, codec))
      channels.forEach((expected, index) => {
        expect(largestError(sound.channels[index]!, expected)).toBeLessThan(tolerance)
      })
    }
  })

  it('IMA ADPCM', async () => {
    const sound = await decodeWav(compressedWav([left], 'IMAADPCM'))
    // wavefile's encoder leaves out the second and third sample of each block of 505, and needs some to find its step.
    const kept = [...left].filter((_, index) => index % 505 !== 1 && index % 505 !== 2)
    expect(largestError(sound.channels[0]!.subarray(50, 500), kept.slice(50, 500))).toBeLessThan(0.05)
  })
})

describe('decodeWav knows what wavefile does not:', () => {
  // The rate is one that wavefile refuses.
  it('known answers of G.711', async () => {
    const decode = async (tag: number, ...codes: number[]) => {
      const file = container([
        chunk('fmt ', format({ tag, bits: 8, rate: 0xffffffff })),
        chunk('data', Uint8Array.from(codes)),
      ])
      return [...(await decodeWav(file)).channels[0]!].map((value) => value * 2 ** 15)
    }
    expect(await decode(6, 0xd5, 0x55, 0xaa, 0x2a)).toEqual([8, -8, 32256, -32256])
    expect(await decode(7, 0xff, 0x7f, 0x80, 0x00)).toEqual([0, 0, 32124, -32124])
  })

  it('every block of IMA ADPCM, header sample once, the last one cut short', async () => {
    // A nibble of 0 at step index 0 changes nothing: step 7 / 8 is 0. One of 4 adds 7 and raises the index by 2.
    const block = (sample: number, ...bytes: number[]) => joined([int16(sample), Uint8Array.from([0, 0, ...bytes])])
    const data = joined([block(1000, 0x00, 0x40), block(-500, 0x00, 0x00), block(77, 0x00)])
    const file = container([chunk('fmt ', format({ tag: 17, bits: 4, blockSize: 6 })), chunk('data', data)])
    const { channels } = await decodeWav(file)
    const expected = [1000, 1000, 1000, 1000, 1007, -500, -500, -500, -500, -500, 77, 77, 77]
    expect([...channels[0]!].map((value) => value * 2 ** 15)).toEqual(expected)
    const counted = container([
      chunk('fmt ', format({ tag: 17, bits: 4, blockSize: 6 })),
      chunk('fact', new Uint8Array(Uint32Array.of(11).buffer)),
      chunk('data', data),
    ])
    expect((await decodeWav(counted)).channels[0]!.length).toBe(11)
  })

  it('8 bits, which have no sign', async () => {
    const data = chunk('data', Uint8Array.of(0, 128, 255, 129))
    const { channels } = await decodeWav(container([chunk('fmt ', format({ bits: 8 })), data]))
    expect(channels[0]).toEqual(Float32Array.of(-1, 0, 127 / 128, 1 / 128))
  })

  it('extensible floating point, which is not integers', async () => {
    const samples = Float32Array.of(0.25, -1.5, 1e-3)
    const fmt = chunk('fmt ', format({ bits: 32, subFormat: 3 }))
    const { channels } = await decodeWav(container([fmt, chunk('data', new Uint8Array(samples.buffer))]))
    expect(channels[0]).toEqual(samples)
  })

  it('RF64, whose sizes stand in a chunk of their own', async () => {
    const data = int16(1, 2, 3)
    const sizes = new DataView(new ArrayBuffer(28))
    const chunks = [chunk('fmt ', format({})), chunk('data', data, 0xffffffff)]
    const total = 4 + 36 + joined(chunks).length
    sizes.setUint32(0, total, true)
    sizes.setUint32(8, data.length, true)
    const file = container([chunk('ds64', new Uint8Array(sizes.buffer)), ...chunks], 'RF64', 0xffffffff)
    expect([...(await decodeWav(file)).channels[0]!].map((value) => value * 2 ** 15)).toEqual([1, 2, 3])
  })

  it('chunks before and after, and one of odd size', async () => {
    const junk = chunk('junk', Uint8Array.of(1, 2, 3))
    const file = container([junk, chunk('fmt ', format({})), junk, chunk('data', int16(-32768)), junk])
    expect((await decodeWav(file)).channels).toEqual([Float32Array.of(-1)])
  })
})

describe('decodeWav', () => {
  it('reads a path, whose name is the id, and gives the label on', async () => {
    const folder = await temporaryFolder({ 'a.wav': wav([left]) })
    const path = join(folder, 'a.wav')
    const sound = await decodeWav(path, { label: 'tone' })
    expect(sound).toEqual({ ...(await decodeWav(wav([left]))), id: path, label: 'tone' })
    await expect(async () => decodeWav(join(folder, 'none.wav'))).rejects.toThrowRomae('AUDIO_CANNOT_READ')
    expect((await caught(() => decodeWav(folder))).message).toContain(folder)
  })

  it('decodes in pieces what is longer than one', async () => {
    const long = noise(400_000, 3)
    for (const depth of ['16', '64'] as const) {
      const { channels } = await decodeWav(wav([long, long], { depth }))
      expect(largestError(channels[1]!, long)).toBeLessThan(2 ** -14)
    }
    const { channels } = await decodeWav(compressedWav([tone(100, 8000, 1_200_000)], 'MuLaw'))
    expect(largestError(channels[0]!, tone(100, 8000, 1_200_000))).toBeLessThan(0.02)
  })

  it('mixes and resamples', async () => {
    const sound = await decodeWav(wav([left, left], { rate: 8000 }), { mix: 'mean', rate: 16000 })
    expect(sound.rate).toBe(16000)
    expect(sound.channels.map((channel) => channel.length)).toEqual([2008])
    expect(
      largestError(sound.channels[0]!.subarray(200, 1800), tone(440, 16000, 2008).subarray(200, 1800)),
    ).toBeLessThan(1e-3)
  })

  it('names a mistyped option', async () => {
    const error = await caught(() => decodeWav(wav([left]), { qualty: 'best' } as object))
    expect(error.code).toBe('AUDIO_UNKNOWN_OPTION')
    expect(error.message).toContain('did you mean "quality"')
  })
})
