import type { RomaeError } from '@romae/internal/errors'
import { describe } from '../describe.ts'
import { errors } from '../errors.ts'
import type { Tokenizer } from '../tokenizer.ts'

export interface ConformanceOptions<Sample> {
  /** The tokenizer, or how to make it: a factory also shows whether two instances give the same tokens. */
  readonly tokenizer: Tokenizer<Sample> | (() => Tokenizer<Sample>)
  /** Samples that it must tokenize: at least one; two or more, of different lengths and content, show more. */
  readonly samples: readonly Sample[]
  /** Samples that hold nothing, e.g. a series without observations: it must reject each with a `RomaeError`. */
  readonly emptySamples?: readonly Sample[]
  /**
   * How far numbers may be off after a round trip through `detokenize`: absolute up to 1, relative above. It defaults
   * to 1e-5, which leaves room for float32 arithmetic.
   */
  readonly tolerance?: number
  /** Whether `detokenize` gives the sample itself back, within `tolerance`. It defaults to true if `equal` is given. */
  readonly lossless?: boolean
  /** Says whether a restored sample is as good as the original, instead of comparing all that they hold. */
  readonly equal?: (original: Sample, restored: Sample) => boolean
  /** Copies a sample, to see whether it is changed later. It defaults to `structuredClone`. */
  readonly clone?: (sample: Sample) => Sample
  /**
   * Makes the tokenizer again from what its `toJSON` gave, after a way through JSON text. With it the suite finds what
   * `toJSON` forgets.
   */
  readonly fromJSON?: (json: unknown) => Tokenizer<Sample>
  /** Takes what a rule of severity `warning` has found; it defaults to `console.warn` of the message. */
  readonly onWarning?: (warning: RomaeError) => void
  /** Milliseconds that one call may take. It defaults to 2000; keep it below the test runner's own limit. */
  readonly timeout?: number
}

/** Checked options, with defaults filled in and every sample copied before a tokenizer has seen it. */
export interface ResolvedOptions {
  readonly makeTokenizer: (() => Tokenizer<unknown>) | undefined
  readonly tokenizer: Tokenizer<unknown>
  readonly samples: readonly unknown[]
  readonly originals: readonly unknown[]
  readonly emptySamples: readonly unknown[]
  readonly tolerance: number
  readonly lossless: boolean
  readonly equal: ((original: unknown, restored: unknown) => boolean) | undefined
  readonly clone: (sample: unknown) => unknown
  readonly fromJson: ((json: unknown) => Tokenizer<unknown>) | undefined
  readonly onWarning: (warning: RomaeError) => void
  readonly timeout: number
}

type OptionTable = Record<keyof ConformanceOptions<unknown>, readonly [(value: unknown) => boolean, string]>

const optional = (test: (value: unknown) => boolean) => (value: unknown) => value === undefined || test(value)
const isFunction = (value: unknown) => typeof value === 'function'
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

const optionTable: OptionTable = {
  tokenizer: [(value) => value !== undefined, 'a tokenizer or a function that makes one'],
  samples: [(value) => Array.isArray(value) && value.length > 0, 'an array of at least one sample'],
  emptySamples: [optional(Array.isArray), 'an array of samples'],
  tolerance: [optional((value) => isNumber(value) && value >= 0), 'a number of at least 0'],
  lossless: [optional((value) => typeof value === 'boolean'), 'true or false'],
  equal: [optional(isFunction), 'a function of two samples'],
  clone: [optional(isFunction), 'a function of a sample'],
  fromJSON: [optional(isFunction), 'a function of what toJSON gives'],
  onWarning: [optional(isFunction), 'a function of an error'],
  timeout: [optional((value) => isNumber(value) && value > 0), 'a number of milliseconds above 0'],
}

/**
 * @throws RomaeError `TOKENIZER_CONFORMANCE_OPTION` for a wrong or unknown option, `TOKENIZER_CONFORMANCE_CLONE` for a
 * sample that cannot be copied
 */
export function resolveOptions<Sample>(options: ConformanceOptions<Sample>): ResolvedOptions {
  checkOptions(options)
  const { tokenizer, samples, emptySamples = [], tolerance = 1e-5, equal, timeout = 2000 } = options
  // From here on samples are opaque: only the author's own functions look into them.
  const clone = (options.clone ?? structuredClone) as (sample: unknown) => unknown
  const isFactory = typeof tokenizer === 'function'
  return {
    makeTokenizer: isFactory ? tokenizer : undefined,
    tokenizer: isFactory ? tokenizer() : tokenizer,
    samples,
    originals: samples.map((sample, index) => {
      try {
        return clone(sample)
      } catch (cause) {
        throw errors.TOKENIZER_CONFORMANCE_CLONE({ sample: index }, cause)
      }
    }),
    emptySamples,
    tolerance,
    lossless: options.lossless ?? equal !== undefined,
    equal: equal as ResolvedOptions['equal'],
    clone,
    fromJson: options.fromJSON,
    // biome-ignore lint/suspicious/noConsole: only tests call this, under a runner that shows what they print.
    onWarning: options.onWarning ?? (({ message }) => console.warn(message)),
    timeout,
  }
}

function checkOptions(options: object): void {
  for (const option of Object.keys(options)) {
    if (Object.hasOwn(optionTable, option)) continue
    const expected = `one of ${Object.keys(optionTable).join(', ')}`
    throw errors.TOKENIZER_CONFORMANCE_OPTION({ option: describe(option), expected, got: 'an unknown option' })
  }
  for (const [option, [isValid, expected]] of Object.entries(optionTable)) {
    const value: unknown = Reflect.get(options, option)
    if (!isValid(value)) throw errors.TOKENIZER_CONFORMANCE_OPTION({ option, expected, got: describe(value) })
  }
}
