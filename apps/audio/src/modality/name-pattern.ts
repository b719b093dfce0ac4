import type { NamePattern } from '@romae/audio'
import { InvalidArgumentError } from 'commander'
import { RE2JS } from 're2js'
import { Limited } from 'romae'

/** The most characters of an expression, and the most instructions that it may become: real ones have a tenth. */
const LONGEST = 500
const MOST_INSTRUCTIONS = 1000

/** The kind of the setting `data.pattern`. */
export const patternKind = new Limited(
  `a regular expression of up to ${LONGEST} characters`,
  (value) => typeof value === 'string' && value.length <= LONGEST,
  'text',
)

/**
 * An expression for the names of files. It comes with a model as well as from the command line, so it must not be able to
 * hang: RE2's engine takes time that is linear in the name, at the price of look-around and back-references.
 *
 * @throws InvalidArgumentError for what is no such expression, is too large, or has no group `label`
 */
export function namePattern(text: string): NamePattern {
  const expression = compile(text)
  if (expression.programSize() > MOST_INSTRUCTIONS) {
    const got = `${expression.programSize()} instructions, and may have ${MOST_INSTRUCTIONS}: use smaller counts`
    throw new InvalidArgumentError(`data.pattern becomes ${got}`)
  }
  if (!Object.hasOwn(expression.namedGroups(), 'label')) {
    throw new InvalidArgumentError(`data.pattern needs a group (?<label>…); got ${text}`)
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

function compile(text: string): RE2JS {
  try {
    return RE2JS.compile(text)
  } catch (error) {
    throw new InvalidArgumentError(`data.pattern is no expression of RE2: ${(error as Error).message}`)
  }
}
