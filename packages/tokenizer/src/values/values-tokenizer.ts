import { type OptionsOf, type ResolvedOf, type Schema, text, texts, value } from '@romae/internal/options'
import manifest from '../../package.json' with { type: 'json' }
import { readerOf } from '../check-options.ts'
import { checkTokens } from '../check-tokens.ts'
import { describe } from '../describe.ts'
import { errors } from '../errors.ts'
import type { TokenizerRestorer } from '../restorer.ts'
import { SPEC_VERSION, type Tokenizer, type Tokens } from '../tokenizer.ts'
import { layoutOf, outputsOf, readField, type ValueField, type Values, writeField } from './fields.ts'
import { fitFields } from './fit-fields.ts'

const NAME = 'values'

const axis = {
  ...text,
  default: 'sample',
  help:
    'the axis that its one token is on, at 0. Where another modality of the set has an axis, name that one: one at 0 on it needs no axis ' +
    'of its own',
} as const

const schema = {
  fields: {
    kind: value<readonly ValueField[]>(),
    test: areFields,
    expected: 'a list of numbers and categories with their statistics, as fit finds them',
    required: true,
  },
  axis,
} as const satisfies Schema

const fittingSchema = {
  numbers: { ...texts, default: [], help: 'names of values that are numbers' },
  categories: { ...texts, default: [], help: 'names of values of which each is one of a few' },
  axis,
} as const satisfies Schema

/** Options of {@link valuesTokenizer}. */
export interface ValuesTokenizerOptions extends OptionsOf<typeof schema> {}

/** What fitting needs to know. */
export interface ValuesFitOptions extends OptionsOf<typeof fittingSchema> {}

/** A tokenizer of numbers and categories: a sample is one token. */
export interface ValuesTokenizer extends Tokenizer<Values> {
  readonly options: ResolvedOf<typeof schema>
  /** @throws RomaeError `TOKENIZER_VALUES_SAMPLE` */
  tokenize(values: Values): Tokens
  /** @throws RomaeError TOKENIZER_TOKENS_… */
  detokenize(tokens: Tokens): Values
  toJSON(): { readonly name: string; readonly options: ResolvedOf<typeof schema> }
}

const readOptions = readerOf(errors.TOKENIZER_VALUES)

function create(given: ValuesTokenizerOptions): ValuesTokenizer {
  const options = readOptions('valuesTokenizer', schema, given)
  const { layout, tokenSize } = layoutOf(options.fields)
  return {
    specVersion: SPEC_VERSION,
    name: NAME,
    package: manifest.name,
    version: manifest.version,
    axes: [options.axis],
    tokenSize,
    outputs: layout.flatMap(outputsOf),
    maxLength: 1,
    unordered: true,
    options,
    tokenize(values) {
      checkValues(values, options.fields)
      const token = new Float32Array(tokenSize)
      for (const field of layout) writeField(token, field, values)
      return { values: token, positions: new Float32Array(1), length: 1 }
    },
    detokenize(tokens) {
      checkTokens(tokens, { name: NAME, axes: [options.axis], tokenSize, maxLength: 1 })
      return Object.fromEntries(layout.map((field) => [field.field.name, readField(tokens.values, field)]))
    },
    toJSON: () => ({ name: NAME, options }),
  }
}

/**
 * Numbers and categories of a sample, such as age, sex and kind of ward, as one token: numbers of mean 0 and standard deviation 1, a
 * value for each category, and whether a value is there, of those that some samples lack. What is missing is at the mean.
 *
 * For a modality of a `tokenizerSet`: by itself one token leaves nothing to be told from the rest. Give it a mask ratio of 0, and hide
 * it now and then.
 */
export const valuesTokenizer: {
  /** @throws RomaeError `TOKENIZER_VALUES` */
  (options: ValuesTokenizerOptions): ValuesTokenizer
  /**
   * Finds means, deviations and categories. Give the training split only.
   *
   * @throws RomaeError `TOKENIZER_VALUES` for no name, or one that no sample has; `TOKENIZER_VALUES_SAMPLE` for a number that is none
   */
  fit(samples: Iterable<Values>, options: ValuesFitOptions): ValuesTokenizer
  /** @throws RomaeError `TOKENIZER_VALUES` for what is none of its own data */
  fromJSON(json: unknown): ValuesTokenizer
} = Object.assign(create, {
  fit(samples: Iterable<Values>, given: ValuesFitOptions): ValuesTokenizer {
    const { axis: ofToken, ...names } = readOptions('valuesTokenizer.fit', fittingSchema, given)
    const all = [...names.numbers, ...names.categories]
    const twice = all.find((name, index) => all.indexOf(name) < index)
    const rule = all.length === 0 ? 'and categories name no value' : twice && `and categories name ${twice} twice`
    if (rule !== undefined) throw errors.TOKENIZER_VALUES({ of: 'valuesTokenizer.fit', key: 'numbers', rule })
    return create({ fields: fitFields([...samples], names), axis: ofToken })
  },
  fromJSON(json: unknown): ValuesTokenizer {
    const { name, options } = (json ?? {}) as { readonly name?: unknown; readonly options?: ValuesTokenizerOptions }
    if (name === NAME && typeof options === 'object' && options !== null) return create(options)
    throw errors.TOKENIZER_VALUES({
      of: 'valuesTokenizer.fromJSON',
      key: 'json',
      expected: 'what toJSON gave',
      found: describe(json),
    })
  },
})

/** Numbers and categories, for `restoreTokenizerSet`: makes the tokenizer of a model again. */
export const values: TokenizerRestorer<Values> = {
  name: NAME,
  restore: ({ state }) => valuesTokenizer.fromJSON(state),
}

function checkValues(given: unknown, fields: readonly ValueField[]): asserts given is Values {
  const known = fields.map(({ name }) => name)
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw errors.TOKENIZER_VALUES_SAMPLE({
      name: null,
      problem: `are ${describe(given)}, and no object of ${known.join(', ')}`,
    })
  }
  const unknown = Object.keys(given).find((name) => !known.includes(name))
  if (unknown !== undefined) {
    throw errors.TOKENIZER_VALUES_SAMPLE({ name: unknown, problem: `is not known; there are ${known.join(', ')}` })
  }
  if (known.some((name) => (given as Values)[name] != null)) return
  throw errors.TOKENIZER_VALUES_SAMPLE({ name: null, problem: `are all missing; leave the modality out of the sample` })
}

function areFields(given: unknown): boolean {
  return Array.isArray(given) && given.length > 0 && given.every(isField)
}

function isField(given: unknown): boolean {
  const { kind, name, present, mean, std, categories, shares } = (given ?? {}) as Readonly<Record<string, unknown>>
  const isPart = (one: unknown) => typeof one === 'number' && one >= 0 && one <= 1
  if (typeof name !== 'string' || !isPart(present)) return false
  if (kind === 'number') return Number.isFinite(mean) && Number.isFinite(std) && (std as number) > 0
  const areNames =
    Array.isArray(categories) && categories.length > 0 && categories.every((one) => typeof one === 'string')
  return (
    kind === 'category' &&
    areNames &&
    Array.isArray(shares) &&
    shares.length === categories.length &&
    shares.every(isPart)
  )
}
