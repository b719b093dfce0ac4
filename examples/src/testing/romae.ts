import { runHere } from '@romae/build/app'
import { romaeProgram, runProgram } from 'romae'

/** What the command `romae` prints, run in this process. Paths are those of the process, so that tests give whole ones. */
export async function romae(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await runHere(async () => runProgram(await romaeProgram(words)), '.', words)
  if (code !== 0) throw new Error(`romae ${words.join(' ')} ended with ${code}:\n${stderr}`)
  return stdout
}
