import { createRandom } from '@romae/internal/random'
import { checkOptions, requireDeviation, requireInteger, requireSeed } from '../options.ts'
import { observedMask } from './observed-mask.ts'
import { makeSplits, type SplitCounts, type Splits, splitNames } from './splits.ts'

/** Points of a whole spiral, at times from 0 to 6π. */
const POINTS = 150
const END = 6 * Math.PI

/** Options of {@link generateSpirals}. */
export interface SpiralOptions extends SplitCounts {
  /** An integer from 0 to 2³² − 1. */
  readonly seed: number
  /** Spirals. Defaults to 200. */
  readonly train?: number
  /** Spirals. Defaults to 100; the source has no validation split. */
  readonly valid?: number
  /** Spirals. Defaults to 100. */
  readonly test?: number
  /** Points of each spiral, of 150, from its beginning. Defaults to 75: what follows is for extrapolation. */
  readonly length?: number
  /** Points that `mask` leaves visible. Defaults to 30. */
  readonly observed?: number
  /** Standard deviation of the noise on each coordinate. Defaults to 0.1. */
  readonly noise?: number
}

/** One split of the spirals. */
export interface SpiralSplit {
  /** Spirals. */
  readonly count: number
  /** Points of each. */
  readonly length: number
  /** `[length]`: the same for all, `6π i / 149`. */
  readonly times: Float64Array
  /** `[count, length, 2]`: x and y without noise. */
  readonly clean: Float32Array
  /** `[count, length, 2]`: x and y with noise. */
  readonly noisy: Float32Array
  /** `[count, length]`: 1 = masked, to be predicted; 0 = observed. */
  readonly mask: Uint8Array
  /** `[count]`: 1 = runs inwards about (-5, 0), 0 = outwards about (5, 0). */
  readonly inwards: Uint8Array
}

/**
 * Noisy two-dimensional spirals, by the definition of latent ordinary differential equations (Chen et al., NeurIPS 2018)
 * in ContiFormer's and RoMAE's setting (Table 7; D.7).
 *
 * With `a ~ N(0, 0.02²)` and `b ~ N(0.3, 0.02²)`, each spiral is with equal chance one of
 *
 * - `r = a + b t`, `(x, y) = (r cos t + 5, r sin t)`
 * - `r = a + 50 b / (1 + t)`, `(x, y) = (r cos(1 + t) - 5, r sin(1 + t))`
 *
 * at 150 times from 0 to 6π, of which the first half is used; N(0, 0.1²) is added to each coordinate. Coordinates are
 * raw, not scaled.
 *
 * The same seed gives the same bytes. The mask is a fixed choice for evaluation; training usually masks anew.
 *
 * @throws RomaeError `DATASETS_UNKNOWN_OPTION`, `DATASETS_INVALID_OPTION`
 */
export function generateSpirals(options: SpiralOptions): Splits<SpiralSplit> {
  const of = 'generateSpirals'
  checkOptions(of, options, ['seed', ...splitNames, 'length', 'observed', 'noise'])
  const { seed, train = 200, valid = 100, test = 100, length = 75, observed = 30, noise = 0.1 } = options
  requireSeed(of, seed)
  requireInteger(of, 'length', length, 1, POINTS)
  requireInteger(of, 'observed', observed, 0, length)
  requireDeviation(of, 'noise', noise)
  const times = Float64Array.from({ length }, (_, index) => (END * index) / (POINTS - 1))
  return makeSplits(of, { train, valid, test }, (name, count) => {
    const split: SpiralSplit = {
      count,
      length,
      times: times.slice(),
      clean: new Float32Array(count * length * 2),
      noisy: new Float32Array(count * length * 2),
      mask: new Uint8Array(count * length),
      inwards: new Uint8Array(count),
    }
    for (let spiral = 0; spiral < count; spiral++) {
      const random = createRandom(seed, 'spirals', name, spiral)
      const shape = random.fork('shape')
      const [a, b] = [0.02 * shape.normal(), 0.3 + 0.02 * shape.normal()]
      const inwards = shape.uniform() < 0.5
      split.inwards[spiral] = inwards ? 1 : 0
      split.mask.set(observedMask(length, observed, random.fork('mask')), spiral * length)
      const errors = random.fork('noise')
      times.forEach((time, index) => {
        const at = 2 * (spiral * length + index)
        for (const [axis, value] of spiralPoint(a, b, inwards, time).entries()) {
          split.clean[at + axis] = value
          split.noisy[at + axis] = value + noise * errors.normal()
        }
      })
    }
    return split
  })
}

function spiralPoint(a: number, b: number, inwards: boolean, time: number): readonly [number, number] {
  const angle = inwards ? 1 + time : time
  const radius = a + (inwards ? (50 * b) / angle : b * angle)
  return [radius * Math.cos(angle) + (inwards ? -5 : 5), radius * Math.sin(angle)]
}
