import { RomaeError } from '@romae/tokenizer'

/** A `RomaeError` in a form that can be sent: a copy of an error object would lose its code and its fields. */
export interface SentError {
  readonly code: string
  readonly message: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly cause: unknown
  readonly stack: string | undefined
}

export function packError(error: RomaeError): SentError {
  const { code, message, fields, cause, stack } = error
  // The constructor adds the code to the message again.
  const sent = { code, message: message.replace(` [${code}]`, ''), fields, cause, stack }
  try {
    return structuredClone(sent)
  } catch {
    // A field or a cause that cannot be sent; the message says it.
    return { ...sent, fields: {}, cause: undefined }
  }
}

export function unpackError({ code, message, fields, cause, stack }: SentError): RomaeError {
  const error = new RomaeError(code, message, fields, cause)
  if (stack !== undefined) error.stack = stack
  return error
}
