/** What a download throws, in the words of who wants it. */
export interface DownloadFailures {
  /** Attempts without progress have come to their end. */
  failed(fields: { readonly url: string; readonly reason: string; readonly attempts: number }, cause: unknown): Error
  /** The server refuses, and will again. */
  status(fields: { readonly url: string; readonly status: number }): Error
  redirect(fields: { readonly url: string; readonly reason: string }): Error
  hash(fields: { readonly url: string; readonly expected: string; readonly got: string }): Error
  tooLarge(fields: { readonly url: string; readonly got: number; readonly limit: number }): Error
  cannotWrite(fields: { readonly path: string; readonly reason: string }, cause: unknown): Error
}

/** Wraps what the file system threw: such an error is not one of the connection. */
export class WriteFailure extends Error {
  readonly path: string

  constructor(path: string, cause: Error) {
    super(cause.message, { cause })
    this.path = path
  }
}

/** @throws WriteFailure */
export function cannotWrite(path: string, cause: Error): never {
  throw new WriteFailure(path, cause)
}
