import { type OptionsOf, type Schema, value } from '@romae/internal/options'
import { readerOf } from '../check-options.ts'
import { checkTokenizer } from '../check-tokenizer.ts'
import { describe } from '../describe.ts'
import { errors } from '../errors.ts'
import { SPEC_VERSION, type Tokenizer, type Tokens } from '../tokenizer.ts'
import { checkSharedAxes } from './shared-axes.ts'

/**
 * Tokenizers of several modalities as one, for samples that hold several, any of which may be missing. `tokenizerSet` makes it of
 * tokenizers as they are.
 *
 * @typeParam Sample an object that has a sample of each modality by its name; what is missing is left out, undefined or null
 */
export interface TokenizerSet<Sample> {
  readonly specVersion: typeof SPEC_VERSION
  /** `set`: its modalities have names of their own. */
  readonly name: string
  /** The names of the position axes of all modalities. What has the same name is the same axis. */
  readonly axes: readonly string[]
  /** In the order of their names, whichever they were given in. */
  readonly modalities: readonly SetModality[]
  /**
   * Cuts what a sample has of each modality into tokens.
   *
   * @throws RomaeError `TOKENIZER_SET_SAMPLE` for a sample that has no modality, or one that is not the set's; what a tokenizer throws
   */
  tokenize(sample: Sample): Promise<SetTokens>
  /**
   * Turns tokens back into samples of the modalities whose tokenizers can.
   *
   * @throws RomaeError what a tokenizer throws
   */
  detokenize(tokens: SetTokens): Promise<{ readonly [Name in keyof Sample]?: Sample[Name] | undefined }>
  /** What the tokenizers’ `toJSON` give, by the names of the modalities; null of one without. */
  toJSON(): Readonly<Record<string, unknown>>
}

/** One modality of a set. */
export interface SetModality {
  readonly name: string
  readonly tokenizer: Tokenizer<unknown>
  /** Values in one token. */
  readonly tokenSize: number
  /** Which of the set’s axes its positions are on, in the order of its own. */
  readonly axes: readonly number[]
}

/** The tokens of one sample of several modalities. */
export interface SetTokens {
  /** In the order of the set’s modalities; null: the sample lacks it. Not all are. */
  readonly parts: readonly (Tokens | null)[]
  /** Number of tokens of all of them. */
  readonly length: number
}

/** The tokenizers of a set, by the names of their modalities. */
export type SetMembers = Readonly<Record<string, Tokenizer<unknown>>>

/** What a sample of a set may hold. */
export type SetSample<Members extends SetMembers> = {
  readonly [Name in keyof Members]?: (Members[Name] extends Tokenizer<infer Sample> ? Sample : never) | null | undefined
}

const schema = {
  renameAxes: {
    kind: value<Readonly<Record<string, Readonly<Record<string, string>>>>>(),
    expected: 'an object of modalities, each with the new names of some of its axes by the old ones',
    default: {},
    help:
      'other names of axes, by modality: `{ vitals: { channel: "vital" } }`. Axes of one name are one axis: give other names to those ' +
      'that have nothing to do with each other',
  },
} as const satisfies Schema

/** How a set is made. */
export interface TokenizerSetOptions extends OptionsOf<typeof schema> {}

const readOptions = readerOf(errors.TOKENIZER_SET)

/** Names stand in those of parameters and of a model’s inputs. */
const modalityName = /^[A-Za-z]\w{0,63}$/

/**
 * Makes one tokenizer of samples that hold several modalities: `tokenizerSet({ series, image })` takes samples
 * `{ series?, image? }`. Axes of the same name become one axis.
 *
 * @param members one for each modality, by a name of a letter, then letters, digits and `_`
 * @throws RomaeError `TOKENIZER_SET` for no modality, a name, an option; `TOKENIZER_SET_AXES` for axes of one name that cannot be one;
 *   `TOKENIZER_*` for what is no tokenizer
 */
