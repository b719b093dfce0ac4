import { RomaeError } from './romae-error.ts'
import { withStackBelow } from './stack-below.ts'

/** Error codes, each with the function that builds its message from the error's fields. */
// biome-ignore lint/suspicious/noExplicitAny: each message function has its own field type, kept by ErrorFactories.
export type ErrorMessages = Record<string, (fields: any) => string>

/** One factory a code: takes the fields (and optionally the cause), returns the error to throw. */
export type ErrorFactories<Messages extends ErrorMessages> = {
  readonly [Code in keyof Messages]: (fields: Parameters<Messages[Code]>[0], cause?: unknown) => RomaeError
}

/**
 * Turns a table of codes and messages into factories: `throw errors.TOKENS_WRONG_LENGTH({ expected: 4, got: 3 })`.
 *
 * A package keeps its table in `src/errors.ts`; a check compares all tables with `docs/errors/`.
 */
export function defineErrors<Messages extends ErrorMessages>(messages: Messages): ErrorFactories<Messages> {
  const factories: Record<string, (fields: Record<string, unknown>, cause?: unknown) => RomaeError> = {}
  for (const [code, message] of Object.entries(messages)) {
    const make = (fields: Record<string, unknown>, cause?: unknown): RomaeError =>
      withStackBelow(make, () => new RomaeError(code, textOf(message, fields), fields, cause))
    factories[code] = make
  }
  return factories as ErrorFactories<Messages>
}

/** What was found may be such that no text can be made of it: `{ toString: 1 }`, or lists a million deep. */
function textOf(message: ErrorMessages[string], fields: Record<string, unknown>): string {
  try {
    return message(fields)
  } catch (cause) {
    return `${Object.keys(fields).join(', ')} cannot be shown: ${(cause as Error).message}`
  }
}
