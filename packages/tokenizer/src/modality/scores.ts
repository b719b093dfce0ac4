import type { Tokenizer, Tokens } from '../tokenizer.ts'
import type { Figure } from './figures.ts'
import type { OptionValues } from './options.ts'

/** Some of a sample's values that are scored together: an observation, a patch. */
export interface ScorePlace {
  /** Where it is, for a table: one cell a column. A place that lies in several pieces of a sample has the same cells in each. */
  readonly cells: readonly (string | number)[]
  /** Which values of the sample's tokens: indices into `tokens.values`. */
  readonly values: readonly number[]
  /** What it is compared to, such as the name of a channel: only places of one group are alike. Absent: all are. */
  readonly group?: string
}

/** A place with how far off a model was there. */
export interface ScoredPlace {
  readonly cells: readonly (string | number)[]
  readonly group?: string
  /** How many times as far off as is usual; NaN where it could not be told. */
  readonly score: number
  /** How rarely a model is so far off where nothing is wrong; NaN where it could not be told. */
  readonly p: number
  /** Whether that is rare enough to be shown. */
  readonly isMarked: boolean
}

/** A sample whose places were scored. */
export interface ScoredSample<Sample> {
  readonly id: string
  readonly sample: Sample
  /** In the order of its pieces, each once. */
  readonly places: readonly ScoredPlace[]
}

/** What the methods of `ScoreShape` work with. */
export interface ScoreContext<Sample> {
  readonly tokenizer: Tokenizer<Sample>
  /** Those of reading. */
  readonly options: OptionValues
}

/** How it is told where in a sample a model is far off: where anomalies may be. */
export interface ScoreShape<Sample> {
  /** What the cells of a place are: `['time', 'channel']`. */
  readonly columns: readonly string[]
  /**
   * Parts of a sample that a model sees at once, which may overlap. Absent: samples are not cut.
   *
   * @param length in the units of the axis along which samples are cut, as for `fillMissing`
   */
  pieces?(sample: Sample, length: number): readonly Sample[]
  /** The places of a sample, or of a piece. @param tokens what the tokenizer makes of it */
  places(sample: Sample, tokens: Tokens, context: ScoreContext<Sample>): readonly ScorePlace[]
  /** What a report shows of samples, those with the rarest place first. */
  figures?(
    scored: readonly ScoredSample<Sample>[],
    context: ScoreContext<Sample>,
  ): readonly Figure[] | Promise<readonly Figure[]>
}