export function tokenizerSet<const Members extends SetMembers>(
  members: Members,
  options: TokenizerSetOptions = {},
): TokenizerSet<SetSample<Members>> {
  const { renameAxes } = readOptions('tokenizerSet', schema, options)
  if (typeof members !== 'object' || members === null || Object.keys(members).length === 0) {
    const expected = 'an object with a tokenizer for each modality'
    throw errors.TOKENIZER_SET({ of: 'tokenizerSet', key: 'members', expected, found: describe(members) })
  }
  // By code units, so that the order is the same everywhere.
  const names = Object.keys(members).sort()
  for (const name of names) {
    const tokenizer: unknown = members[name]
    checkTokenizer(tokenizer)
    if (modalityName.test(name)) continue
    const expected = 'a letter, then letters, digits and _, 64 in all'
    throw errors.TOKENIZER_SET({ of: 'tokenizerSet', key: 'the name of a modality', expected, got: name })
  }
  const tokenizers = names.map((name) => members[name]!)
  const ownAxes = names.map((name, index) => renamed(name, tokenizers[index]!, renameAxes[name] ?? {}))
  checkRenamed(names, renameAxes)
  checkSharedAxes(names.map((name, index) => ({ name, tokenizer: tokenizers[index]!, axes: ownAxes[index]! })))
  const axes = [...new Set(ownAxes.flat())]
  const modalities = names.map((name, index): SetModality => {
    const tokenizer = tokenizers[index]!
    const slots = ownAxes[index]!.map((axis) => axes.indexOf(axis))
    return { name, tokenizer, tokenSize: tokenizer.tokenSize, axes: slots }
  })
  return {
    specVersion: SPEC_VERSION,
    name: 'set',
    axes,
    modalities,
    tokenize: (sample) => tokenizeSet(modalities, sample),
    async detokenize({ parts }) {
      const samples = modalities.map(async ({ name, tokenizer }, index) => {
        const part = parts[index]
        if (part == null || tokenizer.detokenize === undefined) return []
        return [[name, await tokenizer.detokenize(part)] as const]
      })
      return Object.fromEntries((await Promise.all(samples)).flat()) as SetSample<Members>
    },
    toJSON: () => Object.fromEntries(modalities.map(({ name, tokenizer }) => [name, tokenizer.toJSON?.() ?? null])),
  }
}

/** Whether it is a set of tokenizers, of any copy of this package. */
export function isTokenizerSet(tokenizer: unknown): tokenizer is TokenizerSet<unknown> {
  const { modalities, tokenize } = (tokenizer ?? {}) as { readonly modalities?: unknown; readonly tokenize?: unknown }
  return Array.isArray(modalities) && typeof tokenize === 'function'
}

async function tokenizeSet(modalities: readonly SetModality[], sample: unknown): Promise<SetTokens> {
  const known = modalities.map(({ name }) => name)
  if (typeof sample !== 'object' || sample === null) {
    throw errors.TOKENIZER_SET_SAMPLE({ problem: `is ${describe(sample)}, and no object of modalities`, known })
  }
  const held = sample as Readonly<Record<string, unknown>>
  const given = Object.keys(held).filter((name) => held[name] != null)
  const unknown = given.find((name) => !known.includes(name))
  if (unknown !== undefined) {
    throw errors.TOKENIZER_SET_SAMPLE({ problem: `has a modality ${describe(unknown)}`, known })
  }
  if (given.length === 0) throw errors.TOKENIZER_SET_SAMPLE({ problem: 'has no modality at all', known })
  const parts = await Promise.all(
    modalities.map(({ name, tokenizer }) => (held[name] == null ? null : tokenizer.tokenize(held[name]))),
  )
  return { parts, length: parts.reduce((sum, part) => sum + (part?.length ?? 0), 0) }
}

/** A tokenizer’s axes by their new names. */
function renamed(modality: string, { axes }: Tokenizer<unknown>, names: Readonly<Record<string, string>>): string[] {
  const of = `tokenizerSet.renameAxes.${modality}`
  for (const [axis, name] of Object.entries(names)) {
    if (!axes.includes(axis)) {
      throw errors.TOKENIZER_SET({ of, key: axis, rule: `is none of its axes: ${axes.join(', ')}` })
    }
    if (typeof name === 'string' && name !== '') continue
    throw errors.TOKENIZER_SET({ of, key: axis, expected: 'a name', got: name })
  }
  const all = axes.map((axis) => names[axis] ?? axis)
  const twice = all.find((axis, index) => all.indexOf(axis) < index)
  if (twice !== undefined) throw errors.TOKENIZER_SET({ of, key: twice, rule: 'is the name of two of its axes' })
  return all
}

function checkRenamed(names: readonly string[], renameAxes: Readonly<Record<string, unknown>>): void {
  const unknown = Object.keys(renameAxes).find((name) => !names.includes(name))
  if (unknown === undefined) return
  const rule = `is no modality of the set; there are ${names.join(', ')}`
  throw errors.TOKENIZER_SET({ of: 'tokenizerSet.renameAxes', key: unknown, rule })
}
