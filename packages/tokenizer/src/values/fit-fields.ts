import { errors } from '../errors.ts'
import { requireNumber, type ValueField, type Values } from './fields.ts'

/** Which values are which. */
export interface FieldNames {
  readonly numbers: readonly string[]
  readonly categories: readonly string[]
}

/** More categories than this are names, or numbers that were taken for categories. */
const MOST_CATEGORIES = 1000

/**
 * What is known of each value from samples, in the order of the names.
 *
 * @throws RomaeError `TOKENIZER_VALUES` for a name that no sample has, and for more categories than a token can have;
 *   `TOKENIZER_VALUES_SAMPLE`
 */
export function fitFields(samples: readonly Values[], { numbers, categories }: FieldNames): ValueField[] {
  return [
    ...numbers.map((name) => numberField(name, known(samples, name), samples.length)),
    ...categories.map((name) => categoryField(name, known(samples, name), samples.length)),
  ]
}

function known(samples: readonly Values[], name: string): (string | number)[] {
  const values = samples.flatMap((sample) => sample[name] ?? [])
  if (values.length > 0) return values
  throw errors.TOKENIZER_VALUES({
    of: 'valuesTokenizer.fit',
    key: name,
    rule: 'has no value in any sample; leave it out',
  })
}

function numberField(name: string, values: readonly (string | number)[], samples: number): ValueField {
  const all = values.map((value) => requireNumber(name, value))
  const mean = all.reduce((sum, value) => sum + value / all.length, 0)
  const variance = all.reduce((sum, value) => sum + (value - mean) ** 2 / all.length, 0)
  const std = Math.sqrt(variance)
  // What never changes tells nothing, and stays at 0.
  return { kind: 'number', name, mean, std: std > 0 ? std : 1, present: all.length / samples }
}

function categoryField(name: string, values: readonly (string | number)[], samples: number): ValueField {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1)
  if (counts.size > MOST_CATEGORIES) {
    const rule = `has ${counts.size} categories, and may have ${MOST_CATEGORIES}: give numbers as numbers, and leave out names`
    throw errors.TOKENIZER_VALUES({ of: 'valuesTokenizer.fit', key: name, rule })
  }
  const categories = [...counts.keys()].sort()
  const shares = categories.map((category) => counts.get(category)! / values.length)
  return { kind: 'category', name, categories, shares, present: values.length / samples }
}
