import { listed, quote, shortened } from '@romae/internal/errors'
import { isTokenizerSet, type Tokenizer } from '@romae/tokenizer'
import type { AnyTokenizer } from '../data/sample-tokens.ts'
import { tokenSizes } from './token-sizes.ts'

/** Which tokenizer made the tokens that a model was trained on: what it says of itself, apart from its state. */
export interface TokenizerRecord {
  readonly name: string
  readonly specVersion: number
  readonly axes: readonly string[]
  readonly tokenSize: number
  /** Where it comes from; null where it does not say. Shown, and never a reason to refuse. */
  readonly package: string | null
  readonly version: string | null
  /** Of a set of tokenizers: that of each modality, its axes by the names that they have in the set. */
  readonly modalities?: Readonly<Record<string, TokenizerRecord>>
}

/** A tokenizer as plain JSON: as `romae.json` holds it, and as it is sent to workers. */
export interface DescribedTokenizer extends TokenizerRecord {
  /** What its `toJSON` gave, statistics included; null where it gives nothing. */
  readonly state: unknown
}

export function describeTokenizer(tokenizer: AnyTokenizer<unknown>): DescribedTokenizer {
  const state = stateOf(tokenizer)
  if (!isTokenizerSet(tokenizer)) return { ...recordOf(tokenizer), state }
  const { name, specVersion, axes } = tokenizer
  const modalities = tokenizer.modalities.map((modality) => {
    const named = modality.axes.map((axis) => axes[axis]!)
    return [modality.name, { ...recordOf(modality.tokenizer), axes: named }] as const
  })
  const { tokenSize } = tokenSizes(tokenizer)
  const record = { name, specVersion, axes: [...axes], tokenSize, package: null, version: null }
  return { ...record, modalities: Object.fromEntries(modalities), state }
}

function recordOf(tokenizer: Tokenizer<unknown>): TokenizerRecord {
  const { name, specVersion, axes, tokenSize, package: origin = null, version = null } = tokenizer
  return { name, specVersion, axes: [...axes], tokenSize, package: origin, version }
}

/** What is needed to make a tokenizer again, as plain JSON; null for a tokenizer that does not say. */
function stateOf(tokenizer: AnyTokenizer<unknown>): unknown {
  return JSON.parse(JSON.stringify(tokenizer.toJSON?.()) ?? 'null')
}

/** Checks what was read from a file. @throws Error saying what is wrong with it */
export function parseDescribedTokenizer(json: unknown): DescribedTokenizer {
  if (typeof json !== 'object' || json === null) throw new Error('tokenizer must be an object')
  const {
    name,
    specVersion,
    axes,
    tokenSize,
    package: origin,
    version,
    modalities,
    state,
  } = json as Record<string, unknown>
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 1
  if (!isText(name)) throw new Error(`tokenizer.name must be text; got ${quote(name)}`)
  if (!(Array.isArray(axes) && axes.length > 0 && axes.every(isText))) {
    throw new Error(`tokenizer.axes must be a list of names; got ${quote(axes)}`)
  }
  for (const [key, value] of Object.entries({ specVersion, tokenSize })) {
    if (!isCount(value)) throw new Error(`tokenizer.${key} must be an integer of at least 1; got ${quote(value)}`)
  }
  for (const [key, value] of Object.entries({ package: origin, version })) {
    if (value !== null && !isText(value)) throw new Error(`tokenizer.${key} must be text or null; got ${quote(value)}`)
  }
  const ofModalities = modalities !== undefined && { modalities: parseModalities(modalities) }
  const record = { name, specVersion, axes, tokenSize, package: origin, version, ...ofModalities }
  return { ...record, state: state ?? null } as DescribedTokenizer
}

function parseModalities(json: unknown): Readonly<Record<string, TokenizerRecord>> {
  if (typeof json !== 'object' || json === null) throw new Error('tokenizer.modalities must be an object')
  const records = Object.entries(json).map(([name, one]) => {
    if (typeof one === 'object' && one !== null && 'modalities' in one) {
      throw new Error(`tokenizer.modalities.${shortened(name)} must be of one modality`)
    }
    const { state, ...record } = parseDescribedTokenizer(one)
    return [name, record] as const
  })
  return Object.fromEntries(records)
}

/** Its name and where it comes from, for messages: `timeseries/observations (@romae/timeseries 0.1.0)`. */
export function nameTokenizer({ name, package: origin, version, modalities }: TokenizerRecord): string {
  if (modalities !== undefined) {
    const members = Object.entries(modalities).map(([modality, record]) => `${modality}: ${nameTokenizer(record)}`)
    return `a set of ${listed(members)}`
  }
  const from = [origin, version].filter((part) => part !== null).join(' ')
  return from === '' ? name : `${name} (${from})`
}
