import type { RomaeError } from './romae-error.ts'

/** The errors that a package throws for options: its own codes. */
export interface OptionErrors {
  readonly unknown: (fields: { of: string; key: string; known: readonly string[] }) => RomaeError
  readonly invalid: (fields: { of: string; key: string; expected: string; got: unknown }) => RomaeError
}

/** Checks of options. `of` names the function whose options they are. */
export interface OptionChecks {
  /** Throws for anything but a plain object whose keys are all known, naming the nearest known key. */
  checkOptions(of: string, options: unknown, known: readonly string[]): void
  /** Throws unless the value is a number that `accept` accepts. */
  requireNumber(
    of: string,
    key: string,
    value: unknown,
    expected: string,
    accept: (value: number) => boolean,
  ): asserts value is number
  /** Throws unless the value is one of the names. */
  requireOneOf<Name extends string | number>(
    of: string,
    key: string,
    value: unknown,
    names: readonly Name[],
  ): asserts value is Name
  /** Throws unless the value is true or false. */
  requireBoolean(of: string, key: string, value: unknown): asserts value is boolean
}

/** The checks that every package with options needs, throwing its own errors. */
export function optionChecks({ unknown, invalid }: OptionErrors): OptionChecks {
  return {
    checkOptions(of, options, known) {
      if (typeof options !== 'object' || options === null || Array.isArray(options)) {
        throw invalid({ of, key: 'options', expected: 'an object', got: options })
      }
      for (const key of Object.keys(options)) if (!known.includes(key)) throw unknown({ of, key, known })
    },
    requireNumber(of, key, value, expected, accept) {
      if (typeof value !== 'number' || !accept(value)) throw invalid({ of, key, expected, got: value })
    },
    requireOneOf(of, key, value, names) {
      if (names.includes(value as (typeof names)[number])) return
      throw invalid({ of, key, expected: `one of ${names.join(', ')}`, got: value })
    },
    requireBoolean(of, key, value) {
      if (typeof value !== 'boolean') throw invalid({ of, key, expected: 'true or false', got: value })
    },
  }
}
