import { expect } from 'vitest'

/** Matches an error with this code and, if given, a message of this form. */
export function romaeError(code: string, message = /./) {
  return expect.objectContaining({ code, message: expect.stringMatching(message) })
}
