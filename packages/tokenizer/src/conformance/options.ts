import type { RomaeError } from '@romae/internal/errors'
import { type OptionsOf, type Schema, value } from '@romae/internal/options'
import { readerOf } from '../check-options.ts'
import { errors } from '../errors.ts'
import type { Tokenizer } from '../tokenizer.ts'

/** What holds samples is opaque here: only the author's own functions look into them. */
const schema = {
  tokenizer: {
    kind: value<unknown>(),
    test: (given: unknown) => given !== undefined,
    expected: 'a tokenizer or a function that makes one',
    required: true,
    help: 'the tokenizer, or how to make it: a factory also shows whether two instances give the same tokens',
  },
  samples: {
    kind: value<readonly unknown[]>(),
    test: (given: unknown) => Array.isArray(given) && given.length > 0,
    expected: 'an array of at least one sample',
    required: true,
    help: 'samples that it must tokenize; two or more, of different lengths and content, show more',
  },
  emptySamples: {
    kind: value<readonly unknown[]>(),
    test: Array.isArray,
    expected: 'an array of samples',
    default: [],
    help: 'samples that hold nothing, e.g. a series without observations: each must be rejected with a `RomaeError`',
  },
  tolerance: {
    kind: 'number',
    least: 0,
    default: 1e-5,
    help:
      'how far numbers may be off after a round trip through `detokenize`: absolute up to 1, relative above; the default ' +
      'leaves room for float32 arithmetic',
  },
  lossless: {
    kind: 'flag',
    help: 'whether `detokenize` gives the sample itself back, within `tolerance`; by default where `equal` is given',
  },
  equal: {
    kind: value<(original: unknown, restored: unknown) => boolean>(),
    help: 'says whether a restored sample is as good as the original, instead of comparing all that they hold',
  },
  clone: {
    kind: value<(sample: unknown) => unknown>(),
    help: 'copies a sample, to see whether it is changed later; `structuredClone` by default',
  },
  fromJSON: {
    kind: value<(json: unknown) => Tokenizer<unknown>>(),
    help:
      'makes the tokenizer again from what its `toJSON` gave, after a way through JSON text: with it the suite finds what ' +
      '`toJSON` forgets',
  },
  onWarning: {
    kind: value<(warning: RomaeError) => void>(),
    help: 'takes what a rule of severity `warning` has found; `console.warn` of the message by default',
  },
  timeout: {
    kind: 'number',
    above: 0,
    default: 2000,
    help: 'milliseconds that one call may take; keep it below the test runner’s own limit',
  },
} as const satisfies Schema

/** What the suite tries a tokenizer with. */
export interface ConformanceOptions<Sample>
  extends Pick<OptionsOf<typeof schema>, 'tolerance' | 'lossless' | 'onWarning' | 'timeout'> {
  readonly tokenizer: Tokenizer<Sample> | (() => Tokenizer<Sample>)
  readonly samples: readonly Sample[]
  readonly emptySamples?: readonly Sample[]
  readonly equal?: (original: Sample, restored: Sample) => boolean
  readonly clone?: (sample: Sample) => Sample
  readonly fromJSON?: (json: unknown) => Tokenizer<Sample>
}

const readOptions = readerOf(errors.TOKENIZER_CONFORMANCE_OPTION)

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

/**
 * @throws RomaeError `TOKENIZER_CONFORMANCE_OPTION` for a wrong or unknown option, `TOKENIZER_CONFORMANCE_CLONE` for a
 * sample that cannot be copied
 */
export function resolveOptions<Sample>(options: ConformanceOptions<Sample>): ResolvedOptions {
  const { samples, emptySamples, tolerance, timeout, lossless, equal, ...given } = readOptions(
    'tokenizer conformance',
    schema,
    options,
  )
  const { tokenizer } = options
  // From here on samples are opaque: only the author's own functions look into them.
  const clone = given.clone ?? structuredClone
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
    lossless: lossless ?? equal !== undefined,
    equal,
    clone,
    fromJson: given.fromJSON,
    // biome-ignore lint/suspicious/noConsole: only tests call this, under a runner that shows what they print.
    onWarning: given.onWarning ?? (({ message }) => console.warn(message)),
    timeout,
  }
}
