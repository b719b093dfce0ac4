import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Check } from '../check.ts'
import { wholeNumber } from '../whole-number.ts'

/** What is used of the function that the trainer's own test calls too. */
interface Crashes {
  crash(
    folder: string,
    kills: number,
    seed: number,
  ): Promise<{
    readonly kills: number
    readonly killsWhileWriting: number
    readonly lost: readonly string[]
    readonly unreadable: readonly string[]
    readonly differing: readonly string[]
  }>
}

/** `ROMAE_KILLS` processes are killed (default 100), at moments that `ROMAE_SEED` (default 1) decides. */
export const crash: Check = {
  name: 'crash',
  description: 'training that is killed 100 times resumes bit for bit (about ten minutes; ROMAE_KILLS=20 for fewer)',
  async run(root) {
    const wanted = wholeNumber('ROMAE_KILLS', 100)
    const source = path.join(root, 'packages/trainer/src/testing/crashes.ts')
    const crashes: Crashes = await import(pathToFileURL(source).href)
    const folder = await mkdtemp(path.join(tmpdir(), 'romae-crash-'))
    try {
      const found = await crashes.crash(folder, wanted, wholeNumber('ROMAE_SEED', 1))
      const { kills, killsWhileWriting, lost, unreadable, differing } = found
      const details = [...lost, ...unreadable, ...differing]
      return {
        ok: details.length === 0 && kills >= wanted && killsWhileWriting * 4 >= kills,
        figure:
          `${kills} kills (${killsWhileWriting} while a checkpoint was written), ${lost.length} lost runs, ` +
          `${unreadable.length} unreadable folders, ${differing.length} differing results`,
        details: details.length > 0 ? details : ['fewer kills than wanted, or too few while a checkpoint was written'],
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
