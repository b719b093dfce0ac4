import { RomaeError } from '@romae/internal/errors'
import { errors, reasonOf } from '../errors.ts'
import { webNavigator } from './web-types.ts'

/**
 * Uses a storage of the browser; what the browser refuses becomes an error that says what to do.
 *
 * @param place names the storage, or the file in it
 * @throws RomaeError `TRAINER_STORAGE_FULL`, `TRAINER_NO_STORAGE`; anything else as it was thrown
 */
export async function inStorage<Result>(place: string, use: () => Promise<Result>): Promise<Result> {
  try {
    return await use()
  } catch (cause) {
    if (RomaeError.isInstance(cause)) throw cause
    const { name } = cause as { readonly name?: unknown }
    if (name === 'QuotaExceededError') throw await storageFull(place, cause)
    if (name === 'SecurityError') throw noStorage(place, `the browser refuses it (${reasonOf(cause)})`, cause)
    if (name === 'NotAllowedError') {
      const reason = 'its user has not allowed it: ask with handle.requestPermission({ mode: "readwrite" }) in a click'
      throw noStorage(place, reason, cause)
    }
    throw cause
  }
}

async function storageFull(place: string, cause: unknown): Promise<RomaeError> {
  const estimate = await webNavigator()
    .storage?.estimate?.()
    .catch(() => null)
  return errors.TRAINER_STORAGE_FULL({ place, usage: estimate?.usage ?? null, quota: estimate?.quota ?? null }, cause)
}

/** A part of the browser, or the error that it has none. @throws RomaeError `TRAINER_NO_STORAGE` */
export function requireWeb<Part>(part: Part | undefined, place: string, what: string): Part {
  if (part !== undefined) return part
  const where = isInsecure() ? 'on a page that is not served securely' : 'here'
  throw noStorage(place, `there is no ${what} ${where}`)
}

/** Browsers keep tabs apart and files for pages that are served securely alone. @throws RomaeError `TRAINER_NO_STORAGE` */
export function requireSecure(place: string): void {
  if (isInsecure()) requireWeb(undefined, place, 'storage of files')
}

function isInsecure(): boolean {
  return (globalThis as { readonly isSecureContext?: boolean }).isSecureContext === false
}

function noStorage(place: string, reason: string, cause?: unknown): RomaeError {
  return errors.TRAINER_NO_STORAGE({ place, reason }, cause)
}

/** Whether a file or folder is not there. */
export function isNotFound(cause: unknown): boolean {
  return ['NotFoundError', 'TypeMismatchError'].includes((cause as { readonly name?: string }).name ?? '')
}
