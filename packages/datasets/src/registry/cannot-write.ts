import { errors } from '../errors.ts'

/** Says which file or folder of the cache could not be written. @throws RomaeError `DATASETS_CANNOT_WRITE` */
export function cannotWrite(path: string, cause: Error): never {
  throw errors.DATASETS_CANNOT_WRITE({ path, reason: cause.message }, cause)
}
