import { errors } from '../errors.ts'

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

/** Writes a field into a token, whose values are 0, the mean, where it is missing. */
export function writeField(token: Float32Array, { field, start, flag }: FieldLayout, values: Values): void {
  const value = values[field.name]
  const isThere = value !== undefined && value !== null
  if (flag !== null) token[flag] = (Number(isThere) - field.present) / spreadOfPart(field.present)
  if (!isThere) return
  if (field.kind === 'number') {
    token[start] = (requireNumber(field.name, value) - field.mean) / field.std
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

export function requireNumber(name: string, value: string | number): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw errors.TOKENIZER_VALUES_SAMPLE({ name, problem: `is ${JSON.stringify(value)}, and no finite number` })
}
