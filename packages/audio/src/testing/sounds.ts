import { createRandom } from '@romae/internal/random'
import { fromSamples } from '../sound/from-samples.ts'
import type { Sound } from '../sound/sound.ts'

/** `amplitude · sin(2π · frequency · t)`. */
export function tone(frequency: number, rate: number, length: number, amplitude = 0.5): Float32Array {
  return Float32Array.from({ length }, (_, index) => amplitude * Math.sin((2 * Math.PI * frequency * index) / rate))
}

/** Even noise in [-amplitude, amplitude). */
export function noise(length: number, seed: number, amplitude = 0.5): Float32Array {
  const random = createRandom(seed)
  return Float32Array.from({ length }, () => amplitude * (2 * random.uniform() - 1))
}

/** A mono sound. */
export function mono(samples: ArrayLike<number>, rate = 16000, id = 'test'): Sound {
  return fromSamples({ id, rate, samples })
}
