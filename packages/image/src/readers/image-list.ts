import { PackageMissing } from '@romae/internal/archives'
import { type ListColumn, type ListRow, listRows } from '@romae/internal/lists'
import { readError } from '../decode/read-bytes.ts'
import { errors } from '../errors.ts'

/** The rows of a list, and this package's errors for what is wrong with it. */
export async function* imageRows(file: string, asked: readonly ListColumn[]): AsyncGenerator<ListRow> {
  const problems = {
    syntax: (line: number, reason: string, cause?: unknown) => errors.IMAGE_LIST_SYNTAX({ file, line, reason }, cause),
    noColumn: (name: string, columns: readonly string[]) => errors.IMAGE_LIST_NO_COLUMN({ file, name, columns }),
    unreadable: (cause: unknown) => readError(file, cause),
  }
  try {
    yield* listRows(file, asked, problems, () => import('#csv-parse'))
  } catch (cause) {
    if (!(cause instanceof PackageMissing)) throw readError(file, cause)
    throw errors.IMAGE_PACKAGE_MISSING({ file, format: 'Parquet', install: cause.install }, cause)
  }
}
