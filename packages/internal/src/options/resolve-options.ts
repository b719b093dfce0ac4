import { quote } from '../errors/quote.ts'
import type { RomaeError } from '../errors/romae-error.ts'
import { describeOption } from './describe-option.ts'
import type { OptionFault, UnknownOption } from './option-texts.ts'
import { isOption, type Option, type ResolvedOf, type Schema, type ValueOf } from './schema.ts'

/** The errors that a package throws for options: its own codes. */
export interface OptionErrors {
  readonly unknown: (fields: UnknownOption) => RomaeError
  readonly invalid: (fields: OptionFault) => RomaeError
  /** For a name that is none of a few, where it has a code of its own. */
  readonly choice?: (fields: OptionFault & { readonly got: unknown; readonly known: readonly string[] }) => RomaeError
  /** The names that options had before, and have now. */
  readonly renamed?: ReadonlyMap<string, string>
}

/** Checks options and fills in defaults; lists are copied. `of` names in messages whose options they are. */
export type ResolveOptions = <S extends Schema>(of: string, schema: S, options: unknown) => ResolvedOf<S>

/** The one function by which a package reads options, throwing its own errors. */
export function optionReader(errors: OptionErrors): ResolveOptions {
  return (of, schema, options) => readGroup(schema, options, { of, path: '', errors }) as never
}

/** Checks one value, such as an argument of a function. */
export type ResolveOption = <O extends Option>(of: string, key: string, option: O, given: unknown) => ValueOf<O>

/** The same for one value by itself: an argument, a field of a file. */
export function valueReader(errors: OptionErrors): ResolveOption {
  return (of, key, option, given) => readValue(option, given, { of, path: key, errors }) as never
}

interface Place {
  readonly of: string
  /** Of the group within the options, with a dot at its end. */
  readonly path: string
  readonly errors: OptionErrors
}

function readGroup(schema: Schema, options: unknown, { of, path, errors }: Place): Record<string, unknown> {
  const where = `${of}${path === '' ? '' : `.${path.slice(0, -1)}`}`
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    const key = path === '' ? 'options' : path.slice(0, -1)
    throw errors.invalid({ of, key, expected: 'an object of options', found: quote(options) })
  }
  const known = Object.keys(schema)
  for (const key of Object.keys(options)) {
    if (Object.hasOwn(schema, key)) continue
    throw errors.unknown({ of: where, key, known, renamed: errors.renamed?.get(key) })
  }
  const given = options as Readonly<Record<string, unknown>>
  const resolved: Record<string, unknown> = {}
  for (const [key, entry] of Object.entries(schema)) {
    const place = { of, path: `${path}${key}`, errors }
    if (!isOption(entry)) {
      resolved[key] = readGroup(entry, given[key] ?? {}, { ...place, path: `${place.path}.` })
      continue
    }
    const value = given[key] === undefined ? entry.default : given[key]
    if (value !== undefined || entry.required === true) resolved[key] = readValue(entry, value, place)
  }
  for (const [key, entry] of Object.entries(schema)) {
    if (!isOption(entry) || !isGiven(given[key])) continue
    const rule = brokenRule(entry, schema, given, resolved)
    if (rule !== undefined) throw errors.invalid({ of, key: `${path}${key}`, rule })
  }
  return resolved
}

/** What an option says by being there; false and null say what leaving it out does. */
const isGiven = (value: unknown) => value !== undefined && value !== null && value !== false

function brokenRule(
  { needs = {}, excludes }: Option,
  schema: Schema,
  given: Readonly<Record<string, unknown>>,
  resolved: Readonly<Record<string, unknown>>,
): string | undefined {
  if (typeof needs === 'string' && !isGiven(given[needs])) {
    const hint = (schema[needs] as Option | undefined)?.hint
    return `needs ${needs}, which is not given${hint === undefined ? '' : `, ${hint}`}`
  }
  const unmet = typeof needs === 'string' ? undefined : Object.entries(needs).find(([key, is]) => resolved[key] !== is)
  if (unmet !== undefined) return `needs ${unmet[0]} to be ${JSON.stringify(unmet[1])}`
  if (excludes !== undefined && isGiven(given[excludes])) return `cannot be given beside ${excludes}`
  return undefined
}

/** Checks a value that is there, or that has to be; gives it, or a copy of a list. */
function readValue(option: Option, value: unknown, { of, path: key, errors }: Place): unknown {
  const list = option.kind === 'list' && Array.isArray(value) && (value as readonly unknown[])
  if (list && list.length === (option.length ?? list.length) && !hasDuplicates(option, list)) {
    return list.map((item, index) => readValue(option.item, item, { of, path: `${key}[${index}]`, errors }))
  }
  if (option.kind === 'record' && typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value).map(([name, item]) => {
      return [name, readValue(option.item, item, { of, path: `${key}[${JSON.stringify(name)}]`, errors })]
    })
    return Object.fromEntries(entries)
  }
  if (admits(option, value)) return value
  const fault = { of, key, expected: describeOption(option), got: value }
  if (option.kind !== 'choice' || value === undefined) throw errors.invalid(fault)
  const known = [...option.of, ...(option.or ?? [])].filter((name) => typeof name === 'string')
  throw (errors.choice ?? errors.invalid)({ ...fault, known })
}

const hasDuplicates = ({ distinct }: { readonly distinct?: true }, list: readonly unknown[]) =>
  distinct === true && (list.length === 0 || new Set(list).size < list.length)

/** Whether an option may have a value: the one test of what code gives, what is typed and what a file holds. */
export function admits(option: Option, value: unknown): boolean {
  if (option.or?.includes(value as never)) return true
  switch (option.kind) {
    case 'number':
    case 'integer': {
      const { least = -Infinity, most = Infinity, above = -Infinity, below = Infinity } = option
      if (typeof value !== 'number' || !(option.kind === 'integer' ? Number.isSafeInteger : Number.isFinite)(value))
        return false
      return value >= least && value <= most && value > above && value < below
    }
    case 'flag':
      return typeof value === 'boolean'
    case 'text':
      return (
        typeof value === 'string' && (option.empty === true || value !== '') && (option.matches?.test(value) ?? true)
      )
    case 'choice':
      return option.of.includes(value as never)
    case 'list': {
      if (!Array.isArray(value) || value.length !== (option.length ?? value.length)) return false
      return !hasDuplicates(option, value) && value.every((item) => admits(option.item, item))
    }
    case 'record':
      return (
        typeof value === 'object' && value !== null && Object.values(value).every((item) => admits(option.item, item))
      )
    default: {
      if (value === undefined) return false
      if (option.test !== undefined) return option.test(value as never)
      if (option.has !== undefined)
        return typeof (value as Record<string, unknown> | null)?.[option.has] !== 'undefined'
      return option.expected === undefined ? typeof value === 'function' : typeof value === 'object' && value !== null
    }
  }
}
