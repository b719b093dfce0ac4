import { execFileSync } from 'node:child_process'
import { createRandom } from '@romae/internal/random'

/** A recording of one channel. */
export interface Recording {
  readonly name: string
  readonly rate: number
  readonly samples: Float32Array
}

const SECONDS = 0.12

/** Waves that filter banks are known to stumble over, at a rate. */
export function syntheticRecordings(rate: number): Recording[] {
  const random = createRandom(1, 'recordings', rate)
  const length = Math.round(SECONDS * rate)
  const wave = (name: string, at: (index: number) => number): Recording => ({
    name: `${name} at ${rate} Hz`,
    rate,
    samples: Float32Array.from({ length }, (_, index) => at(index)),
  })
  return [
    wave('noise', () => 0.3 * random.normal()),
    wave('quiet noise on a constant', () => 0.7 + 1e-3 * random.normal()),
    wave('a clipped tone in noise', (i) => clip(3 * Math.sin(i / 5)) + 0.01 * random.normal()),
    wave('a sweep in noise', (i) => 0.5 * Math.sin((i * i) / length) + 0.01 * random.normal()),
    wave('clicks', (i) => (i % 997 === 5 ? 0.9 : 0) + 1e-3 * random.normal()),
    wave('silence, then noise', (i) => (i < length / 2 ? 0 : 0.1 * random.normal())),
  ]
}

const clip = (sample: number) => Math.max(-1, Math.min(1, sample))

/** Spoken digits of an archive of WAV files (16 bits, 8 kHz, one channel), without the package's own decoder. */
export function spokenRecordings(archive: string, names: readonly string[]): Recording[] {
  return names.map((name) => {
    const bytes = execFileSync('tar', ['-xJOf', archive, `fsdd/recordings/${name}.wav`], { maxBuffer: 2 ** 24 })
    const data = bytes.indexOf('data') + 8
    const length = Math.min(Math.round(SECONDS * 8000), Math.floor((bytes.length - data) / 2))
    const samples = Float32Array.from({ length }, (_, index) => bytes.readInt16LE(data + 2 * index) / 2 ** 15)
    return { name: `${name}.wav`, rate: 8000, samples }
  })
}
