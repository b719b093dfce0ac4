import { type OptionsOf, type ResolvedOf, type Schema, value } from '@romae/internal/options'
import { chooseIndices, createRandom, type Random } from '@romae/internal/random'
import { deviation, readOptions, seedOption } from '../options.ts'
import { observedMask } from './observed-mask.ts'
import { countsOf, makeSplits, type Splits } from './splits.ts'
import { waveformNames, waveforms } from './waveforms.ts'

const POINTS = 100
const HIGHEST = 24

const schema = {
  seed: seedOption,
  ...countsOf(10_000, 1000, 200, 'series (of `test`: for each entry of `testFrequencies`)'),
  testFrequencies: {
    kind: value<readonly (readonly number[])[]>(),
    test: (given: unknown) => Array.isArray(given) && given.every(isEntry),
    expected: `a list of entries of one or two different integers from 0 to ${HIGHEST}`,
    default: Array.from({ length: HIGHEST + 1 }, (_, frequency) => [frequency]),
    help: 'Hz, of the test series: one or two different integers an entry; each frequency on its own by default',
  },
  observed: { kind: 'integer', least: 0, most: POINTS, default: 50, help: 'points that `mask` leaves visible' },
  noise: { ...deviation, default: 0.1, help: 'standard deviation of the noise' },
  waveform: {
    kind: 'choice',
    of: waveformNames,
    default: 'sine',
    help:
      'what a signal of one frequency looks like. `square`: 1 where the sine is not negative, else -1. `cycloid`: the height ' +
      'of a point of a rolling circle’s rim over the distance, from -1, where it has its cusps, to 1',
  },
} as const satisfies Schema

function isEntry(entry: unknown): boolean {
  if (!Array.isArray(entry) || (entry.length !== 1 && entry.length !== 2) || entry[0] === entry[1]) return false
  return entry.every((one) => Number.isInteger(one) && one >= 0 && one <= HIGHEST)
}

/** Options of {@link generateSines}; the source has no validation split. */
export interface SineOptions extends OptionsOf<typeof schema> {}

/** One split of the sums of sines. */
export interface SineSplit {
  /** Series; in the test split, those of the first entry of `testFrequencies` come first, and so on. */
  readonly count: number
  /** Points of each: 100. */
  readonly length: number
  /** `[length]`: the same for all, from 0 to 1 s. */
  readonly times: Float64Array
  /** `[count, length]`: values without noise. */
  readonly clean: Float32Array
  /** `[count, length]`: values with noise. */
  readonly noisy: Float32Array
  /** `[count, length]`: 1 = masked, to be predicted; 0 = observed. */
  readonly mask: Uint8Array
  /** `[count, 2]`: Hz; NaN in place of a second sine that is not there. */
  readonly frequencies: Float32Array
}

/**
 * Sums of one or two sines, half of whose points are to be predicted: the frequency-retention experiment of RoMAE's
 * paper (App. B.4).
 *
 * `x(t) = Σ_k A_k sin(2π f_k t + φ_k)` at 100 regular times in [0, 1], with one or two sines (equally likely) of
 * different integer frequencies from 0 to 24 Hz, `A ~ U(0.5, 1)` and `φ ~ U(0, 2π)`. The paper prints the noise as
 * `N(0, .01)` and a mean signal-to-noise ratio of 43.1: taken as the ratio of powers that is a variance of 0.01, which
 * gives `1.5 · E[A²] / 2 / 0.01 = 43.75`.
 *
 * The paper also names square waves and cycloids, without defining them: here they are what the sine is replaced by
 * (`waveform`); amplitudes, phases, masks and noise of a seed stay the same.
 *
 * The same seed gives the same bytes.
 *
 * @throws RomaeError `DATASETS_UNKNOWN_OPTION`, `DATASETS_INVALID_OPTION`
 */
export function generateSines(options: SineOptions): Splits<SineSplit> {
  const { seed, testFrequencies, observed, noise, waveform, ...counts } = readOptions('generateSines', schema, options)
  const signal = { observed, noise, waveform }
  return makeSplits(counts, (name, count) => {
    if (name !== 'test') {
      return makeSines(count, signal, (series) => {
        const random = createRandom(seed, 'sines', name, series)
        const choice = random.fork('frequencies')
        return { random, frequencies: [...chooseIndices(HIGHEST + 1, 1 + choice.integer(2), choice)] }
      })
    }
    return makeSines(count * testFrequencies.length, signal, (series) => {
      const frequencies = testFrequencies[Math.floor(series / count)]!
      return { random: createRandom(seed, 'sines', name, frequencies.join(), series % count), frequencies }
    })
  })
}

/** What a series is made of. */
interface Recipe {
  readonly random: Random
  readonly frequencies: readonly number[]
}

/** What all series of a split have in common. */
type Signal = Pick<ResolvedOf<typeof schema>, 'observed' | 'noise' | 'waveform'>

function makeSines(
  count: number,
  { observed, noise, waveform }: Signal,
  recipe: (series: number) => Recipe,
): SineSplit {
  const shapeOf = waveforms[waveform]
  const times = Float64Array.from({ length: POINTS }, (_, index) => index / (POINTS - 1))
  const clean = new Float32Array(count * POINTS)
  const noisy = new Float32Array(count * POINTS)
  const mask = new Uint8Array(count * POINTS)
  const frequencies = new Float32Array(count * 2).fill(Number.NaN)
  for (let series = 0; series < count; series++) {
    const { random, frequencies: own } = recipe(series)
    const [shape, errors] = [random.fork('shape'), random.fork('noise')]
    const waves = own.map((frequency) => ({
      frequency,
      amplitude: 0.5 + 0.5 * shape.uniform(),
      phase: 2 * Math.PI * shape.uniform(),
    }))
    frequencies.set(own, 2 * series)
    mask.set(observedMask(POINTS, observed, random.fork('mask')), series * POINTS)
    times.forEach((time, point) => {
      const value = waves.reduce(
        (sum, { frequency, amplitude, phase }) => sum + amplitude * shapeOf(2 * Math.PI * frequency * time + phase),
        0,
      )
      clean[series * POINTS + point] = value
      noisy[series * POINTS + point] = value + noise * errors.normal()
    })
  }
  return { count, length: POINTS, times, clean, noisy, mask, frequencies }
}
