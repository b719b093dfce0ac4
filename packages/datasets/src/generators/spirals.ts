import type { OptionsOf, Schema } from '@romae/internal/options'
import { createRandom } from '@romae/internal/random'
import { deviation, readOption, readOptions, seedOption } from '../options.ts'
import { observedMask } from './observed-mask.ts'
import { countsOf, makeSplits, type Splits } from './splits.ts'

/** Points of a whole spiral, at times from 0 to 6π. */
const POINTS = 150
const END = 6 * Math.PI

const observedOption = { kind: 'integer', least: 0, most: POINTS } as const

const schema = {
  seed: seedOption,
  ...countsOf(200, 100, 100, 'spirals'),
  length: {
    kind: 'integer',
    least: 1,
    most: POINTS,
    default: 75,
    help: 'points of each spiral, of 150, from its beginning: what follows is for extrapolation',
  },
  observed: { ...observedOption, default: 30, help: 'points that `mask` leaves visible' },
  noise: { ...deviation, default: 0.1, help: 'standard deviation of the noise on each coordinate' },
} as const satisfies Schema

/** Options of {@link generateSpirals}; the source has no validation split. */
export interface SpiralOptions extends OptionsOf<typeof schema> {}

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
  const { seed, length, observed, noise, ...counts } = readOptions(of, schema, options)
  readOption(of, 'observed', { ...observedOption, most: length }, observed)
  const times = Float64Array.from({ length }, (_, index) => (END * index) / (POINTS - 1))
  return makeSplits(counts, (name, count) => {
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
