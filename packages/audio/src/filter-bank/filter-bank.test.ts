import { caught } from '@romae/internal/testing'
import { asDoubles } from '@romae/internal/wasm'
import { describe, expect, it } from 'vitest'
import { naiveFilterBank } from '../testing/naive-filter-bank.ts'
import { mono, noise, tone } from '../testing/sounds.ts'
import { filterBank, logMel } from './filter-bank.ts'
import { takeRoom } from './kernels.ts'
import { LOGARITHM_TABLE } from './logarithm.ts'
import { SILENCE } from './mel-filters.ts'
import type { FilterBankOptions } from './options.ts'
import { realTransform } from './real-transform.ts'
import { WINDOWS, windowOf } from './window.ts'

const rate = 8000

/** The golden values of `fbank-*` are in the parity runner; these are other settings, against the definition. */
describe('the filter bank is what its definition says:', () => {
  const settings: Omit<FilterBankOptions, 'rate'>[] = [
    ...WINDOWS.map((window) => ({ window, bins: 40 })),
    { bins: 23, frameLength: 20, frameShift: 7.5 },
    { bins: 23, frameLength: 20.125, frameShift: 7.625 },
    { bins: 1 },
    { bins: 32, preemphasis: 0, removeDcOffset: false },
    { bins: 20, lowFrequency: 0, highFrequency: -500 },
    { bins: 20, lowFrequency: 300, highFrequency: 3400 },
    { bins: 30, snipEdges: false },
    { bins: 30, snipEdges: false, frameLength: 10, frameShift: 25 },
  ]
  it.each(settings)('%j', async (options) => {
    const samples = noise(700, 5).map((sample, index) => sample + 0.2 * Math.sin(index / 3) + 0.1)
    const { values, frames, bins } = await logMel(mono(samples, rate), options)
    const expected = naiveFilterBank(samples, { rate, ...options })
    expect([frames, bins]).toEqual([expected.length, options.bins])
    values.forEach((value, index) => {
      expect(Math.abs(value - expected[Math.floor(index / bins)]![index % bins]!)).toBeLessThan(1e-3)
    })
  })
})

