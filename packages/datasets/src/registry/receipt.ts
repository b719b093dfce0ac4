import { readTextFile, replaceFile } from '@romae/internal/files'
import { parseJson } from '@romae/internal/json'
import { errors } from '../errors.ts'
import { cannotWrite } from './cannot-write.ts'

/** What is known of a file that was downloaded once. */
export interface FirstSeen {
  readonly url: string
  readonly sha256: string
  /** ISO 8601. */
  readonly when: string
}

/** A downloaded file and how it was checked. */
export interface CheckedFile extends FirstSeen {
  readonly name: string
  /**
   * `published`: by a hash that is written in this package. `first use`: there is none; what came was recorded, and later
   * downloads have to be the same. `as before`: it was the same as the first.
   */
  readonly check: 'published' | 'first use' | 'as before'
}

/** Ours have a line for each file of a data set. */
const MAX_BYTES = 2 ** 20

/** By the file's name. */
export type Receipt = Readonly<Record<string, FirstSeen>>

/**
 * What earlier downloads of a data set were: it stays when the data is removed, so that a file of which no hash is
 * published is at least always the same.
 *
 * @throws RomaeError `DATASETS_RECEIPT` when the file cannot be understood
 */
export async function readReceipt(path: string): Promise<Receipt> {
  const text = await readTextFile(path, MAX_BYTES).catch((cause) => {
    if (cause.code === 'ENOENT') return '{}'
    throw errors.DATASETS_RECEIPT({ path, reason: cause.message }, cause)
  })
  try {
    const receipt = parseJson(text) as Receipt
    const isComplete = Object.values(receipt).every(({ url, sha256 }) => url && /^[0-9a-f]{64}$/.test(sha256))
    if (isComplete) return receipt
  } catch (cause) {
    throw errors.DATASETS_RECEIPT({ path, reason: (cause as Error).message }, cause)
  }
  throw errors.DATASETS_RECEIPT({ path, reason: 'an entry has no address or no hash' })
}

/**
 * A crash leaves the old receipt or the new one.
 *
 * @throws RomaeError `DATASETS_CANNOT_WRITE`
 */
export async function writeReceipt(path: string, receipt: Receipt): Promise<void> {
  await replaceFile(path, `${JSON.stringify(receipt, null, 2)}\n`).catch((cause) => cannotWrite(path, cause))
}
