import type { RE2JS } from 're2js'
import { shortened } from '../errors/index.ts'
import { LONGEST_PATTERN } from './limits.ts'

/** The most instructions that an expression may become: real ones have a tenth. */
const MOST_INSTRUCTIONS = 1000

/**
 * What reads labels from names: a regular expression with a group `label`, or anything with its `exec`, such as an engine
 * for expressions that others wrote, which must not hang.
 */
export interface NamePattern {
  exec(name: string): { readonly groups?: Readonly<Record<string, string | undefined>> | undefined } | null
  /** For messages. */
  toString(): string
}

/** Makes the error for a pattern that is none. */
type Invalid = (expected: string, got: string, cause?: unknown) => Error

/**
 * An expression for the names of files. It comes with a model as well as from the command line, so it must not be able to
 * hang: RE2's engine takes time that is linear in the name, at the price of look-around and back-references. It is loaded where there is an
 * expression, for a page that has none need not carry it.
 *
 * @throws what `invalid` makes, for what is no such expression, is too large, or has no group `label`
 */
export async function namePattern(text: string, invalid: Invalid): Promise<NamePattern> {
  const expression = await compile(text, invalid)
  const size = expression.programSize()
  if (size > MOST_INSTRUCTIONS) {
    throw invalid(`an expression of at most ${MOST_INSTRUCTIONS} instructions: use smaller counts`, `${size} of them`)
  }
  if (!Object.hasOwn(expression.namedGroups(), 'label')) {
    throw invalid('an expression with a group (?<label>…)', text)
  }
  return {
    exec(name) {
      const matcher = expression.matcher(name)
      if (!matcher.find()) return null
      const groups = Object.entries(matcher.getNamedGroups()).map(([key, value]) => [key, value ?? undefined])
      return { groups: Object.fromEntries(groups) }
    },
    toString: () => text,
  }
}

async function compile(text: string, invalid: Invalid): Promise<RE2JS> {
  if (text.length > LONGEST_PATTERN)
    throw invalid(`an expression of at most ${LONGEST_PATTERN} characters`, `${text.length} of them`)
  const { RE2JS } = await import('re2js')
  try {
    return RE2JS.compile(text)
  } catch (cause) {
    throw invalid(`an expression of RE2 (${shortened((cause as Error).message, 200)})`, text, cause)
  }
}
