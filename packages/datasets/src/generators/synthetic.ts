import { type OptionsOf, type Schema, value } from '@romae/internal/options'
import { createRandom } from '@romae/internal/random'
import { deviation, readOptions, seedOption } from '../options.ts'
import { observedMask } from './observed-mask.ts'
import { countsOf, makeSplits, type Splits } from './splits.ts'

const POINTS = 50
const REFERENCES = 10

/** Of the squared-exponential kernel; one over the square of time. */
const SHARPNESS = 120

const schema = {
  seed: seedOption,
  ...countsOf(1600, 200, 200),
  observed: {
    kind: value<number | readonly [number, number]>(),
    test: (given: unknown) => areCounts(typeof given === 'number' ? [given, given] : given),
    expected: `an integer from 0 to ${POINTS}, or the least and the most`,
    default: [3, 10],
    help: 'points that `mask` leaves visible: a count, or the least and the most, each count in between equally likely',
  },
  noise: { ...deviation, default: 0.1, help: 'standard deviation of the noise' },
} as const satisfies Schema

function areCounts(given: unknown): boolean {
  if (!Array.isArray(given) || given.length !== 2 || given[0] > given[1]) return false
  return given.every((count) => Number.isInteger(count) && count >= 0 && count <= POINTS)
}

/** Options of {@link generateSynthetic}. */
export interface SyntheticOptions extends OptionsOf<typeof schema> {}

/** One split of the synthetic series. */
export interface SyntheticSplit {
  /** Series. */
  readonly count: number
  /** Points of each: 50. */
  readonly length: number
  /** `[length]`: the same for all, 0.02, 0.04, … 1. */
  readonly times: Float64Array
  /** `[count, length]`: values without noise. */
  readonly clean: Float32Array
  /** `[count, length]`: values with noise. */
  readonly noisy: Float32Array
  /** `[count, length]`: 1 = masked, to be predicted; 0 = observed. */
  readonly mask: Uint8Array
}

/**
 * Smooth random curves seen at a few points: the synthetic interpolation task of HeTVAE (Shukla and Marlin, ICLR 2022)
 * as RoMAE's paper uses it (Table 7).
 *
 * With `z_k ~ N(0, 1)` at the references `r_k = 0.1 k`, k = 1 … 10, the curve at `t_i = 0.02 i`, i = 1 … 50, is
 * `Σ_k w_ik z_k / Σ_k w_ik`, `w_ik = exp(-120 (t_i - r_k)²)`; N(0, 0.1²) is added to each value. Three to ten points of
 * each series are observed, as many and which ones drawn anew for each series.
 *
 * The same seed gives the same bytes, and the same curves and noise whatever is `observed`.
 *
 * @throws RomaeError `DATASETS_UNKNOWN_OPTION`, `DATASETS_INVALID_OPTION`
 */
export function generateSynthetic(options: SyntheticOptions): Splits<SyntheticSplit> {
  const { seed, observed, noise, ...counts } = readOptions('generateSynthetic', schema, options)
  const [least, most] = typeof observed === 'number' ? [observed, observed] : observed
  const times = Float64Array.from({ length: POINTS }, (_, index) => (index + 1) / POINTS)
  const weights = kernelWeights(times)
  return makeSplits(counts, (name, count) => {
    const split: SyntheticSplit = {
      count,
      length: POINTS,
      times: times.slice(),
      clean: new Float32Array(count * POINTS),
      noisy: new Float32Array(count * POINTS),
      mask: new Uint8Array(count * POINTS),
    }
    for (let series = 0; series < count; series++) {
      const random = createRandom(seed, 'synthetic', name, series)
      const [curve, errors, choice] = [random.fork('curve'), random.fork('noise'), random.fork('mask')]
      const references = Float64Array.from({ length: REFERENCES }, () => curve.normal())
      for (let point = 0; point < POINTS; point++) {
        const own = weights.subarray(point * REFERENCES, (point + 1) * REFERENCES)
        const value = references.reduce((sum, reference, index) => sum + own[index]! * reference, 0)
        split.clean[series * POINTS + point] = value
        split.noisy[series * POINTS + point] = value + noise * errors.normal()
      }
      const visible = least + choice.integer(most - least + 1)
      split.mask.set(observedMask(POINTS, visible, choice), series * POINTS)
    }
    return split
  })
}

/** `[times, references]`: the weight of each reference at each time; rows sum to 1. */
function kernelWeights(times: Float64Array): Float64Array {
  const weights = new Float64Array(times.length * REFERENCES)
  times.forEach((time, point) => {
    const own = weights.subarray(point * REFERENCES, (point + 1) * REFERENCES)
    for (let index = 0; index < REFERENCES; index++) {
      own[index] = Math.exp(-SHARPNESS * (time - (index + 1) / REFERENCES) ** 2)
    }
    const total = own.reduce((sum, weight) => sum + weight, 0)
    for (let index = 0; index < REFERENCES; index++) own[index]! /= total
  })
  return weights
}
