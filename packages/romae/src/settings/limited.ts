/** A kind of setting with limits of its own. */
export class Limited {
  /** What it admits, for messages: `an integer from 1 to 4,096`. */
  readonly expected: string
  readonly admits: (value: unknown) => boolean
  /** How its text is read: as a number, as JSON, or as it stands. */
  readonly form: 'number' | 'json' | 'text'

  constructor(expected: string, admits: Limited['admits'], form: Limited['form'] = 'number') {
    this.expected = expected
    this.admits = admits
    this.form = form
  }
}

/** A number from `low` to `high`, both included. */
export function within(low: number, high: number): Limited {
  return new Limited(`a number from ${shown(low)} to ${shown(high)}`, (value) => isNumber(value, low, high))
}

/** A number above 0, and up to `high`. */
export function positiveUpTo(high: number): Limited {
  return new Limited(
    `a number above 0, up to ${shown(high)}`,
    (value) => isNumber(value, 0, high) && value !== 0 && !Object.is(value, -0),
  )
}

/** An integer from `low` to `high`, both included. */
export function integer(low: number, high: number): Limited {
  const expected = `an integer from ${shown(low)} to ${shown(high)}`
  return new Limited(expected, (value) => Number.isInteger(value) && isNumber(value, low, high))
}

/** The same, or null, which means the default. */
export function optional({ expected, admits, form }: Limited): Limited {
  return new Limited(`${expected}, or null`, (value) => value === null || admits(value), form)
}

/** A list of so many values of one kind. */
export function listOf(length: number, { expected, admits }: Limited): Limited {
  return new Limited(
    `a list of ${length}, each ${expected}`,
    (value) => Array.isArray(value) && value.length === length && value.every(admits),
    'json',
  )
}

/** A list of texts: names of columns, or what cells may say. As many as a table may have columns. */
export const texts = new Limited(
  'a list of texts, such as ["a", "b"]',
  (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  'json',
)

function isNumber(value: unknown, low: number, high: number): boolean {
  return typeof value === 'number' && value >= low && value <= high
}

function shown(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 15 })
}
