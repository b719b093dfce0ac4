import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Check } from '../check.ts'
import { wholeNumber } from '../whole-number.ts'

/** What is used of the functions that the trainer's own tests call too. */
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

interface SaveCrashes {
  crashSaves(folder: string): Promise<{
    readonly kills: number
    readonly ended: number
    readonly reads: number
    readonly problems: readonly string[]
  }>
}

/** A module of the trainer's that only its tests use. */
const testing = (root: string, file: string) =>
  import(pathToFileURL(path.join(root, 'packages/trainer/src/testing', file)).href)

/** `ROMAE_KILLS` processes are killed (default 100), at moments that `ROMAE_SEED` (default 1) decides. */
export const crash: Check = {
  name: 'crash',
  description:
    'training that is killed 100 times resumes bit for bit, a model that is saved stays readable (about ten minutes; ' +
    'ROMAE_KILLS=20 for fewer)',
  async run(root) {
    const wanted = wholeNumber('ROMAE_KILLS', 100)
    const crashes: Crashes = await testing(root, 'crashes.ts')
    const { crashSaves }: SaveCrashes = await testing(root, 'save-crashes.ts')
    const folder = await mkdtemp(path.join(tmpdir(), 'romae-crash-'))
    try {
      const found = await crashes.crash(folder, wanted, wholeNumber('ROMAE_SEED', 1))
      const { kills, killsWhileWriting, lost, unreadable, differing } = found
      const saves = await crashSaves(path.join(folder, 'saved'))
      const details = [...lost, ...unreadable, ...differing, ...saves.problems]
      return {
        ok: details.length === 0 && kills >= wanted && killsWhileWriting * 4 >= kills && saves.kills > 0,
        figure:
          `${kills} kills (${killsWhileWriting} while a checkpoint was written), ${lost.length} lost runs, ` +
          `${unreadable.length} unreadable folders, ${differing.length} differing results; ${saves.kills} kills while a ` +
          `model was saved, ${saves.reads} reads meanwhile, ${saves.problems.length} that were not one of the two models`,
        details: details.length > 0 ? details : ['fewer kills than wanted, or too few while a checkpoint was written'],
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
