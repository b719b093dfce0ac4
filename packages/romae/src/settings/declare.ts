import type { Option } from '@romae/internal/options'
import { sizeNames } from './stack-size.ts'

/** What settings may be, in short: declarations of the schema that all options have. */
export const number = { kind: 'number' } as const satisfies Option
export const flag = { kind: 'flag' } as const satisfies Option
export const text = { kind: 'text', empty: true } as const satisfies Option

/** A list of texts: names of columns, or what cells may say. */
export const texts = { kind: 'list', item: text } as const satisfies Option

/** The size of a stack: a name, or width x heads x depth. */
export const stackSize = {
  kind: 'text',
  // Few digits: no machine has a model for which more would be needed.
  matches: /^(?:tiny-shallow|tiny|small|base|large|[1-9]\d{0,5}x[1-9]\d{0,5}x[1-9]\d{0,5})$/,
  expected: `one of ${sizeNames.join(', ')}, or width x heads x depth such as 64x4x3`,
} as const satisfies Option

/** A number from `least` to `most`, both included. */
export function within(least: number, most: number) {
  return { kind: 'number', least, most } as const satisfies Option
}

/** A number above 0, and up to `most`. */
export function positiveUpTo(most: number) {
  return { kind: 'number', above: 0, most } as const satisfies Option
}

/** An integer from `least` to `most`, both included. */
export function integer(least: number, most: number) {
  return { kind: 'integer', least, most } as const satisfies Option
}

/** One of some words. */
export function choice<const Word extends string>(...of: readonly Word[]) {
  return { kind: 'choice', of } as const satisfies Option
}

/** The same, or null, which means the default. */
export function optional<Given extends Option>(option: Given) {
  return { ...option, or: [...(option.or ?? []), null] }
}

/** A list of so many values of one kind. */
export function listOf<Item extends Option>(length: number, item: Item) {
  return { kind: 'list', item, length } as const satisfies Option
}
