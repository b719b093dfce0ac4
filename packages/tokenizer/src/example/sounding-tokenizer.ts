import { RomaeError, type Tokenizer } from '@romae/tokenizer'

/** One measurement of the sea's depth: degrees and metres. */
export interface Sounding {
  readonly latitude: number
  readonly longitude: number
  readonly depth: number
}

/** One token per sounding: its depth in units of `scale`, standing where it was measured. */
export function soundingTokenizer({ scale = 100 } = {}): Tokenizer<readonly Sounding[]> {
  return {
    specVersion: 1, // a literal: the version this file was written for
    name: 'soundings',
    axes: ['latitude', 'longitude'],
    tokenSize: 1,
    tokenize(soundings) {
      if (soundings.length === 0) throw new RomaeError('SOUNDINGS_EMPTY', 'a survey needs at least one sounding')
      return {
        values: Float32Array.from(soundings, ({ depth }) => depth / scale),
        positions: Float32Array.from(soundings.flatMap(({ latitude, longitude }) => [latitude, longitude])),
        length: soundings.length,
      }
    },
    detokenize({ values, positions }) {
      return Array.from(values, (value, token) => ({
        latitude: positions[2 * token]!,
        longitude: positions[2 * token + 1]!,
        depth: value * scale,
      }))
    },
    toJSON: () => ({ scale }),
  }
}
