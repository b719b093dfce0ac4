import { romaeProgram } from 'romae'

/** Runs a command as on the command line, in this process. */
export async function romae(...words: readonly string[]): Promise<void> {
  await (await romaeProgram(words)).parseAsync([...words], { from: 'user' })
}
