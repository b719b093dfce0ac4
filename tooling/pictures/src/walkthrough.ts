import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { romae } from './romae.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/**
 * Runs the script of a page's first block of JavaScript, which writes data to begin with.
 *
 * @param page relative to the root
 * @param use is given the folder that the script was run in, which is removed then
 */
export async function withMadeData<Result>(page: string, use: (folder: string) => Promise<Result>): Promise<Result> {
  const [, script] = /^```js\n(.*?)^```$/ms.exec(await readFile(path.join(root, page), 'utf8'))!
  // Below this package, so that the script finds what it imports.
  const folders = path.join(root, 'tooling/pictures/generated')
  await mkdir(folders, { recursive: true })
  const folder = await mkdtemp(path.join(folders, 'made-'))
  try {
    await writeFile(path.join(folder, 'make.mjs'), script!)
    await promisify(execFile)(process.execPath, ['make.mjs'], { cwd: folder })
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/**
 * Pre-trains on the data that a page's script makes, as the page says.
 *
 * @param words further ones of the page's command
 * @returns the pictures of the run's report, as addresses with their data
 */
export function reportPictures(page: string, data: string, ...words: readonly string[]): Promise<string[]> {
  return withMadeData(page, async (folder) => {
    await romae('pretrain', path.join(folder, data), '--out', path.join(folder, 'run'), ...words)
    const report = await readFile(path.join(folder, 'run/report.html'), 'utf8')
    return Array.from(report.matchAll(/src="(data:image\/png;base64,[^"]+)"/g), ([, address]) => address!)
  })
}
