import { fraction, type OptionsOf, type Schema } from '@romae/internal/options'
import { createRandom, type Random } from '@romae/internal/random'
import { readOptions, seedOption } from '../../options.ts'
import { checkKept, chooseKept, keptCount } from '../kept-times.ts'
import { countsOf, makeSplits, type Splits } from '../splits.ts'
import { drawPendulum, FRAME_SIZE } from './draw.ts'
import { simulate } from './simulate.ts'
import { drawVisibility } from './visibility.ts'

/** Frames of a swing before some are dropped. */
const FRAMES = 100
const PIXELS = FRAME_SIZE * FRAME_SIZE

const schema = {
  seed: seedOption,
  ...countsOf(2000, 1000, 1000),
  dropped: {
    ...fraction,
    default: 0.5,
    help: 'fraction of each series’ 100 frames that is dropped, chosen anew for each series',
  },
  noise: { kind: 'flag', default: true, help: 'whether frames are noisy' },
} as const satisfies Schema

/** Options of {@link generatePendulum}. */
export interface PendulumOptions extends OptionsOf<typeof schema> {}

/** One split of the pendulum data. */
export interface PendulumSplit {
  /** Series. */
  readonly count: number
  /** Frames kept of each series. */
  readonly length: number
  /** Height and width of a frame: 24. */
  readonly size: number
  /** `[count, length, size, size]`, from 0 (black) to 255; row 0 is the top. */
  readonly frames: Uint8Array
  /** `[count, length]`: which of the frames 0 … 99, in order; a frame is 0.01 s. */
  readonly times: Float64Array
  /** `[count, length, 2]`: sine and cosine of the angle from hanging down, without noise. */
  readonly targets: Float32Array
}

/**
 * Noisy films of a pendulum, at irregular times, with its angle as the target: the regression task of the recurrent
 * Kalman network (Becker et al., ICML 2019) as made irregular by the continuous recurrent unit (Schirmer et al., ICML
 * 2022), which S5 (Smith et al., ICLR 2023) and RoMAE's paper (Table 5) use too.
 *
 * - A rod of 1 m is let go at an angle of U(0, 2π), with friction 0.1 / s; at each frame its velocity also changes by
 *   N(0, 0.1²) rad / s ({@link simulate}).
 * - Each frame is drawn with an error of N(0, 1e-5²) rad ({@link drawPendulum}).
 * - Noise, correlated in time, hides part of it: `⌊v · frame + (1 - v) · U(0, 255)⌋` with a visibility `v` that wanders
 *   ({@link drawVisibility}); the first five of the hundred are clean.
 * - Of the hundred frames, 0.01 s apart, a fraction is dropped.
 *
 * The source draws with another library's rule for the edge of the rod, and with another random generator: this data
 * has the same distribution, not the same bytes.
 *
 * The same seed gives the same bytes. The three defaults are 115 MB of frames.
 *
 * @throws RomaeError `DATASETS_UNKNOWN_OPTION`, `DATASETS_INVALID_OPTION`, `DATASETS_NOTHING_LEFT`,
 * `DATASETS_NOTHING_DROPPED`
 * @throws RomaeError `DATASETS_DROP_MISCOUNTED` if the frames that came out are not as many as should have been kept
 */
export function generatePendulum(options: PendulumOptions): Splits<PendulumSplit> {
  const of = 'generatePendulum'
  const { seed, dropped, noise, ...counts } = readOptions(of, schema, options)
  const length = keptCount(of, FRAMES, dropped)
  return makeSplits(counts, (name, count) => {
    const split = emptySplit(count, length)
    for (let series = 0; series < count; series++) {
      addSeries(split, series, createRandom(seed, 'pendulum', name, series), noise)
    }
    checkKept(name, split.times, count, length)
    return split
  })
}

function emptySplit(count: number, length: number): PendulumSplit {
  return {
    count,
    length,
    size: FRAME_SIZE,
    frames: new Uint8Array(count * length * PIXELS),
    times: new Float64Array(count * length),
    targets: new Float32Array(count * length * 2),
  }
}

/** Each use draws from a stream of its own, so that e.g. `dropped` does not change what is in a frame. */
function addSeries({ length, frames, times, targets }: PendulumSplit, series: number, random: Random, noise: boolean) {
  const initialAngle = 2 * Math.PI * random.fork('angle').uniform() - Math.PI
  const states = simulate({ initialAngle, frames: FRAMES, friction: 0.1, push: 0.1 }, random.fork('push'))
  const visibility = drawVisibility(FRAMES, random.fork('visibility'))
  const picture = new Float64Array(PIXELS)
  chooseKept(FRAMES, length, random.fork('drop')).forEach((frame, index) => {
    const at = series * length + index
    const angle = states[2 * frame]!
    times[at] = frame
    targets[2 * at] = Math.sin(angle)
    targets[2 * at + 1] = Math.cos(angle)
    drawPendulum(angle + 1e-5 * random.fork(`drawing ${frame}`).normal(), picture)
    const target = frames.subarray(at * PIXELS, (at + 1) * PIXELS)
    addNoise(picture, noise ? visibility[frame]! : 1, random.fork(`noise ${frame}`), target)
  })
}

/** Mixes a picture in [0, 1] with noise, as integers from 0 to 255. */
function addNoise(picture: Float64Array, visibility: number, random: Random, target: Uint8Array) {
  const words = new Uint32Array(PIXELS)
  if (visibility < 1) random.fill(words)
  for (let index = 0; index < PIXELS; index++) {
    const noise = (255 * words[index]!) / 2 ** 32
    // The source rounds twice towards zero: the picture, and the mixture.
    target[index] = visibility * Math.floor(255 * picture[index]!) + (1 - visibility) * noise
  }
}
