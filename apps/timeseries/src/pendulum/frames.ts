import { generatePendulum, type PendulumSplit } from '@romae/datasets'
import { SPEC_VERSION, type Tokenizer } from '@romae/tokenizer'

/** A film: frames at irregular times, and sine and cosine of the pendulum's angle in each. */
export interface Film {
  /** `[frames, pixels]`, from 0 to 255 */
  readonly frames: Uint8Array
  /** Edge of a frame in pixels. */
  readonly size: number
  /** `[frames]`: frame numbers, 0.01 s apart. */
  readonly times: Float64Array
  /** `[frames x 2]` */
  readonly targets: Float32Array
}

/** Counts of films. */
export interface PendulumData {
  readonly train: number
  readonly valid: number
  readonly test: number
}

/** The films of each split; the same for the same seed. */
export function films(counts: PendulumData, seed: number): Readonly<Record<keyof PendulumData, readonly Film[]>> {
  const { train, validation, test } = generatePendulum({
    seed,
    train: counts.train,
    validation: counts.valid,
    test: counts.test,
  })
  return { train: filmsOf(train), valid: filmsOf(validation), test: filmsOf(test) }
}

function filmsOf({ count, length, size, frames, times, targets }: PendulumSplit): Film[] {
  const pixels = length * size * size
  return Array.from({ length: count }, (_, film) => ({
    frames: frames.subarray(film * pixels, (film + 1) * pixels),
    size,
    times: times.subarray(film * length, (film + 1) * length),
    targets: targets.subarray(film * length * 2, (film + 1) * length * 2),
  }))
}

/**
 * The film of a pendulum that swings the other way: left and right exchanged, the sine of another sign. As likely a film as
 * the one given.
 */
export function mirrored({ frames, size, times, targets }: Film): Film {
  return {
    frames: frames.map((_, pixel) => {
      const column = pixel % size
      return frames[pixel - column + (size - 1 - column)]!
    }),
    size,
    times,
    targets: targets.map((target, index) => (index % 2 === 0 ? -target : target)),
  }
}

/** Mean and standard deviation of pixels in [0, 1]. */
export interface PixelScale {
  readonly mean: number
  readonly std: number
}

/** The statistics of these films' pixels. */
export function pixelScale(given: readonly Film[]): PixelScale {
  let [count, sum, squares] = [0, 0, 0]
  for (const { frames } of given) {
    count += frames.length
    for (const pixel of frames) {
      sum += pixel / 255
      squares += (pixel / 255) ** 2
    }
  }
  const mean = sum / count
  return { mean, std: Math.sqrt(squares / count - mean ** 2) }
}

/** One token a frame, of all its pixels, at its number. */
export function filmTokenizer({ mean, std }: PixelScale, pixels: number): Tokenizer<Film> {
  return {
    specVersion: SPEC_VERSION,
    name: 'pendulum',
    axes: ['frame'],
    tokenSize: pixels,
    tokenize: ({ frames, times }) => ({
      values: Float32Array.from(frames, (pixel) => (pixel / 255 - mean) / std),
      positions: Float32Array.from(times),
      length: times.length,
    }),
    toJSON: () => ({ name: 'pendulum', mean, std, pixels }),
  }
}
