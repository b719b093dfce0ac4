/** The three parts of a data set. Each is drawn from random numbers of its own. */
export interface Splits<Split> {
  readonly train: Split
  /** For choosing a model; where the source has no such split, further series of the same kind. */
  readonly validation: Split
  readonly test: Split
}

/** How many series each split has. Series `i` of a split is the same whatever the counts. */
export interface SplitCounts {
  readonly train: number
  readonly validation: number
  readonly test: number
}

/** The counts as options, by their defaults. */
export const countsOf = <const Train, const Validation, const Test>(
  train: Train,
  validation: Validation,
  test: Test,
  of: string = 'series',
) => {
  const one = <const Default>(count: Default) =>
    ({ kind: 'integer', least: 0, most: 1e6, default: count, help: `${of} of this split` }) as const
  return { train: one(train), validation: one(validation), test: one(test) }
}

export type SplitName = keyof SplitCounts

/** What the random numbers of each split are named after. */
const streams = { train: 'train', validation: 'valid', test: 'test' } as const

export type SplitStream = (typeof streams)[SplitName]

/** Makes each split by the name of its random numbers, and its count. */
export function makeSplits<Split>(
  { train, validation, test }: SplitCounts,
  make: (stream: SplitStream, count: number) => Split,
): Splits<Split> {
  return {
    train: make(streams.train, train),
    validation: make(streams.validation, validation),
    test: make(streams.test, test),
  }
}
