import { errors } from '../errors.ts'

/** The distinct labels, in the order of their text (numbers by value). @throws RomaeError `TRAINER_ONE_CLASS` */
export function classesOf(labels: readonly string[]): string[] {
  const classes = [...new Set(labels)]
  if (classes.length < 2) throw errors.TRAINER_ONE_CLASS({ label: classes[0] ?? '' })
  const numeric = classes.every((label) => label.trim() !== '' && Number.isFinite(Number(label)))
  return classes.sort(numeric ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : 1))
}

/** Checks class names that were given. @throws RomaeError `TRAINER_OPTION` for fewer than two, or one that comes twice */
export function checkClasses(classes: readonly string[]): readonly string[] {
  const twice = classes.find((label, index) => classes.indexOf(label) !== index)
  if (classes.length < 2 || twice !== undefined) {
    const got = twice === undefined ? `${classes.length}` : `"${twice}" twice`
    throw errors.TRAINER_OPTION({ key: 'classes', got, expected: 'at least two different names' })
  }
  return classes
}

/** Each label's index among the classes. @throws RomaeError `TRAINER_UNKNOWN_LABEL` */
export function classIndices(labels: readonly string[], classes: readonly string[]): Int32Array {
  const indices = new Map(classes.map((label, index) => [label, index]))
  return Int32Array.from(labels, (label, index) => {
    const found = indices.get(label)
    if (found === undefined) throw errors.TRAINER_UNKNOWN_LABEL({ index, label, classes })
    return found
  })
}
