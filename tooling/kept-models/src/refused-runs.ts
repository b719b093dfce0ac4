/** Runs that cannot be gone on with any more. */
interface RefusedRuns {
  /** Of the error that says so. */
  readonly code: `CHECKPOINT_${string}`
  /** Names of specimens and of runs of the apps. */
  readonly runs: readonly string[]
}

/** Those that draw masks or dropout, which are drawn in another way since (decision 0029). */
const drawing: RefusedRuns = {
  code: 'CHECKPOINT_OTHER_RANDOMNESS',
  runs: [
    'series-imputer',
    'series-classifier',
    'image-autoencoder',
    'audio-autoencoder',
    'series-pretrain',
    'series-classify',
    'series-regress',
    'series-impute',
    'image-pretrain',
    'audio-pretrain',
  ],
}

/**
 * Unfinished runs that cannot be gone on with any more, by the form that they have. Their models load nevertheless. A form gets a
 * line here only with a decision page that says why.
 */
const refusedRuns: Readonly<Record<string, RefusedRuns>> = {
  '0001-two-counts': drawing,
  '0002-record-of-the-tokenizer': drawing,
}

/** The code of the error with which a run is refused; undefined for one that goes on. */
export function refusalOf(form: string, run: string): string | undefined {
  const refused = refusedRuns[form]
  return refused?.runs.includes(run) === true ? refused.code : undefined
}
