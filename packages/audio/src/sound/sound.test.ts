import { describe, expect, it } from 'vitest'
import { mono, noise, tone } from '../testing/sounds.ts'
import { cut, pad, randomCrop, samplesOf } from './cut.ts'
import { fromSamples } from './from-samples.ts'
import { mixChannels } from './mix-channels.ts'
import { resample } from './resample.ts'

const stereo = fromSamples({
  id: 'stereo',
  rate: 4,
  samples: [
    [0.5, 1, -1],
    [0.25, -1, -0.5],
  ],
  label: 'x',
})

describe('fromSamples', () => {
  it('copies one channel or several', () => {
    const samples = Float32Array.of(1, 2)
    const sound = fromSamples({ id: 'a', rate: 8000, samples })
    samples[0] = 7
    expect(sound).toEqual({ id: 'a', rate: 8000, channels: [Float32Array.of(1, 2)] })
    expect(stereo.channels).toEqual([Float32Array.of(0.5, 1, -1), Float32Array.of(0.25, -1, -0.5)])
  })

  it.each<[what: string, arrays: object, code: string]>([
    ['no samples', { samples: [] }, 'AUDIO_EMPTY'],
    ['NaN', { samples: [0, Number.NaN] }, 'AUDIO_NOT_FINITE'],
    ['channels of two lengths', { samples: [[1, 2], [1]] }, 'AUDIO_NOT_A_SOUND'],
    ['rate 0', { samples: [1], rate: 0 }, 'AUDIO_NOT_A_SOUND'],
    ['an id that is no text', { samples: [1], id: 3 }, 'AUDIO_NOT_A_SOUND'],
    ['an unknown field', { samples: [1], sampleRate: 8000 }, 'AUDIO_UNKNOWN_OPTION'],
  ])('refuses %s', async (_, arrays, code) => {
    await expect(async () => fromSamples({ id: 'bad', rate: 8000, samples: [], ...arrays })).rejects.toThrowRomae(code)
  })
})

describe('mixChannels', () => {
  it('takes the mean, the first or one', () => {
    expect(mixChannels(stereo, 'mean')).toEqual({ ...stereo, channels: [Float32Array.of(0.375, 0, -0.75)] })
    expect(mixChannels(stereo, 'first').channels).toEqual([stereo.channels[0]])
    expect(mixChannels(stereo, 1).channels).toEqual([stereo.channels[1]])
    expect(mixChannels(stereo, 1).channels[0]).not.toBe(stereo.channels[1])
  })

  it('names a channel that is not there', async () => {
    await expect(async () => mixChannels(stereo, 2)).rejects.toThrowRomae('AUDIO_NO_CHANNEL', { count: 2 })
    await expect(async () => mixChannels(stereo, 'left' as never)).rejects.toThrowRomae('AUDIO_INVALID_OPTION')
  })
})

