import { RomaeError } from '../errors/romae-error.ts'

/** What the call throws or rejects with, which has to be one of this project's errors. */
export async function caught(call: () => unknown): Promise<RomaeError> {
  try {
    await call()
  } catch (error) {
    if (RomaeError.isInstance(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
