import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { decodeSound } from '../wav/decode-wav.ts'
import { formatOf } from './sniff.ts'

const file = (name: string) => join(fileURLToPath(new URL('../testing/formats/', import.meta.url)), name)
/** What libsndfile reads: channel after channel. */
async function expectedOf(name: string): Promise<Float32Array> {
  const bytes = await readFile(file(`${name}.f32`))
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
}

describe('decodeSound', () => {
  it.each([
    ['sound.wav', 24_000, 0],
    ['sound.flac', 24_000, 0],
    ['deep.flac', 24_000, 0],
    ['sound.ogg', 24_000, 1e-6],
    ['sound.opus', 48_000, 1e-4],
    ['sound.mp3', 24_000, 1e-5],
  ])('reads %s as libsndfile does', async (name, rate, tolerance) => {
    const sound = await decodeSound(file(name))
    expect([sound.rate, sound.channels.length]).toEqual([rate, 2])
    const expected = await expectedOf(name)
    const length = expected.length / 2
    expect(sound.channels[0]!.length).toBe(length)
    const worst = sound.channels.flatMap((samples, channel) =>
      Array.from(samples, (sample, at) => Math.abs(sample - expected[channel * length + at]!)),
    )
    expect(worst.reduce((most, one) => Math.max(most, one), 0)).toBeLessThanOrEqual(tolerance)
  })

  it('goes by the content, whatever a file is called, and mixes and resamples as WAV files are', async () => {
    const bytes = new Uint8Array(await readFile(file('sound.flac')))
    const sound = await decodeSound(bytes, { id: 'a.wav', mix: 'mean', rate: 8000 })
    expect([sound.id, sound.channels.length, sound.channels[0]!.length]).toEqual(['a.wav', 1, 2000])
  })

  it.each(['sound.flac', 'sound.ogg', 'sound.opus', 'sound.mp3'])('says of %s that it is cut short', async (name) => {
    const bytes = new Uint8Array(await readFile(file(name)))
    for (const part of [0.3, 0.6]) {
      const cut = bytes.subarray(0, Math.floor(part * bytes.length))
      await expect(decodeSound(cut, { id: name })).rejects.toThrowRomae('AUDIO_DAMAGED', { file: name })
    }
  })

  it.each(['sound.flac', 'sound.ogg', 'sound.opus'])('says of %s that it is damaged', async (name) => {
    const bytes = new Uint8Array(await readFile(file(name)))
    bytes[Math.floor(0.7 * bytes.length)]! ^= 0x55
    await expect(decodeSound(bytes)).rejects.toThrowRomae('AUDIO_DAMAGED')
  })

  it('keeps within the limits', async () => {
    for (const name of ['sound.flac', 'sound.ogg', 'sound.opus', 'sound.mp3']) {
      await expect(decodeSound(file(name), { maxSamples: 1000 })).rejects.toThrowRomae('AUDIO_TOO_LARGE')
      await expect(decodeSound(file(name), { maxBytes: 100 })).rejects.toThrowRomae('AUDIO_TOO_LARGE')
    }
  })
})

it('tells formats by their first bytes', async () => {
  const found = await Promise.all(
    ['sound.wav', 'sound.flac', 'sound.ogg', 'sound.opus', 'sound.mp3'].map(async (name) =>
      formatOf(await readFile(file(name))),
    ),
  )
  expect(found).toEqual([null, 'FLAC', 'Ogg Vorbis', 'Ogg Opus', 'MP3'])
  // A frame of AAC has a reserved layer.
  expect([formatOf(Uint8Array.of(0xff, 0xf1)), formatOf(new Uint8Array())]).toEqual([null, null])
})