describe('resample', () => {
  it.each([
    [44100, 16000],
    [8000, 16000],
    [16000, 44100],
    [48000, 8000],
  ])('keeps a tone from %i to %i, neither delayed nor changed', async (from, to) => {
    const sound = mono(tone(440, from, from), from)
    for (const [quality, error] of [
      ['best', 1e-5],
      ['medium', 1e-4],
      ['fastest', 1e-3],
    ] as const) {
      const { rate, channels } = await resample(sound, to, { quality })
      expect(rate).toBe(to)
      expect(channels[0]!.length).toBe(to)
      const expected = tone(440, to, to)
      // The sound's edges are where silence is assumed to begin.
      const worst = channels[0]!
        .subarray(to * 0.1, to * 0.9)
        .reduce((most, value, index) => Math.max(most, Math.abs(value - expected[to * 0.1 + index]!)), 0)
      expect(worst).toBeLessThan(error)
    }
  })

  it('by default passes what pipelines for speech pass, and lets nothing through that the new rate cannot hold', async () => {
    const peakOf = async (hertz: number) => {
      const { channels } = await resample(mono(tone(hertz, 44_100, 44_100), 44_100), 16_000)
      return Math.max(...channels[0]!.subarray(2000, 14_000).map(Math.abs))
    }
    // Of tones of half the full scale.
    expect(await peakOf(7000)).toBeGreaterThan(0.48)
    expect(await peakOf(9000)).toBeLessThan(1e-4)
  })

  it('goes by the ratio of rates alone: those of ultrasound, and those of slow sensors', async () => {
    const samples = noise(400, 3)
    const expected = (await resample(mono(samples, 2), 1)).channels[0]!
    for (const [from, to] of [
      [768_000, 384_000],
      [0.5, 0.25],
    ] as const) {
      expect(await resample(mono(samples, from), to)).toMatchObject({ rate: to, channels: [expected] })
    }
    const scaled = await resample(mono(samples, 192_001), 1000)
    expect(scaled.channels[0]!.length).toBe(3)
  })

  it('takes the sound to end in silence', async () => {
    const samples = noise(5000, 9)
    const { channels } = await resample(mono(samples, 8000), 11025)
    const followed = await resample(mono([...samples, ...new Float32Array(5000)], 8000), 11025)
    expect(channels[0]).toEqual(followed.channels[0]!.subarray(0, channels[0]!.length))
  })

  it('takes away what the new rate cannot hold', async () => {
    const { channels } = await resample(mono(tone(6000, 16000, 16000), 16000), 8000)
    expect(Math.max(...channels[0]!.subarray(500, 7500).map(Math.abs))).toBeLessThan(1e-5)
  })

  it('gives ceil(samples · ratio) samples, of a single one too, and leaves the sound alone', async () => {
    expect((await resample(mono([1], 3), 7)).channels[0]!.length).toBe(3)
    const sound = mono(noise(1001, 1), 44100)
    const before = sound.channels[0]!.slice()
    expect((await resample(sound, 16000)).channels[0]!.length).toBe(364)
    expect(sound.channels[0]).toEqual(before)
    const same = await resample(sound, 44100)
    expect(same).toEqual(sound)
    expect(same.channels[0]).not.toBe(sound.channels[0])
  })

  it('keeps channels apart', async () => {
    const silent = fromSamples({ id: 'a', rate: 8000, samples: [noise(500, 1), new Float32Array(500)] })
    expect((await resample(silent, 16000)).channels[1]).toEqual(new Float32Array(1000))
  })

  it('refuses what it cannot do', async () => {
    await expect(async () => resample(mono([1, 2], 8000), 31)).rejects.toThrowRomae('AUDIO_RATE_RATIO')
    await expect(async () => resample(mono([1, 2], 10), 100, { maxSamples: 19 })).rejects.toThrowRomae(
      'AUDIO_TOO_LARGE',
    )
    const spoilt = { id: 'a', rate: 8000, channels: [Float32Array.of(Number.NaN)] }
    await expect(async () => resample(spoilt, 16000)).rejects.toThrowRomae('AUDIO_NOT_FINITE')
  })
})

describe('cut, pad and randomCrop', () => {
  const sound = mono([1, 2, 3, 4, 5], 10)
  const samples = (result: typeof sound) => [...result.channels[0]!]

  it('cut', async () => {
    expect(samples(cut(sound, { start: 1, length: 2 }))).toEqual([2, 3])
    expect(samples(cut(sound, { start: 3 }))).toEqual([4, 5])
    expect(samples(cut(sound, { length: samplesOf(sound, 0.2) }))).toEqual([1, 2])
    for (const options of [{ start: 4, length: 2 }, { start: 5 }]) {
      await expect(async () => cut(sound, options)).rejects.toThrowRomae('AUDIO_TOO_SHORT')
    }
  })

  it('pad', async () => {
    expect(samples(pad(sound, { length: 7 }))).toEqual([1, 2, 3, 4, 5, 0, 0])
    expect(samples(pad(sound, { length: 13, by: 'repeat' }))).toEqual([1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3])
    expect(samples(pad(sound, { length: 3 }))).toEqual([1, 2, 3, 4, 5])
    await expect(async () => pad(sound, { length: 9, by: 'mirror' as never })).rejects.toThrowRomae(
      'AUDIO_INVALID_OPTION',
    )
  })

  it('randomCrop: every start, the same for a seed and id', async () => {
    const starts = new Set(Array.from({ length: 60 }, (_, seed) => samples(randomCrop(sound, { length: 3, seed }))[0]))
    expect([...starts].sort()).toEqual([1, 2, 3])
    expect(randomCrop(sound, { length: 3, seed: 4 })).toEqual(randomCrop(sound, { length: 3, seed: 4 }))
    const others = Array.from(
      { length: 20 },
      (_, id) => samples(randomCrop({ ...sound, id: `${id}` }, { length: 1, seed: 4 }))[0],
    )
    expect(new Set(others).size).toBeGreaterThan(2)
    await expect(async () => randomCrop(sound, { length: 6, seed: 4 })).rejects.toThrowRomae('AUDIO_TOO_SHORT')
    await expect(async () => randomCrop(sound, { length: 6, seed: 0.5 })).rejects.toThrowRomae('AUDIO_INVALID_OPTION')
  })
})
