import { quote } from '@romae/internal/errors'
import { readTextFile } from '@romae/internal/files'
import { parseJson } from '@romae/internal/json'
import { errors } from '../../errors.ts'
import { readError } from '../read-error.ts'

/** A label of more classes than this is taken for damage. */
const MOST_CLASSES = 1000

/** Of `dict_classes.json`, which has some hundred bytes. */
const MAX_BYTES = 2 ** 20

/** What the curves of a file are, by row. */
export interface ClassLabels {
  /** By the number of the class. */
  readonly classes: readonly string[]
  labelOf(row: number): string
}

/**
 * The names of the classes by number, from the file that ATAT writes beside the data; empty if there is none.
 *
 * @throws RomaeError `DATASETS_SYNTAX`, `DATASETS_CANNOT_READ`
 */
export async function readClassNames(path: string): Promise<ReadonlyMap<number, string>> {
  const { dirname, join } = await import('node:path')
  const file = join(dirname(path), 'dict_classes.json')
  const text = await readTextFile(file, MAX_BYTES).catch((cause) => {
    if (cause.code === 'ENOENT') return '{}'
    throw readError(file, cause)
  })
  const fail = (reason: string, cause?: unknown) => errors.DATASETS_SYNTAX({ file, line: 1, reason }, cause)
  let parsed: unknown
  try {
    parsed = parseJson(text)
  } catch (cause) {
    throw fail(`not JSON: ${(cause as Error).message}`, cause)
  }
  const entries = Object.entries(parsed ?? {}).map(([name, number]): [number, string] => {
    if (isClassNumber(number)) return [number, name]
    throw fail(`the class ${quote(name)} has no number from 0 to ${MOST_CLASSES - 1}`)
  })
  return new Map(entries)
}

/**
 * @param numbers the number of each curve's class
 * @param names of the classes; one that has none is called by its number
 * @throws RomaeError `DATASETS_HDF5_LAYOUT` for what is no number of a class
 */
export function classLabels(file: string, numbers: Float64Array, names: ReadonlyMap<number, string>): ClassLabels {
  const bad = numbers.find((number) => !isClassNumber(number))
  if (bad !== undefined) {
    const expected = `integers from 0 to ${MOST_CLASSES - 1}`
    throw errors.DATASETS_HDF5_LAYOUT({ file, name: 'labels', expected, got: String(bad) })
  }
  const most = [...names.keys(), ...new Set(numbers)].reduce((a, b) => Math.max(a, b), -1)
  const classes = Array.from({ length: most + 1 }, (_, number) => names.get(number) ?? String(number))
  return { classes, labelOf: (row) => classes[numbers[row]!]! }
}

function isClassNumber(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < MOST_CLASSES
}
