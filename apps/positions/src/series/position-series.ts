import { generatePositions, type PositionSplit } from '@romae/datasets'
import { SPEC_VERSION, type Tokenizer } from '@romae/tokenizer'

/** Tokens at real-valued positions of one axis. */
export interface PositionSeries {
  readonly positions: Float32Array
  /** One a position; in the paper's experiments all are 1, so that positions are all that tells tokens apart. */
  readonly values: Float32Array
}

/** How many series, of how many tokens, at positions from where to where. */
export interface PositionData {
  readonly train: number
  readonly test: number
  /** Tokens of a series. */
  readonly tokens: number
  readonly low: number
  readonly high: number
}

/** The series of both splits; the same for the same seed. */
export function positionSplits(
  { train, test, tokens, low, high }: PositionData,
  seed: number,
): { readonly train: PositionSeries[]; readonly test: PositionSeries[] } {
  const splits = generatePositions({ seed, train, validation: 0, test, length: tokens, range: [low, high] })
  return { train: seriesOf(splits.train), test: seriesOf(splits.test) }
}

/** A split's series one by one. */
export function seriesOf({ count, length, positions, values }: PositionSplit): PositionSeries[] {
  return Array.from({ length: count }, (_, series) => ({
    positions: positions.subarray(series * length, (series + 1) * length),
    values: values.subarray(series * length, (series + 1) * length),
  }))
}

/** One token a position. */
export const positionTokenizer: Tokenizer<PositionSeries> = {
  specVersion: SPEC_VERSION,
  name: 'positions',
  axes: ['position'],
  tokenSize: 1,
  tokenize: ({ positions, values }) => ({
    values: values.slice(),
    positions: positions.slice(),
    length: positions.length,
  }),
  toJSON: () => ({ name: 'positions' }),
}
