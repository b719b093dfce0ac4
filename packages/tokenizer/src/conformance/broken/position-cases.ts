import { RomaeError, type Tokenizer } from '../../index.ts'
import type { Case, Series } from './series.ts'

/** Elements on two axes, one list each, as `detokenize` gives them back. */
interface Track {
  readonly latitudes: readonly number[]
  readonly longitudes: readonly number[]
}

type Layout = (token: number, axis: number, length: number) => number

/** A tokenizer of tracks whose positions are laid out in some way, as one of `Series`: the cases share a type of samples. */
function tracks(at: Layout): Tokenizer<Series> {
  const tokenizer: Tokenizer<Track> = {
    specVersion: 1,
    name: 'tracks',
    axes: ['latitude', 'longitude'],
    tokenSize: 1,
    tokenize: ({ latitudes, longitudes }) => {
      const length = latitudes.length
      const positions = new Float32Array(2 * length)
      for (let token = 0; token < length; token++) {
        positions[at(token, 0, length)] = latitudes[token]!
        positions[at(token, 1, length)] = longitudes[token]!
      }
      return { values: new Float32Array(length).fill(1), positions, length }
    },
    detokenize: ({ positions, length }) => ({
      latitudes: Array.from({ length }, (_, token) => positions[at(token, 0, length)]!),
      longitudes: Array.from({ length }, (_, token) => positions[at(token, 1, length)]!),
    }),
  }
  return tokenizer as unknown as Tokenizer<Series>
}

const track = { latitudes: [35.5, 36, 37.25], longitudes: [139.5, 140, 141] } as unknown as Series

/** The same without a way back. */
function oneWay(at: Layout): Tokenizer<Series> {
  const { detokenize: _, ...tokenizer } = tracks(at)
  return tokenizer
}

/** One axis, with positions that `at` makes of an index. */
function placed(at: (index: number) => number, more: Partial<Tokenizer<Series>> = {}): Tokenizer<Series> {
  return {
    specVersion: 1,
    name: 'placed',
    axes: ['time'],
    tokenSize: 1,
    tokenize: ({ readings }) => {
      if (readings.length === 0) throw new RomaeError('PLACED_EMPTY', 'nothing is placed')
      const positions = Float32Array.from(readings, (_, index) => at(index))
      return { values: Float32Array.from(readings), positions, length: readings.length }
    },
    ...more,
  }
}

const epoch = Date.UTC(2024, 0, 1)

/** Their positions are of little use. */
export const positionCases: readonly Case[] = [
  [
    'channel-positions',
    'counts channels from 1',
    () => placed((index) => 1 + index, { channels: { axis: 'time', names: ['a', 'b'] } }),
    { sample: 0 },
  ],
  [
    'positions-order',
    'gives one axis after the other',
    () => tracks((token, axis, length) => axis * length + token),
    { sample: 0, expected: '[length, axes]', got: '[axes, length]' },
    { samples: [track], emptySamples: [], lossless: false },
  ],
  [
    'positions-blocks',
    'gives one axis after the other, and has no way back',
    () => oneWay((token, axis, length) => axis * length + token),
    { expected: '[length, axes]', got: '[axes, length]' },
    { samples: [track], emptySamples: [], lossless: false },
  ],
  ['positions-resolution', 'gives epoch milliseconds', () => placed((index) => epoch + 3_600_000 * index)],
  ['positions-resolution', 'gives epoch seconds', () => placed((index) => epoch / 1000 + 60 * index)],
  ['positions-resolution', 'gives metres from the equator', () => placed((index) => 5_200_000 + 5 * index)],
  ['positions-differ', 'gives 0 always', () => placed(() => 0), { got: 0 }],
  ['positions-differ', 'gives one number always', () => placed(() => 7), { got: 7 }],
  ['positions-scale', 'gives days as seconds', () => placed((index) => 86_400 * index), { sample: 0, token: 1 }],
]

/** They are as they should be, and nothing may be found. */
export const ordinaryPositions: readonly [
  what: string,
  at: (index: number) => number,
  more?: Partial<Tokenizer<Series>>,
][] = [
  ['indices', (index) => index],
  ['fractions of 1', (index) => index / 1000],
  ['days since 1970', (index) => 19_000 + index],
  ['degrees', (index) => 139.2 + 0.01 * index],
  ['bursts, months apart', (index) => (index % 2 === 0 ? 0 : 1e4) + 1e-3 * index],
  ['a set', () => 0, { unordered: true }],
]

export const ordinaryTracks = {
  tokenizer: tracks((token, axis) => 2 * token + axis),
  oneWay: oneWay((token, axis) => 2 * token + axis),
  samples: [track],
  makeOrdinary: placed,
}
