import { checkTokens, SPEC_VERSION, type Tokenizer, type Tokens } from '@romae/tokenizer'
import { errors } from '../errors.ts'
import { readOptions } from '../options.ts'
import { origin } from '../origin.ts'
import { checkSpectrogram, type Spectrogram } from '../spectrogram/spectrogram.ts'
import { SpectrogramAccumulator } from '../spectrogram/statistics.ts'
import {
  type FitOptions,
  fittingSchema,
  jsonSchema,
  NAME,
  type ResolvedTokenizerOptions,
  resolveTokenizerOptions,
  type SpectrogramTokenizerOptions,
} from './options.ts'
import { patchesOf } from './patches.ts'

/** A tokenizer of spectrograms: the contract's, with every optional method there and nothing to wait for. */
export interface SpectrogramTokenizer extends Tokenizer<Spectrogram> {
  /** The options with their defaults and statistics filled in. */
  readonly options: ResolvedTokenizerOptions
  /**
   * @throws RomaeError `AUDIO_NOT_A_SPECTROGRAM`, `AUDIO_NOT_FINITE`, `AUDIO_BINS`, `AUDIO_FRAME_RATE`,
   * `AUDIO_TOO_LONG`, `AUDIO_VALUE_RANGE`
   */
  tokenize(spectrogram: Spectrogram): Tokens
  /**
   * The spectrogram that the tokens hold, as logarithms, with what filled it up. Tokens may come in any order, but each
   * patch has to be there. The id is empty and the label left out.
   *
   * @throws RomaeError `AUDIO_INVALID_TOKENS` for tokens that no spectrogram gives; TOKENIZER_TOKENS_… for malformed
   * ones
   */
  detokenize(tokens: Tokens): Spectrogram
  toJSON(): SpectrogramTokenizerJson
}

/** A tokenizer as plain data. */
export interface SpectrogramTokenizerJson {
  readonly name: string
  readonly options: ResolvedTokenizerOptions
}

/** Makes spectrogram tokenizers: from options, by fitting to spectrograms, or from what `toJSON` gave. */
export interface SpectrogramTokenizerFactory {
  /** @throws RomaeError `AUDIO_UNKNOWN_OPTION`, `AUDIO_INVALID_OPTION` */
  (options: SpectrogramTokenizerOptions): SpectrogramTokenizer
  /**
   * Takes bins and frame rate from the first spectrogram and, unless told not to, the statistics from all of them.
   * Give the training split only; a generator is gone through once. For spectrograms that come later, one by one, take
   * {@link spectrogramStatistics} and give them as an option.
   *
   * @throws RomaeError `AUDIO_NOTHING_TO_FIT` without spectrograms, `AUDIO_BINS`, `AUDIO_FRAME_RATE` if they differ
   */
  fit(spectrograms: Iterable<Spectrogram>, options?: FitOptions): SpectrogramTokenizer
  /** @throws RomaeError `AUDIO_INVALID_OPTION` for another tokenizer's data, or what the options' own checks throw */
  fromJSON(json: unknown): SpectrogramTokenizer
}

/**
 * One token for each patch of a log-mel spectrogram, at position [time, frequency]: the paper's set-up for audio.
 *
 * It starts from a {@link Spectrogram}, not from a sound: a sound cannot be had back from its energies. Make
 * spectrograms with {@link filterBank}, or from any array of logarithms.
 */
export const spectrogramTokenizer: SpectrogramTokenizerFactory = Object.assign(create, { fit, fromJSON })

const axes = ['time', 'frequency']

function create(given: SpectrogramTokenizerOptions): SpectrogramTokenizer {
  const options = resolveTokenizerOptions(given)
  const { tokenSize, maxLength, cut, join } = patchesOf(options)
  return {
    ...origin,
    specVersion: SPEC_VERSION,
    name: NAME,
    axes,
    tokenSize,
    ...(maxLength !== undefined && { maxLength }),
    options,
    tokenize(spectrogram) {
      checkSpectrogram(spectrogram)
      checkSameLayout(spectrogram, options)
      return cut(spectrogram)
    },
    detokenize(tokens) {
      checkTokens(tokens, { name: NAME, axes, tokenSize })
      return join(tokens)
    },
    toJSON: () => ({ name: NAME, options }),
  }
}

function fit(spectrograms: Iterable<Spectrogram>, given: FitOptions = {}): SpectrogramTokenizer {
  const fitting = startFitting(given)
  for (const spectrogram of spectrograms) fitting.add(spectrogram)
  return fitting.finish()
}

/** `fit` for spectrograms that come one by one and need not be in memory together. */
export async function fitOneByOne(
  spectrograms: AsyncIterable<Spectrogram>,
  given: FitOptions = {},
): Promise<SpectrogramTokenizer> {
  const fitting = startFitting(given)
  for await (const spectrogram of spectrograms) fitting.add(spectrogram)
  return fitting.finish()
}

function startFitting(given: FitOptions) {
  const { standardize, ...others } = readOptions(`${NAME} fit`, fittingSchema, given)
  const accumulator = new SpectrogramAccumulator(standardize === 'none' ? 'global' : standardize)
  let layout: Pick<Spectrogram, 'bins' | 'framesPerSecond'> | undefined
  return {
    add(spectrogram: Spectrogram) {
      checkSpectrogram(spectrogram)
      if (layout === undefined) {
        layout = { bins: spectrogram.bins, framesPerSecond: spectrogram.framesPerSecond }
        // Checks the other options before the data are gone through.
        resolveTokenizerOptions({ ...others, ...layout })
      }
      checkSameLayout(spectrogram, layout)
      accumulator.add(spectrogram)
    },
    finish(): SpectrogramTokenizer {
      const statistics = accumulator.statistics()
      return create({ ...others, ...layout!, standardize, ...(standardize !== 'none' && { statistics }) })
    },
  }
}

function fromJSON(json: unknown): SpectrogramTokenizer {
  const { options } = readOptions(`the JSON of ${NAME}`, jsonSchema, json)
  return create(options)
}

function checkSameLayout(
  { id, bins, framesPerSecond }: Spectrogram,
  expected: Pick<Spectrogram, 'bins' | 'framesPerSecond'>,
): void {
  if (bins !== expected.bins) throw errors.AUDIO_BINS({ id, expected: expected.bins, got: bins })
  if (framesPerSecond === expected.framesPerSecond) return
  throw errors.AUDIO_FRAME_RATE({ id, expected: expected.framesPerSecond, got: framesPerSecond })
}
