import { requireInteger } from '../options.ts'

/** The three parts of a data set. Each is drawn from random numbers of its own. */
export interface Splits<Split> {
  readonly train: Split
  /** For choosing a model; where the source has no such split, further series of the same kind. */
  readonly valid: Split
  readonly test: Split
}

/** How many series each split has. Series `i` of a split is the same whatever the counts. */
export interface SplitCounts {
  readonly train?: number
  readonly valid?: number
  readonly test?: number
}

/** The names of {@link SplitCounts}, for checks of options. */
export const splitNames = ['train', 'valid', 'test'] as const

export type SplitName = (typeof splitNames)[number]

/** Makes each split by its name and its count, which is checked. */
export function makeSplits<Split>(
  of: string,
  counts: Required<SplitCounts>,
  make: (name: SplitName, count: number) => Split,
): Splits<Split> {
  for (const name of splitNames) requireInteger(of, name, counts[name], 0, 1e6)
  const [train, valid, test] = splitNames.map((name) => make(name, counts[name]))
  return { train: train!, valid: valid!, test: test! }
}
