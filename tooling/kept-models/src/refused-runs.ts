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
    'image-pretrain',
    'audio-pretrain',
  ],
}

/** Those of a command that trains another model by default since (decision 0034). */
const imputing: RefusedRuns = { code: 'CHECKPOINT_OTHER_RUN', runs: ['series-impute'] }

/** Those on numbers and categories, which are told by other likelihoods since (decision 0050). */
const telling: RefusedRuns = { code: 'CHECKPOINT_OTHER_RUN', runs: ['several-autoencoder'] }

/**
 * Unfinished runs that cannot be gone on with any more, by the form that they have. Their models load nevertheless. A form gets a
 * line here only with a decision page that says why.
 */
const refusedRuns: Readonly<Record<string, readonly RefusedRuns[]>> = {
  '0001-two-counts': [drawing, imputing],
  '0002-record-of-the-tokenizer': [drawing, imputing],
  '0003-draws-by-row': [imputing],
  '0005-several': [telling],
}

/** The code of the error with which a run is refused; undefined for one that goes on. */
export function refusalOf(form: string, run: string): string | undefined {
  return refusedRuns[form]?.find(({ runs }) => runs.includes(run))?.code
}
