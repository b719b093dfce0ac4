import type { TokenizerRestorer } from '../restorer.ts'
import type { Tokenizer } from '../tokenizer.ts'
import type { Figure, Reconstruction } from './figures.ts'
import type { OptionSchema, OptionValues, ResolvedOf } from './options.ts'
import type { ReadSamples, Samples } from './samples.ts'
import type { ScoreShape } from './scores.ts'
import type { Purpose, ReadContext, Source } from './source.ts'
import type { FileContent, FilledSamples, WriteContext } from './write.ts'

/** The version of the modality contract that this package describes. docs/plugins.md says how it may grow. */
export const MODALITY_SPEC_VERSION = 1

/** Random numbers for augmentation: of one sample in one epoch, so that a run that goes on draws the same. */
export interface AugmentationRandom {
  /** In [0, 1). */
  uniform(): number
  /** 32 random bits as an integer of at least 0: a seed. */
  bits(): number
}

/** Settings that suit a kind of data, as `--set` has them, by section: `{ pretraining: { maskRatio: 0.5 } }`. */
export type SuggestedSettings = Readonly<
  Partial<Record<'data' | 'tokenizer' | 'model' | 'pretraining' | 'finetuning', OptionValues>>
>

/**
 * One kind of data, as a command line needs it: how files become samples and samples tokens. Everything else (training, runs,
 * reports, predictions) is the same for all kinds. A package of tokenizers exports one as the default of its `./modality`.
 *
 * @typeParam Sample what the modality calls a sample: a series, an image, a sound. Plain data
 * @typeParam Options of reading
 * @typeParam TokenizerOptions of `fit`
 */
export interface Modality<
  Sample,
  Options extends OptionSchema = Record<never, never>,
  TokenizerOptions extends OptionSchema = Record<never, never>,
> extends TokenizerRestorer<Sample> {
  /** Lets the contract change without breaking published plugins: they say which version they follow. */
  readonly specVersion: typeof MODALITY_SPEC_VERSION
  /** What samples are called, several of them: `images`. */
  readonly samples: string
  /** What sources may be, for the help: `WAV files, or folders of them`. */
  readonly files: string
  /** Endings of files that are surely of this kind, such as `.wav`, by which a command line that knows the modality finds it. */
  readonly extensions?: readonly string[]
  /** Whether `read` may give `LazySamples`: then commands have `--memory`. Default false. */
  readonly readsOnDemand?: boolean
  /** Options of reading. */
  readonly options?: Options
  /** Options of the tokenizer. */
  readonly tokenizerOptions?: TokenizerOptions
  /** Further options that `read` completes and a model's record holds, such as the names of channels. */
  readonly foundOptions?: OptionSchema
  /** Reads samples. @throws RomaeError, or any Error whose message says which source is wrong and how */
  read(
    sources: readonly Source[],
    options: ResolvedOf<Options>,
    context: ReadContext,
  ): ReadSamples<Sample> | Promise<ReadSamples<Sample>>
  /** A tokenizer with the statistics of these samples. */
  fit(samples: Samples<Sample>, options: ResolvedOf<TokenizerOptions>): Tokenizer<Sample> | Promise<Tokenizer<Sample>>
  /**
   * The content of a source again, with filled samples in the place of those that were read from it, and all else as it was.
   * Nothing is written: whoever calls it says where the content goes, in a browser, too.
   *
   * @param options as `read` got them
   * @throws RomaeError, or any Error whose message says what is wrong, also where the source is no more what was read
   */
  write?(
    source: Source,
    samples: FilledSamples<Sample>,
    options: ResolvedOf<Options>,
    context: WriteContext,
  ): FileContent | Promise<FileContent>
  /** The options by which further sources are read for a model, from those that were saved with it. Default: the same. */
  optionsForModel?(saved: OptionValues, purpose: Purpose): OptionValues
  /**
   * What of the options decides how samples are changed at random; all where it is left out. For a modality whose earlier
   * versions recorded less.
   */
  augmentationKey?(options: OptionValues): OptionValues
  /** Options that others, or the sources, leave without effect: the key (`data.time`, `tokenizer.fill`) and the reason. */
  unusedOptions?(
    chosen: { readonly data: OptionValues; readonly tokenizer?: OptionValues },
    sources: readonly string[],
  ): Readonly<Record<string, string>>
  /** What should be known of a tokenizer before training, such as what it found in the data: one line each. */
  describe?(tokenizer: Tokenizer<Sample>): readonly string[]
  /** What samples hold, for who looks at files before training: labels with their values. */
  inspect?(samples: readonly Sample[], options: OptionValues): readonly (readonly [label: string, value: string])[]
  /** How samples are changed at random in fine-tuning; null where they are not. A changed sample has no more tokens. */
  augment?(options: ResolvedOf<Options>): ((sample: Sample, random: AugmentationRandom) => Sample) | null
  /** How many samples `figures` wants to show. Default 4. */
  readonly figureCount?: number
  /** What a report shows of samples that a model has reconstructed. */
  figures?(
    reconstructions: readonly Reconstruction<Sample>[],
    context: { readonly tokenizer: Tokenizer<Sample>; readonly options: OptionValues },
  ): readonly Figure[] | Promise<readonly Figure[]>
  /** How it is told where in a sample a model is far off. Absent: by token and its position. */
  readonly scores?: ScoreShape<Sample>
  /** Settings that suit this kind of data, by preset. `cpu`'s are the base of the others'. */
  readonly suggests?: Readonly<Partial<Record<'smoke' | 'cpu' | 'paper', SuggestedSettings>>>
}

// biome-ignore lint/suspicious/noExplicitAny: whose samples and options these are is known to the modality alone
export type AnyModality = Modality<any, any, any>
