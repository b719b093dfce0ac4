import { errors } from './errors.ts'
import { currentRanks } from './ranks/ranks.ts'
import { userPath } from './write-file.ts'

/** The word for standard input in place of a file. */
export const STANDARD_INPUT = '-'

/** A path of data as the user meant it, or `-` as it is. */
export function inputPath(path: string): string {
  return path === STANDARD_INPUT ? path : userPath(path)
}

let taken = false

/**
 * The content of standard input, which can be gone through repeatedly. A pipe is read only as `-`, or as `/dev/stdin` if that is
 * a file: opening any other pipe would wait for its writer.
 *
 * @throws RomaeError `APP_STANDARD_INPUT` when standard input is asked for a second time, `APP_INPUT_OF_RANKS`
 */
export async function standardInput(): Promise<() => AsyncIterable<Uint8Array>> {
  // Launchers give it to the first rank alone.
  if (currentRanks().communicator !== null) throw errors.APP_INPUT_OF_RANKS({})
  if (taken) throw errors.APP_STANDARD_INPUT({})
  taken = true
  const chunks: Uint8Array[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array)
  return async function* () {
    yield* chunks
  }
}

/** The content of standard input for who asks for it several times, as to read it and to write it again. */
export function keptInput(): () => Promise<() => AsyncIterable<Uint8Array>> {
  let content: Promise<() => AsyncIterable<Uint8Array>> | undefined
  return () => (content ??= standardInput())
}
