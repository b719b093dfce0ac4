import { visibleLines } from './visible.ts'

/** Shared by every copy of this class, so that `isInstance` also recognises errors thrown by a duplicate package. */
const marker = Symbol.for('romae.error')

/** The most characters of a message: those of a build's log, say. What tables quote is cut to far fewer (`quote`). */
const MOST_CHARACTERS = 10_000

/**
 * Every error this project throws on purpose.
 *
 * `code` is stable across versions and listed in `docs/errors/`; `fields` holds what the message was built from, as it was.
 * The message can be shown on a terminal: control characters in what it quotes are written as `\u001b`.
 */
export class RomaeError extends Error {
  override readonly name: string = 'RomaeError'
  readonly code: string
  readonly fields: Readonly<Record<string, unknown>>

  constructor(code: string, message: string, fields: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(`${visibleLines(withoutMiddle(message))} [${code}]`, cause === undefined ? undefined : { cause })
    this.code = code
    this.fields = fields
    Object.defineProperty(this, marker, { value: true })
  }

  /** True for an error of this class, whichever copy of the package made it; with `code`, only for that code. */
  static isInstance(error: unknown, code?: string): error is RomaeError {
    if (typeof error !== 'object' || error === null || !(marker in error)) return false
    return code === undefined || (error as { code?: unknown }).code === code
  }
}

/** The first and the last half of what a message may have; what happened and the way out stand at its ends. */
function withoutMiddle(message: string): string {
  if (message.length <= MOST_CHARACTERS) return message
  return `${message.slice(0, MOST_CHARACTERS / 2)} … ${message.slice(-MOST_CHARACTERS / 2)}`
}
