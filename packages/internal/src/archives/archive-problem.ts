/** What there is too much of, or which entry it is. */
export interface ProblemDetails {
  /** The entry that is unsafe, by its name, or what there is too much of: `bytes`, `files and folders`. */
  readonly what: string
  /** How much there is of it at least, and how much there may be. */
  readonly got?: number
  readonly limit?: number
}

/**
 * Why an archive is not read, or not any further:
 *
 * - `unsafe`: an entry would be written outside of the folder, or is no plain file;
 * - `too large`: it has more of something than is allowed;
 * - `damaged`: it is cut short, or no archive.
 */
export class ArchiveProblem extends Error {
  readonly kind: 'unsafe' | 'too large' | 'damaged'
  readonly what: string
  readonly got: number
  readonly limit: number

  private constructor(kind: ArchiveProblem['kind'], message: string, details?: ProblemDetails, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.kind = kind
    this.what = details?.what ?? ''
    this.got = details?.got ?? 0
    this.limit = details?.limit ?? 0
  }

  static unsafe(entry: string, reason: string): ArchiveProblem {
    return new ArchiveProblem('unsafe', reason, { what: entry })
  }

  static tooLarge(what: string, got: number, limit: number): ArchiveProblem {
    return new ArchiveProblem('too large', `it has ${got} ${what} or more, and may have ${limit}`, { what, got, limit })
  }

  static damaged(reason: string, cause?: unknown): ArchiveProblem {
    return new ArchiveProblem('damaged', reason, undefined, cause)
  }
}
