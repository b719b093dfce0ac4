import { shortened } from '@romae/internal/errors'
import { RE2JS } from 're2js'
import { errors } from '../errors.ts'
import type { NamePattern } from '../readers/named-files.ts'

/** The most characters of an expression, and the most instructions that it may become: real ones have a tenth. */
export const LONGEST = 500
const MOST_INSTRUCTIONS = 1000

/**
 * An expression for the names of files. It comes with a model as well as from the command line, so it must not be able to
 * hang: RE2's engine takes time that is linear in the name, at the price of look-around and back-references.
 *
 * @throws RomaeError `AUDIO_INVALID_OPTION` for what is no such expression, is too large, or has no group `label`
 */
export function namePattern(text: string): NamePattern {
  const expression = compile(text)
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

function compile(text: string): RE2JS {
  if (text.length > LONGEST) throw invalid(`an expression of at most ${LONGEST} characters`, `${text.length} of them`)
  try {
    return RE2JS.compile(text)
  } catch (cause) {
    throw invalid(`an expression of RE2 (${shortened((cause as Error).message, 200)})`, text, cause)
  }
}

function invalid(expected: string, got: string, cause?: unknown): Error {
  return errors.AUDIO_INVALID_OPTION({ of: 'audio', key: 'pattern', expected, got }, cause)
}
