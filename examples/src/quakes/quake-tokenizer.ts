import { RomaeError, type Tokenizer } from '@romae/tokenizer'

/** One earthquake, as a catalogue has it. */
export interface Quake {
  /** Milliseconds since 1970. */
  readonly time: number
  /** Degrees. */
  readonly latitude: number
  readonly longitude: number
  /** Kilometres. */
  readonly depth: number
  readonly magnitude: number
}

/** Some earthquakes in the order of their times: a sample. */
export type Sequence = readonly Quake[]

/** Milliseconds. Positions are float32, in which milliseconds since 1970 would be two minutes apart: hours of a sample are exact. */
const HOUR = 3_600_000

/**
 * One token an earthquake: its magnitude, standing where and when it happened. A sample is some that follow each other, and its time
 * begins with the first of them.
 *
 * @param options the mean and the standard deviation of magnitudes, which `fitQuakes` finds
 */
export function quakeTokenizer({ mean = 0, std = 1 } = {}): Tokenizer<Sequence> {
  return {
    specVersion: 1,
    name: 'quakes',
    axes: ['time', 'latitude', 'longitude', 'depth'],
    tokenSize: 1,
    channels: { names: ['magnitude'] },
    tokenize(quakes) {
      const [first] = quakes
      if (first === undefined) throw new RomaeError('QUAKES_EMPTY', 'a sample needs at least one earthquake; got none')
      return {
        values: Float32Array.from(quakes, ({ magnitude }) => (magnitude - mean) / std),
        positions: Float32Array.from(
          quakes.flatMap(({ time, latitude, longitude, depth }) => [
            (time - first.time) / HOUR,
            latitude,
            longitude,
            depth / 10,
          ]),
        ),
        length: quakes.length,
      }
    },
    detokenize({ values, positions }) {
      return Array.from(values, (value, token) => {
        const [hours, latitude, longitude, depth] = positions.subarray(4 * token) as unknown as [
          number,
          number,
          number,
          number,
        ]
        return { time: hours * HOUR, latitude, longitude, depth: depth * 10, magnitude: value * std + mean }
      })
    },
    toJSON: () => ({ mean, std }),
  }
}

/** The tokenizer with the statistics of these samples. */
export function fitQuakes(samples: readonly Sequence[]): Tokenizer<Sequence> {
  const magnitudes = samples.flat().map(({ magnitude }) => magnitude)
  const mean = average(magnitudes)
  return quakeTokenizer({ mean, std: Math.sqrt(average(magnitudes.map((one) => (one - mean) ** 2))) || 1 })
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
