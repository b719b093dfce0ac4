import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { unzipSync } from 'fflate'
import type { PlaygroundTab, TableFile } from './open-page.ts'
import { type Findings, PATIENCE } from './try-journey.ts'

const romae = fileURLToPath(new URL('../../../../packages/romae/src/main.ts', import.meta.url))
/** By which values may differ, in parts of one: the engines add in other orders. */
const MOST_APART = 1e-3

/** What the page's model fills in the page is what it fills on the command line. */
export async function trySameValues(tab: PlaygroundTab, file: TableFile, found: Findings): Promise<void> {
  await tab.call('drop', file)
  await tab.until(({ facts, problem }) => facts.filled !== null || problem !== '', PATIENCE)
  await tab.call('click', 'pause')
  await tab.until(({ status }) => status === 'Paused', PATIENCE)
  const model = await tab.call('download', 'model')
  await tab.call('drop', { name: 'weather.model.zip', base64: model })
  await tab.until(({ status }) => status.startsWith('The model is open'), PATIENCE)
  await tab.call('drop', file)
  const { problem } = await tab.until((state) => state.status.startsWith('Done') || state.problem !== '', PATIENCE)
  found.expect(problem === '', `the page’s own model does not fill the file: ${problem}`)
  if (problem !== '') return
  const inPage = Buffer.from(await tab.call('download', 'filled'), 'base64').toString()
  await tab.call('click', 'model-away')
  const onCommandLine = await filledBy(Buffer.from(model, 'base64'), file)
  const [ours, theirs] = [cellsOf(inPage), cellsOf(onCommandLine)]
  const apart = ours.filter((cell, index) => isApart(cell, theirs[index] ?? '')).length
  found.line(`of ${ours.length} cells that the page fills or keeps, ${apart} are others on the command line`)
  found.expect(
    apart === 0 && ours.length === theirs.length,
    `${apart} cells of ${ours.length} are others by romae impute`,
  )
}

async function filledBy(model: Uint8Array, file: TableFile): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'romae-same-'))
  try {
    const checkpoint = path.join(folder, 'run/checkpoint')
    await mkdir(checkpoint, { recursive: true })
    for (const [name, bytes] of Object.entries(unzipSync(model))) await writeFile(path.join(checkpoint, name), bytes)
    await writeFile(path.join(folder, file.name), file.text)
    const words = ['impute', file.name, '--time', 'date', '--non-negative', 'precipitation', '--model', 'run']
    const command = ['--conditions=@romae/source', romae, ...words, '--out', 'filled.csv']
    await promisify(execFile)('tsx', command, { cwd: folder, env: { ...process.env, INIT_CWD: folder } })
    return await readFile(path.join(folder, 'filled.csv'), 'utf8')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const cellsOf = (text: string) => text.trim().split(/[\n,]/)

function isApart(one: string, other: string): boolean {
  if (one === other) return false
  const [a, b] = [Number(one), Number(other)]
  return !(Math.abs(a - b) <= MOST_APART * Math.max(1, Math.abs(a)))
}
