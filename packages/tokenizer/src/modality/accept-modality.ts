import { isOption } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { type AnyModality, MODALITY_SPEC_VERSION } from './modality.ts'
import type { OptionSchema } from './options.ts'

/** What makes a modality of an older version one of this version, by the version that it says. */
const adapters: Readonly<Record<number, (modality: AnyModality) => AnyModality>> = {
  1: (modality) => modality,
}

const texts = ['name', 'samples', 'files'] as const
const methods = ['read', 'fit', 'restore'] as const
const optionalMethods = [
  'write',
  'optionsForModel',
  'augmentationKey',
  'unusedOptions',
  'describe',
  'inspect',
  'augment',
  'figures',
] as const
const schemas = ['options', 'tokenizerOptions', 'foundOptions'] as const

/**
 * A modality of any version that this package knows, as the version that it describes.
 *
 * @param from where it comes from, for messages: a package or a file
 * @throws RomaeError `TOKENIZER_MODALITY_VERSION` for a version that is not known, naming what to update; `TOKENIZER_MODALITY`
 */
export function acceptModality(value: unknown, from: string): AnyModality {
  if (typeof value !== 'object' || value === null) {
    throw errors.TOKENIZER_MODALITY({ from, field: 'the modality', expected: 'an object', got: shown(value) })
  }
  const modality = value as AnyModality
  const { specVersion } = modality as { readonly specVersion: unknown }
  const adapt = typeof specVersion === 'number' && Object.hasOwn(adapters, specVersion) && adapters[specVersion]
  if (!adapt) {
    const known = Object.keys(adapters).map(Number)
    throw errors.TOKENIZER_MODALITY_VERSION({ from, got: shown(specVersion), known, isNewer: isNewer(specVersion) })
  }
  for (const field of texts) {
    const is = typeof modality[field] === 'string' && modality[field] !== ''
    require(is, from, field, 'a text that is not empty', modality[field])
  }
  require(/^[a-z][a-z0-9-]*$/.test(modality.name), from, 'name', 'lower-case letters, digits and -', modality.name)
  for (const field of methods)
    require(typeof modality[field] === 'function', from, field, 'a function', modality[field])
  for (const field of optionalMethods) {
    const is = modality[field] === undefined || typeof modality[field] === 'function'
    require(is, from, field, 'a function, or absent', modality[field])
  }
  requireScores(modality.scores, from)
  for (const field of schemas) requireSchema(modality[field], from, field)
  return adapt(modality)
}

function requireScores(scores: unknown, from: string): void {
  if (scores === undefined) return
  require(typeof scores === 'object' && scores !== null, from, 'scores', 'an object, or absent', scores)
  const { columns, ...methods } = scores as Record<string, unknown>
  const areNames = Array.isArray(columns) && columns.length > 0 && columns.every((name) => typeof name === 'string')
  require(areNames, from, 'scores.columns', 'a list of names', columns)
  require(typeof methods.places === 'function', from, 'scores.places', 'a function', methods.places)
  for (const field of ['pieces', 'figures']) {
    const is = methods[field] === undefined || typeof methods[field] === 'function'
    require(is, from, `scores.${field}`, 'a function, or absent', methods[field])
  }
}

function isNewer(version: unknown): boolean {
  return typeof version === 'number' && version > MODALITY_SPEC_VERSION
}

const kinds = ['number', 'integer', 'flag', 'text', 'choice', 'list', 'record']

function requireSchema(schema: unknown, from: string, field: string): void {
  if (schema === undefined) return
  require(typeof schema === 'object' && schema !== null, from, field, 'an object of options', schema)
  for (const [key, entry] of Object.entries(schema as OptionSchema)) {
    const path = `${field}.${key}`
    require(/^[a-z][A-Za-z0-9]*$/.test(key), from, path, 'named by letters and digits, the first a small letter', key)
    require(typeof entry === 'object' && entry !== null, from, path, 'an option, or a group of options', entry)
    if (!isOption(entry)) requireSchema(entry, from, path)
    else require(kinds.includes(entry.kind), from, `${path}.kind`, `one of ${kinds.join(', ')}`, entry.kind)
  }
}

function require(is: boolean, from: string, field: string, expected: string, got: unknown): void {
  if (!is) throw errors.TOKENIZER_MODALITY({ from, field, expected, got: shown(got) })
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}
