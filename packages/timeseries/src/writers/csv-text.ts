import { canCompress, compressed, compressionOf } from '@romae/internal/archives'
import { escapeFormula, replaceFile } from '@romae/internal/files'
import { errors } from '../errors.ts'
import type { CsvWriteOptions } from './csv-write-options.ts'

/** Rows as CSV text, LF line ends, quoted where they must be. */
export async function toCsvText(rows: string[][], options: CsvWriteOptions): Promise<string> {
  const { stringify } = await import('#csv-stringify')
  const { delimiter = ',', escapeFormulas = false } = options
  // Its own `escape_formulas` would take numbers for formulas, which are texts here.
  return stringify(rows, { delimiter, ...(escapeFormulas && { cast: { string: escapeFormula } }) })
}

/**
 * Writes a file that is whole or not there, in place of what has its name; compressed where the name ends with `.gz` or `.zst`.
 *
 * @throws RomaeError `TIMESERIES_CANNOT_WRITE`
 */
export async function writeText(file: string | URL, text: string | AsyncIterable<Uint8Array>): Promise<void> {
  try {
    await replaceFile(file, content(String(file), text))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw errors.TIMESERIES_CANNOT_WRITE({ file: String(file), reason }, cause)
  }
}

function content(name: string, text: string | AsyncIterable<Uint8Array>): string | AsyncIterable<Uint8Array> {
  const compression = compressionOf(name)
  if (compression === null) return text
  if (!canCompress(compression))
    throw new Error('zstd is written by Node 22.15 or newer; give a name that ends with .gz')
  const pieces = typeof text === 'string' ? [new TextEncoder().encode(text)] : text
  return compressed(toAsync(pieces), compression)
}

async function* toAsync(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* pieces
}
