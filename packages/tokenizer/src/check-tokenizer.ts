import { describe } from './describe.ts'
import { errors } from './errors.ts'
import { isCount } from './is-count.ts'
import { outputsProblem } from './token-outputs.ts'
import { SPEC_VERSION, type Tokenizer } from './tokenizer.ts'

/** A tokenizer before it is trusted. */
type Claims = { readonly [Key in keyof Tokenizer<unknown>]?: unknown }

/**
 * The check at the door: that `tokenizer` follows this version of the contract and describes itself completely. What
 * its methods do is for the conformance suite (`@romae/tokenizer/testing`) and, sample by sample, `checkTokens`.
 *
 * @throws RomaeError `TOKENIZER_NOT_AN_OBJECT`, `TOKENIZER_SPEC_VERSION`, `TOKENIZER_NAME`, `TOKENIZER_AXES`,
 * `TOKENIZER_CHANNELS`, `TOKENIZER_UNITS`, `TOKENIZER_TOKEN_SIZE`, `TOKENIZER_MAX_LENGTH`, `TOKENIZER_OUTPUTS`, `TOKENIZER_UNORDERED`, `TOKENIZER_ORIGIN` or
 * `TOKENIZER_METHOD`; `TOKENIZER_SINGLE` for a set of tokenizers
 */
export function checkTokenizer(tokenizer: unknown): asserts tokenizer is Tokenizer<unknown> {
  checkIsObject(tokenizer)
  // Before the rest: what a future version describes itself by is not ours to judge.
  checkSpecVersion(tokenizer)
  checkIsSingle(tokenizer)
  checkDescription(tokenizer)
}

/** A set of tokenizers has a description of its own. */
function checkIsSingle(tokenizer: Claims & { readonly modalities?: unknown }): void {
  const { name, modalities } = tokenizer
  if (!Array.isArray(modalities)) return
  const names = modalities.map((one) => String((one as { readonly name?: unknown } | null)?.name))
  throw errors.TOKENIZER_SINGLE({ tokenizer: describe(name), names })
}

export function checkIsObject(tokenizer: unknown): asserts tokenizer is Claims {
  if (typeof tokenizer !== 'object' || tokenizer === null) {
    throw errors.TOKENIZER_NOT_AN_OBJECT({ got: describe(tokenizer) })
  }
}

export function checkSpecVersion({ specVersion, name }: Claims): void {
  if (specVersion === SPEC_VERSION) return
  const got = describe(specVersion)
  throw errors.TOKENIZER_SPEC_VERSION({ tokenizer: describe(name), got, expected: SPEC_VERSION })
}

export function checkDescription(tokenizer: Claims): void {
  const { name, axes, tokenSize, maxLength, unordered } = tokenizer
  if (!isName(name)) throw errors.TOKENIZER_NAME({ got: describe(name) })
  if (!Array.isArray(axes) || axes.length === 0 || ![...axes].every(isName) || new Set(axes).size < axes.length) {
    throw errors.TOKENIZER_AXES({ tokenizer: name, got: listed(axes) })
  }
  if (!isCount(tokenSize)) throw errors.TOKENIZER_TOKEN_SIZE({ tokenizer: name, got: describe(tokenSize) })
  if (maxLength !== undefined && !isCount(maxLength)) {
    throw errors.TOKENIZER_MAX_LENGTH({ tokenizer: name, got: describe(maxLength) })
  }
  if (unordered !== undefined && typeof unordered !== 'boolean') {
    throw errors.TOKENIZER_UNORDERED({ tokenizer: name, got: describe(unordered) })
  }
  const problem = tokenizer.outputs === undefined ? undefined : outputsProblem(tokenizer.outputs, tokenSize)
  if (problem !== undefined) throw errors.TOKENIZER_OUTPUTS({ tokenizer: name, problem })
  checkChannels(name, axes, tokenizer.channels)
  for (const field of ['package', 'version'] as const) {
    const value = tokenizer[field]
    if (value === undefined || isName(value)) continue
    throw errors.TOKENIZER_ORIGIN({ tokenizer: name, field, got: describe(value) })
  }
  for (const method of ['tokenize', 'detokenize', 'fillMissing', 'estimate', 'toJSON'] as const) {
    const value = tokenizer[method]
    if (typeof value === 'function' || (value === undefined && method !== 'tokenize')) continue
    throw errors.TOKENIZER_METHOD({ tokenizer: name, method, got: describe(value) })
  }
}

function checkChannels(tokenizer: string, axes: readonly string[], channels: unknown): void {
  if (channels === undefined) return
  const { axis, names, units } = (channels ?? {}) as Readonly<Record<string, unknown>>
  const isNamed = Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === 'string')
  if (!isNamed || new Set(names).size < names.length || !(axis === undefined || axes.includes(axis as string))) {
    throw errors.TOKENIZER_CHANNELS({ tokenizer, axes, got: describe(channels) })
  }
  const isMeasured = Array.isArray(units) && units.length === names.length
  if (units === undefined || (isMeasured && [...units].every((unit) => unit === null || isName(unit)))) return
  throw errors.TOKENIZER_UNITS({ tokenizer, channels: names.length, got: listed(units) })
}

function listed(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(describe).join(', ')}]` : describe(value)
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
