import { errors } from './errors.ts'

/** Runs a file operation; the system's error becomes a typed one that names the file. */
export async function doing<Result>(action: string, path: string, operation: () => Promise<Result>): Promise<Result> {
  try {
    return await operation()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw errors.SAFETENSORS_IO({ path, action, reason }, cause)
  }
}

/** The most that is read by one system call, which takes less than 2^31 bytes. */
export const maxChunkBytes = 2 ** 30
