import { errors } from '../errors.ts'
import type { TokenOutput } from '../tokenizer.ts'

/** Numbers and categories of one sample by their names: `{ age: 63, sex: 'female' }`. What is missing is left out, undefined or null. */
export type Values = Readonly<Record<string, string | number | null | undefined>>

/** A number: of mean 0 and standard deviation 1 in tokens. */
export interface NumberField {
  readonly kind: 'number'
  readonly name: string
  readonly mean: number
  readonly std: number
  /** How often it was there; below 1, a token also says whether it is. */
  readonly present: number
}

/** One of several categories: a value of a token for each of them. */
export interface CategoryField {
  readonly kind: 'category'
  readonly name: string
  readonly categories: readonly string[]
  /** How often each was found, where one was. */
  readonly shares: readonly number[]
  readonly present: number
}

export type ValueField = NumberField | CategoryField

/** A field's place in a token: its values, and after them whether it is there, where that is not sure. */
export interface FieldLayout {
  readonly field: ValueField
  readonly start: number
  readonly size: number
  readonly flag: number | null
}

export function layoutOf(fields: readonly ValueField[]): {
  readonly layout: readonly FieldLayout[]
  readonly tokenSize: number
} {
  let next = 0
  const layout = fields.map((field) => {
    const start = next
    const size = field.kind === 'number' ? 1 : field.categories.length
    const flag = field.present < 1 ? start + size : null
    next = start + size + (flag === null ? 0 : 1)
    return { field, start, size, flag }
  })
  return { layout, tokenSize: next }
}

/** Of a part, so that the mean square of what is subtracted from and divided by it is 1; rare ones are not blown up. */
function spreadOfPart(part: number): number {
  return Math.sqrt(Math.max(part * (1 - part), 0.01))
}

/** Of a category's values together. */
function spreadOfCategory({ shares }: CategoryField): number {
  const variance = shares.reduce((sum, share) => sum + share * (1 - share), 0) / shares.length
  return Math.sqrt(Math.max(variance, 0.01))
}

/** What a field's values are: a number or a category, and whether it is there, where that is not sure. */
export function outputsOf({ field, flag }: FieldLayout): readonly TokenOutput[] {
  const { present } = field
  const isThere = {
    kind: 'binary',
    yes: (1 - present) / spreadOfPart(present),
    no: -present / spreadOfPart(present),
  } as const
  const flags = flag === null ? [] : [isThere]
  const known = flag === null ? {} : { known: flag }
  if (field.kind === 'number') return [{ kind: 'numbers', size: 1, ...known }, ...flags]
  const spread = spreadOfCategory(field)
  // Where there is but one, nothing is to be told.
  if (field.shares.length === 1) return [{ kind: 'numbers', size: 1, ...known }, ...flags]
  const yes = field.shares.map((share) => (1 - share) / spread)
  return [{ kind: 'category', yes, no: field.shares.map((share) => -share / spread) }, ...flags]
}

/** Writes a field into a token, whose values are 0, the mean, where it is missing. */
export function writeField(token: Float32Array, { field, start, flag }: FieldLayout, values: Values): void {
  const value = values[field.name]
  const isThere = value !== undefined && value !== null
  if (flag !== null) token[flag] = (Number(isThere) - field.present) / spreadOfPart(field.present)
  if (!isThere) return
  if (field.kind === 'number') {
    const number = requireNumber(field.name, value)
    token[start] = (number - field.mean) / field.std
    requireExact(field, number, token[start]!)
    return
  }
  const found = field.categories.indexOf(String(value))
  if (found < 0) {
    const problem = `is ${JSON.stringify(value)}, which is none of the categories ${field.categories.join(', ')}`
    throw errors.TOKENIZER_VALUES_SAMPLE({ name: field.name, problem })
  }
  const spread = spreadOfCategory(field)
  for (const [index, share] of field.shares.entries()) token[start + index] = (Number(index === found) - share) / spread
}

/** A field of a token again; null where the token says that it is missing. */
export function readField(token: Float32Array, { field, start, size, flag }: FieldLayout): string | number | null {
  if (flag !== null && token[flag]! * spreadOfPart(field.present) + field.present < 0.5) return null
  if (field.kind === 'number') return token[start]! * field.std + field.mean
  const spread = spreadOfCategory(field)
  const scores = Array.from({ length: size }, (_, index) => token[start + index]! * spread + field.shares[index]!)
  return field.categories[scores.indexOf(Math.max(...scores))]!
}

/** An integer that is another one in 32 bits is an id, more likely than a measurement. */
function requireExact({ name, mean, std }: NumberField, value: number, written: number): void {
  if (!Number.isInteger(value) || Math.abs(written * std + mean - value) < 0.5) return
  const problem = `is ${value}, an integer that 32 bits round to another one: give it as a category, or as a number of larger units`
  throw errors.TOKENIZER_VALUES_SAMPLE({ name, problem })
}

export function requireNumber(name: string, value: string | number): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw errors.TOKENIZER_VALUES_SAMPLE({ name, problem: `is ${JSON.stringify(value)}, and no finite number` })
}
