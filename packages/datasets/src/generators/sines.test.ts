import { describe, expect, it } from 'vitest'
import { fingerprint } from '../testing/fingerprint.ts'
import { moments } from '../testing/moments.ts'
import { generateSines, type SineOptions, type SineSplit } from './sines.ts'

const { train, test } = generateSines({ seed: 1, train: 2000, validation: 0, test: 4 })

/** Amplitudes by frequency: 0 … 99 are regular times from 0 to 1 s, so the first 99 are one whole period. */
function amplitudes({ clean }: SineSplit, series: number): number[] {
  const values = clean.subarray(100 * series, 100 * series + 99)
  return Array.from({ length: 50 }, (_, frequency) => {
    let [real, imaginary] = [0, 0]
    values.forEach((value, index) => {
      real += value * Math.cos((2 * Math.PI * frequency * index) / 99)
      imaginary += value * Math.sin((2 * Math.PI * frequency * index) / 99)
    })
    return (2 / 99) * Math.hypot(real, imaginary)
  })
}

const isPresent = (frequency: number | undefined) => !Number.isNaN(frequency)
const frequenciesOf = ({ frequencies }: SineSplit, series: number) =>
  [...frequencies.subarray(2 * series, 2 * series + 2)].filter(isPresent)

describe('generateSines', () => {
  it('has its frequencies in its spectrum with amplitudes from 0.5 to 1, and no others', () => {
    for (let series = 0; series < 100; series++) {
      const own = frequenciesOf(train, series)
      amplitudes(train, series).forEach((amplitude, frequency) => {
        if (!own.includes(frequency)) expect(amplitude).toBeLessThan(1e-6)
        else if (frequency > 0) expect(Math.abs(amplitude - 0.75)).toBeLessThanOrEqual(0.25 + 1e-6)
      })
    }
  })

  it('has one or two different frequencies, each number as often, each frequency as often', () => {
    const all = Array.from({ length: 2000 }, (_, series) => frequenciesOf(train, series))
    const pairs = all.filter(({ length }) => length === 2)
    expect(Math.abs(pairs.length - 1000)).toBeLessThan(110)
    expect(pairs.every(([one, other]) => one !== other)).toBe(true)
    const counts = new Map<number, number>()
    for (const frequency of all.flat()) counts.set(frequency, (counts.get(frequency) ?? 0) + 1)
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, frequency) => frequency))
    for (const count of counts.values()) expect(Math.abs(count - 120)).toBeLessThan(60)
  })

  it('has the mean signal-to-noise ratio that the paper prints, 43.1', () => {
    const noise = moments(train.noisy.map((value, index) => value - train.clean[index]!))
    const power = train.clean.reduce((sum, value) => sum + value ** 2, 0) / train.clean.length
    expect(Math.abs(power / noise.deviation ** 2 - 43.1)).toBeLessThan(2)
  })

  it('tests each frequency on its own, or those asked for', () => {
    expect(test.count).toBe(100)
    expect(frequenciesOf(test, 0)).toEqual([0])
    expect(frequenciesOf(test, 99)).toEqual([24])
    const asked = generateSines({ seed: 1, train: 0, validation: 0, test: 2, testFrequencies: [[24], [3, 20]] }).test
    expect(frequenciesOf(asked, 3)).toEqual([3, 20])
    // A frequency's series are the same whatever is asked for beside it.
    expect(asked.noisy.subarray(0, 200)).toEqual(test.noisy.subarray(100 * 96, 100 * 98))
  })

  it('leaves half of the points visible', () => {
    for (let series = 0; series < 100; series++) {
      expect(test.mask.subarray(100 * series, 100 * (series + 1)).reduce((sum, one) => sum + one, 0)).toBe(50)
    }
  })

  it.each(['square', 'cycloid'] as const)('makes %s waves of the same recipe', (waveform) => {
    const options: SineOptions = { seed: 1, train: 20, validation: 0, test: 4 }
    const [sines, waves] = [generateSines(options), generateSines({ ...options, waveform })]
    expect(waves.train.frequencies).toEqual(sines.train.frequencies)
    expect(waves.test.mask).toEqual(sines.test.mask)
    // Noise is the same: what differs is the signal alone.
    const noiseOf = ({ clean, noisy }: SineSplit) => noisy.map((value, index) => value - clean[index]!)
    const noise = noiseOf(sines.test)
    const difference = noiseOf(waves.test).map((value, index) => Math.abs(value - noise[index]!))
    expect(Math.max(...difference)).toBeLessThan(1e-6)
  })

  it('has a square wave that takes two values, half of the period each', () => {
    const { clean } = generateSines({
      seed: 1,
      train: 0,
      validation: 0,
      test: 1,
      testFrequencies: [[3]],
      waveform: 'square',
    }).test
    const amplitude = Math.max(...clean)
    expect(new Set(clean)).toEqual(new Set([amplitude, -amplitude]))
    expect(amplitude).toBeGreaterThanOrEqual(0.5)
    // Three periods of 33 points.
    expect(Math.abs(clean.subarray(0, 99).reduce((sum, value) => sum + Math.sign(value), 0))).toBeLessThanOrEqual(3)
  })

  it('gives the same bytes for the same seed', () => {
    const few: SineOptions = { seed: 7, train: 3, validation: 2, test: 1 }
    const again = generateSines(few)
    expect(generateSines(few)).toEqual(again)
    expect(generateSines({ ...few, seed: 8 }).train.clean).not.toEqual(again.train.clean)
    expect(fingerprint(again.train.noisy, again.train.mask)).toBe('8118fc70b7e212c9')
  })

  it.each([
    [{ seed: 1, testFrequencies: [[25]] }, 'DATASETS_INVALID_OPTION'],
    [{ seed: 1, testFrequencies: [[3, 3]] }, 'DATASETS_INVALID_OPTION'],
    [{ seed: 1, testFrequencies: [3] }, 'DATASETS_INVALID_OPTION'],
    [{ seed: 1, observed: 101 }, 'DATASETS_INVALID_OPTION'],
    [{ seed: 1, waveform: 'triangle' }, 'DATASETS_INVALID_OPTION'],
    [{ seed: 1, frequencies: [] }, 'DATASETS_UNKNOWN_OPTION'],
  ])('refuses %o', async (options, code) => {
    await expect(async () => generateSines(options as unknown as SineOptions)).rejects.toThrowRomae(code)
  })
})
