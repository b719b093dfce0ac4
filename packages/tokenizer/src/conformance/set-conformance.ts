import { RomaeError } from '@romae/internal/errors'
import { type OptionsOf, type Schema, value } from '@romae/internal/options'
import { readerOf } from '../check-options.ts'
import { errors } from '../errors.ts'
import { checkSetTokens } from '../set/check-set-tokens.ts'
import { isTokenizerSet, type SetTokens, type TokenizerSet } from '../set/tokenizer-set.ts'
import type { Tokens } from '../tokenizer.ts'
import { type ConformanceRule, type RegisterTest, tokenizerConformance } from './conformance.ts'
import { tokenDifference } from './token-difference.ts'

const schema = {
  set: {
    kind: value<TokenizerSet<unknown>>(),
    test: isTokenizerSet,
    expected: 'what tokenizerSet made',
    required: true,
  },
  samples: {
    kind: value<readonly unknown[]>(),
    test: (given: unknown) => Array.isArray(given) && given.length > 0,
    expected: 'an array of at least one sample',
    required: true,
    help: 'samples that it must tokenize; of each modality at least one, and some that lack one show more',
  },
  onWarning: {
    kind: value<(warning: RomaeError) => void>(),
    help: 'takes what a rule of severity `warning` has found of a modality; `console.warn` of the message by default',
  },
} as const satisfies Schema

/** What the suite tries a set of tokenizers with. */
export interface SetConformanceOptions<Sample> extends Pick<OptionsOf<typeof schema>, 'onWarning'> {
  readonly set: TokenizerSet<Sample>
  readonly samples: readonly Sample[]
}

const readOptions = readerOf(errors.TOKENIZER_CONFORMANCE_OPTION)

type Held = Readonly<Record<string, unknown>>

/**
 * The rules of a set of tokenizers, as `tokenizerConformance` gives them: those of each tokenizer on what the samples hold of its
 * modality, named `MODALITY: RULE`, and those of the set.
 *
 * @throws RomaeError `TOKENIZER_CONFORMANCE_OPTION`, `TOKENIZER_CONFORMANCE_CLONE`
 */
export function tokenizerSetConformance<Sample>(options: SetConformanceOptions<Sample>): readonly ConformanceRule[] {
  const { onWarning } = readOptions('set conformance', schema, options)
  const set = options.set as TokenizerSet<unknown>
  const samples = options.samples as readonly Held[]
  const ofModalities = set.modalities.flatMap(({ name, tokenizer }) => {
    const own = samples.flatMap((sample) => (sample[name] == null ? [] : [sample[name]]))
    if (own.length === 0) return []
    const rules = tokenizerConformance({ tokenizer, samples: own, ...(onWarning && { onWarning }) })
    return rules.map((rule) => ({ ...rule, name: `${name}: ${rule.name}` }))
  })
  return [...ofModalities, ...setRules(set, samples)]
}

/** Registers every rule of a set as a test, as `registerConformance` does for one tokenizer. */
export function registerSetConformance<Sample>(test: RegisterTest, options: SetConformanceOptions<Sample>): void {
  for (const { name, description, run } of tokenizerSetConformance(options)) test(`${name}: ${description}`, run)
}

function setRules(set: TokenizerSet<unknown>, samples: readonly Held[]): ConformanceRule[] {
  const broken = (rule: string, problem: string, fields: { readonly sample?: number; readonly got?: unknown } = {}) =>
    errors.TOKENIZER_CONFORMANCE({ rule, tokenizer: set.name, problem, ...fields })
  const rule = (name: string, description: string, run: () => Promise<void>): ConformanceRule => {
    return { name, description, severity: 'error', run }
  }
  /** Compares the parts of a sample with those that are expected. */
  const compare = (name: string, sample: number, got: SetTokens, expected: readonly (Tokens | null)[]) => {
    for (const [index, modality] of set.modalities.entries()) {
      const [part, own] = [got.parts[index] ?? null, expected[index]!]
      if (part === null && own === null) continue
      const difference = part === null || own === null ? null : tokenDifference(own, part, 0)
      if (difference === undefined) continue
      const problem = difference?.problem ?? `it is ${part === null ? 'absent' : 'there'}`
      throw broken(name, `of ${modality.name}, ${problem}`, { sample })
    }
  }
  const rejects = async (name: string, sample: unknown, what: string) => {
    const outcome = await set.tokenize(sample).then(
      () => 'tokens',
      (error: unknown) => error,
    )
    if (!RomaeError.isInstance(outcome))
      throw broken(name, `${what} has to be rejected with a RomaeError`, { got: outcome })
  }
  return [
    rule(
      'parts',
      'each part is what the modality’s tokenizer gives of it alone, and null where it is absent',
      async () => {
        for (const [index, sample] of samples.entries()) {
          const got = await set.tokenize(sample)
          checkSetTokens(got, set, index)
          const expected = set.modalities.map(({ name, tokenizer }) =>
            sample[name] == null ? null : tokenizer.tokenize(sample[name]),
          )
          compare('parts', index, got, await Promise.all(expected))
        }
      },
    ),
    rule('absent', 'without a modality, the parts of the others stay what they were', async () => {
      for (const [index, sample] of samples.entries()) {
        const held = set.modalities.filter(({ name }) => sample[name] != null)
        if (held.length < 2) continue
        const whole = await set.tokenize(sample)
        for (const { name } of held) {
          const { [name]: _, ...others } = sample
          const expected = whole.parts.map((part, place) => (set.modalities[place]!.name === name ? null : part))
          compare('absent', index, await set.tokenize(others), expected)
        }
      }
    }),
    rule('rejects-nothing', 'a sample without any modality is rejected', () =>
      rejects('rejects-nothing', {}, 'a sample without any modality'),
    ),
    rule('rejects-unknown', 'a sample with a modality that is none of the set’s is rejected', () => {
      const stranger = `${set.modalities.map(({ name }) => name).join('')}2`
      return rejects('rejects-unknown', { ...samples[0], [stranger]: {} }, 'a modality that is none of the set’s')
    }),
  ]
}
