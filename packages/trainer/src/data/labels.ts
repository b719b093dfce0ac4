import { errors } from '../errors.ts'
import { type NameOf, numbered } from './sample-names.ts'

/** A class as users name it: a text that is not empty, or a finite number, which is the same as its decimal text. */
export type ClassLabel = string | number

/** A decimal number as people write it: `0x10`, `1_000` and `Infinity` are texts. */
const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/

/**
 * Labels as class names. Data come from plain JavaScript too: what is no label, such as `undefined`, `NaN` or an empty text,
 * must not become a class of its own.
 *
 * @throws RomaeError `TRAINER_LABEL`, naming the first sample without a label
 */
export function labelTexts(labels: readonly ClassLabel[], nameOf: NameOf = numbered): string[] {
  return Array.from(labels, (label, index) => {
    const text = textOf(label)
    if (text === null) throw errors.TRAINER_LABEL({ sample: nameOf(index), index, got: label })
    return text
  })
}

function textOf(label: ClassLabel): string | null {
  if (typeof label === 'string') return label.trim() === '' ? null : label
  return Number.isFinite(label) ? String(label) : null
}

/** The distinct labels, in the order of their text (numbers by value). @throws RomaeError `TRAINER_ONE_CLASS` */
export function classesOf(labels: readonly string[]): string[] {
  const classes = new Set(labels)
  if (classes.size < 2) throw errors.TRAINER_ONE_CLASS({ label: [...classes][0] ?? '' })
  return sortedLabels(classes)
}

/** In the order of their text, numbers by value. */
export function sortedLabels(labels: ReadonlySet<string>): string[] {
  const classes = [...labels]
  const numeric = classes.every((label) => decimal.test(label.trim()))
  return classes.sort(numeric ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : 1))
}

/**
 * Class names that were given.
 *
 * @param least how many there must be: a sample has one of two, or may have several of one
 * @throws RomaeError `TRAINER_OPTION` for fewer, one that comes twice, or one that is no name
 */
export function checkClasses(given: readonly ClassLabel[], least: 1 | 2 = 2): readonly string[] {
  const classes = Array.from(given, (name) => {
    const text = textOf(name)
    if (text === null) throw errors.TRAINER_OPTION({ key: 'classes', got: name, expected: 'texts or finite numbers' })
    return text
  })
  const twice = classes.find((label, index) => classes.indexOf(label) !== index)
  if (classes.length < least || twice !== undefined) {
    const found = twice === undefined ? `${classes.length}` : `"${twice}" twice`
    throw errors.TRAINER_OPTION({
      key: 'classes',
      found,
      expected: least === 1 ? 'different names' : 'at least two different names',
    })
  }
  return classes
}

/** Each label's index among the classes. @throws RomaeError `TRAINER_UNKNOWN_LABEL` */
export function classIndices(
  labels: readonly string[],
  classes: readonly string[],
  nameOf: NameOf = numbered,
): Int32Array {
  const indices = new Map(classes.map((label, index) => [label, index]))
  return Int32Array.from(labels, (label, index) => {
    const found = indices.get(label)
    if (found === undefined) throw errors.TRAINER_UNKNOWN_LABEL({ sample: nameOf(index), index, label, classes })
    return found
  })
}
