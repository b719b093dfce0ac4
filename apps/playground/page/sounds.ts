import { drawn } from './drawn-numbers.ts'
import type { PlacedFile } from './media-kind.ts'
import { wavFiles } from './wav-files.ts'

const RATE = 16_000
const SECONDS = 0.8
const EACH = 80
/** Of the noise beneath every sound. */
const GROUND = 0.02

/** The frequency in hertz at a time from 0 to 1 of the sound; null: noise. */
type Pitch = ((time: number) => number) | null

/** One of each kind of sound, of any pitch. */
const kinds: Readonly<Record<string, (random: () => number) => Pitch>> = {
  falling: (random) => {
    const [from, octaves] = [1200 + 1200 * random(), 1 + random()]
    return (time) => from * 2 ** (-octaves * time)
  },
  noises: () => null,
  rising: (random) => {
    const [from, octaves] = [300 + 300 * random(), 1 + random()]
    return (time) => from * 2 ** (octaves * time)
  },
  tones: (random) => {
    const frequency = 400 + 1200 * random()
    return () => frequency
  },
  trills: (random) => {
    const [frequency, turns] = [500 + 900 * random(), 5 + 4 * random()]
    return (time) => ((time * turns) % 1 < 0.5 ? 1.5 : 1) * frequency
  },
}

/** Folders of sounds, made here: each of any pitch, loudness, beginning and length, on a ground of noise. */
export async function soundFiles(): Promise<readonly PlacedFile[]> {
  const random = drawn(2)
  const sounds = Object.entries(kinds).flatMap(([kind, make]) =>
    Array.from({ length: EACH }, (_, index) => {
      const name = `${String(index + 1).padStart(3, '0')}.wav`
      return { kind, name, samples: sounding(make(random), random) }
    }),
  )
  const files = await wavFiles(sounds, RATE)
  return files.map((file, index) => ({ file, path: `sounds/${sounds[index]!.kind}/${file.name}` }))
}

function sounding(pitch: Pitch, random: () => number): Float32Array {
  const samples = new Float32Array(RATE * SECONDS)
  const volume = 0.2 + 0.5 * random()
  const length = 0.6 + 0.35 * random()
  const start = (1 - length) * random()
  let phase = 2 * Math.PI * random()
  samples.forEach((_, index) => {
    const time = (index / samples.length - start) / length
    const noise = 2 * random() - 1
    // It swells and fades, so that nothing clicks.
    const envelope = time < 0 || time > 1 ? 0 : Math.min(1, 20 * time, 20 * (1 - time))
    phase += (2 * Math.PI * (pitch?.(time) ?? 0)) / RATE
    samples[index] = GROUND * noise + volume * envelope * (pitch === null ? noise : Math.sin(phase))
  })
  return samples
}
