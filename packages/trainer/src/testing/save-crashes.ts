import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { bundleScript } from '@romae/build/bundle-script'
import { modelFileNames } from '../model/model-files.ts'
import { nameOfPending, pendingName } from '../model/pending.ts'
import { cardFile } from '../model/saved-card.ts'
import { loadModel, saveModel } from '../node/load-model.ts'
import { sha256 } from '../sha256.ts'
import { type Variant, variantModel } from './saved-variants.ts'
import type { Moment } from './saving-child.ts'

/** What became of models that were saved over others by processes that were killed. */
export interface SaveReport {
  readonly kills: number
  /** Saves at whose moment nothing was to be written, and which ended. */
  readonly ended: number
  /** How often another process read the folder meanwhile. */
  readonly reads: number
  /** What was read wrongly, by that process or after a kill. */
  readonly problems: readonly string[]
}

const script = (name: string) => bundleScript(new URL(`./${name}`, import.meta.url))

/** Saves a model in a process that is killed at a moment. @returns whether it was: that moment may never come */
export async function saveAndKill(folder: string, variant: Variant, moment: Moment): Promise<boolean> {
  const words = [await script('saving-child.ts'), folder, JSON.stringify(variant), JSON.stringify(moment)]
  const { signal, status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  if (signal !== 'SIGKILL' && status !== 0) throw new Error(`it was not killed: ${stderr}`)
  return signal === 'SIGKILL'
}

/** Reads a model in another process all the while. */
export class Reader {
  reads = 0
  readonly problems: string[] = []
  readonly #child: ChildProcess

  private constructor(child: ChildProcess) {
    this.#child = child
    child.on('message', (problem: string | null) => {
      this.reads++
      if (problem !== null) this.problems.push(`read meanwhile: ${problem}`)
    })
  }

  /** Returns when it has read a first time. */
  static async start(folder: string): Promise<Reader> {
    const child = fork(await script('reading-child.ts'), [folder], { execArgv: [] })
    const reader = new Reader(child)
    await once(child, 'message')
    return reader
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit')
    this.#child.send('stop')
    const [code] = await ended
    if (code !== 0) this.problems.push(`the reading process ended with ${code}`)
  }
}

const before: Variant = { weights: 1, tokenizer: 1, outputs: 2 }

/** Models that share all files, the weights, the configuration, or none with the one before. */
const allVariants: readonly Variant[] = [
  before,
  { ...before, tokenizer: 2 },
  { ...before, weights: 2 },
  { weights: 2, tokenizer: 2, outputs: 3 },
]

/** Inside the writing of each file. */
export const insideEachFile: readonly Moment[] = modelFileNames.map((inside) => ({ inside }))

/** There, and before each rename: five, where all files change. */
const allMoments: readonly Moment[] = [...insideEachFile, ...[0, 1, 2, 3, 4].map((renames) => ({ renames }))]

/** Pending files, which readers find by the checksum in their names, that are something else. */
async function tornFiles(folder: string): Promise<string[]> {
  const pending = (await readdir(folder)).filter((entry) => nameOfPending(entry) !== null)
  const isWhole = async (entry: string) =>
    pendingName(nameOfPending(entry)!, sha256(await readFile(join(folder, entry)))) === entry
  const whole = await Promise.all(pending.map(isWhole))
  return pending.filter((_, index) => !whole[index])
}

/**
 * Saves models over another one in processes that are killed, at every moment, twice in a row, and looks each time whether the
 * folder holds the one or the other; a process reads it all the while.
 */
export async function crashSaves(
  folder: string,
  afterwards: readonly Variant[] = allVariants,
  moments: readonly Moment[] = allMoments,
): Promise<SaveReport> {
  let [kills, ended] = [0, 0]
  const problems: string[] = []
  await saveModel(folder, variantModel(before))
  const reader = await Reader.start(folder)
  for (const after of afterwards) {
    for (const moment of moments) {
      await saveModel(folder, variantModel(before))
      const where = `${JSON.stringify(after)} killed at ${JSON.stringify(moment)}`
      // The second finds what the first has left.
      for (const variant of [after, after]) {
        if (await saveAndKill(folder, variant, moment)) kills++
        else ended++
        const found = await loadModel(folder).catch(String)
        if (![before, after].some((one) => isDeepStrictEqual(found, variantModel(one)))) {
          problems.push(`${where}: ${typeof found === 'string' ? found : 'a mixture'}`)
        }
        problems.push(...(await tornFiles(folder)).map((name) => `${where}: ${name} is not what its name says`))
      }
    }
    await saveModel(folder, variantModel(after))
    const left = (await readdir(folder)).filter((name) => ![cardFile, ...modelFileNames].includes(name))
    if (left.length > 0) problems.push(`left behind: ${left.join()}`)
  }
  await reader.stop()
  return { kills, ended, reads: reader.reads, problems: [...problems, ...reader.problems] }
}
