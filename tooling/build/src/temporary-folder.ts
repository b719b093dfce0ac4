import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, onTestFinished, TestRunner } from 'vitest'

/**
 * A folder with these files, which is gone when the test is; made outside of one, when all tests of the file are.
 *
 * @param files contents by path in the folder
 * @param parent where it is made, itself if need be; default the system's place for temporary files
 */
export async function temporaryFolder(
  files: Readonly<Record<string, string | Uint8Array>> = {},
  parent: string = tmpdir(),
): Promise<string> {
  await mkdir(parent, { recursive: true })
  const folder = await mkdtemp(path.join(parent, 'romae-test-'))
  const afterwards = TestRunner.getCurrentTest() === undefined ? afterAll : onTestFinished
  // A browser that was ended may still be writing.
  afterwards(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  for (const [name, contents] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await writeFile(path.join(folder, name), contents)
  }
  return folder
}