describe('filterBank', () => {
  it('gives whole frames only, and says what it did', async () => {
    const toLogMel = await filterBank({ rate: 16000 })
    const sound = { ...mono(noise(400 + 160 * 3 - 1, 1)), label: 'noise' }
    expect(toLogMel(sound)).toMatchObject({ id: 'test', label: 'noise', frames: 3, bins: 128, framesPerSecond: 100 })
    expect(toLogMel.options).toMatchObject({ frameLength: 25, window: 'hanning', highFrequency: 8000 })
    expect(toLogMel(mono(noise(400, 1))).frames).toBe(1)
    const short = await caught(() => toLogMel(mono(noise(399, 1))))
    expect(short).toMatchObject({ code: 'AUDIO_TOO_SHORT', fields: { got: 399, needed: 400 } })
  })

  it('hears nothing in silence or in a constant, at any level', async () => {
    for (const level of [0, 0.3, -1]) {
      const { values } = await logMel(mono(new Float32Array(2000).fill(level)))
      expect(new Set(values)).toEqual(new Set([SILENCE]))
    }
    expect(SILENCE).toBeCloseTo(-15.9424, 4)
  })

  it('puts a tone where it belongs, a clipped one too', async () => {
    for (const amplitude of [0.5, 40]) {
      const samples = tone(1000, 16000, 4000, amplitude).map((sample) => Math.max(-1, Math.min(1, sample)))
      const { values, bins } = await logMel(mono(samples), { bins: 64 })
      const frame = values.subarray(5 * bins, 6 * bins)
      const mel = (frequency: number) => 1127 * Math.log(1 + frequency / 700)
      const expected = ((mel(1000) - mel(20)) / (mel(8000) - mel(20))) * 65 - 1
      expect(Math.abs(frame.indexOf(Math.max(...frame)) - expected)).toBeLessThanOrEqual(1)
    }
  })

  it('leaves nothing behind for filter banks of the same size and other frames', async () => {
    const sound = mono(noise(2000, 3))
    const short = await filterBank({ rate: 16000, frameLength: 20 })
    const long = await filterBank({ rate: 16000, frameLength: 32 })
    const before = short(sound)
    long(sound)
    expect(short(sound)).toEqual(before)
  })

  it('does not see what was in its memory before', async () => {
    // Frames of 321 samples, 161 apart: the last one ends where the sound does.
    const sound = mono(noise(321 + 16 * 161, 4))
    for (const frameLength of [20, 20.07]) {
      const toLogMel = await filterBank({ rate: 16000, frameLength, frameShift: 10.07 })
      const before = toLogMel(sound)
      takeRoom({ all: 2 ** 19 })!.arrays.all.fill(Number.NaN)
      expect(toLogMel(sound)).toEqual(before)
    }
  })

  it('refuses sounds that it was not made for', async () => {
    const toLogMel = await filterBank({ rate: 16000 })
    const sound = mono(noise(500, 1))
    const spoilt = { ...sound, channels: [noise(500, 1).fill(Number.NaN, 499)] }
    await expect(async () => toLogMel({ ...sound, rate: 8000 })).rejects.toThrowRomae('AUDIO_RATE')
    expect((await caught(() => toLogMel({ ...sound, channels: [...sound.channels, ...sound.channels] }))).code).toBe(
      'AUDIO_NOT_MONO',
    )
    await expect(async () => toLogMel(spoilt)).rejects.toThrowRomae('AUDIO_NOT_FINITE')
    const gap = await filterBank({ rate: 16000, frameShift: 200, snipEdges: false })
    await expect(async () => gap(sound)).rejects.toThrowRomae('AUDIO_TOO_SHORT')
  })

  it.each<Partial<FilterBankOptions>>([
    { rate: 0 },
    { frameLength: 1 },
    { frameLength: 1e6 },
    { frameShift: 0.01 },
    { window: 'hann' as never },
    { preemphasis: 1.5 },
    { bins: 0 },
    { bins: 5000 },
    { lowFrequency: 8000 },
    { highFrequency: 8001 },
    { highFrequency: 10 },
    { highFrequency: -7990 },
    { snipEdges: 1 as never },
  ])('refuses %j', async (options) => {
    await expect(async () => filterBank({ rate: 16000, ...options })).rejects.toThrowRomae('AUDIO_INVALID_OPTION')
  })
})

describe('the parts', () => {
  it('windows have their known values', () => {
    expect([...windowOf('hanning', 5)]).toEqual([0, 0.5, 1, 0.5, 0].map((value) => expect.closeTo(value, 12)))
    expect(windowOf('hamming', 3)[0]).toBeCloseTo(0.08, 12)
    expect(windowOf('povey', 5)[1]).toBeCloseTo(0.5 ** 0.85, 12)
    expect(windowOf('blackman', 3)[0]).toBeCloseTo(0, 12)
    expect(windowOf('rectangular', 3)).toEqual(Float64Array.of(1, 1, 1))
  })

  it('transforms of every size are those of the definition', async () => {
    for (const size of [32, 64, 256, 1024]) {
      const transform = await realTransform(size)
      const { input, output } = transform.buffers()
      const samples = noise(size, size)
      input.set(samples)
      transform.run()
      for (const bin of [1, 2, size / 4, size / 2 - 1]) {
        const angle = (2 * Math.PI * bin) / size
        const re = samples.reduce((sum, sample, index) => sum + sample * Math.cos(angle * index), 0)
        const im = samples.reduce((sum, sample, index) => sum - sample * Math.sin(angle * index), 0)
        expect(output[2 * bin]).toBeCloseTo(re, 4)
        expect(output[2 * bin + 1]).toBeCloseTo(im, 4)
      }
    }
  })

  it('logarithms are right over the whole range', () => {
    const values = Float32Array.from({ length: 40_000 }, (_, index) => 2 ** (-23 + (index / 40_000) * 60))
    const { kernels, arrays } = takeRoom({ got: values.length, table: 2 * LOGARITHM_TABLE.length })!
    arrays.got.set(values)
    asDoubles(arrays.table).set(LOGARITHM_TABLE)
    kernels.logarithms(arrays.got.byteOffset, values.length, arrays.table.byteOffset)
    values.forEach((value, index) => {
      const expected = Math.log(value)
      expect(Math.abs(arrays.got[index]! - expected)).toBeLessThan(4e-7 * Math.max(1, Math.abs(expected)))
    })
  })
})
