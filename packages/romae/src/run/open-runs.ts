import { errors } from '../errors.ts'
import { foreignOutputs } from './foreign-outputs.ts'
import { ownFolder } from './own-folder.ts'
import type { RunOptions } from './run-options.ts'
import { type SeedRun, seedRuns } from './seeds.ts'
import type { Session } from './session.ts'
import { stageStates } from './stage-state.ts'

/**
 * The runs that `--seed` and `--seeds` ask for, in a folder that this command locks until it ends. Everything that any of them
 * would replace or remove is checked before the first begins, of several ranks by the first.
 *
 * @param stages the folders of a run's stages within its own: `pretraining`; the run's own (the default) is an empty text
 * @throws RomaeError what `seedRuns` and `stageStates` throw, `APP_LOCKED`
 */
export async function openRuns(
  folder: string,
  options: Pick<RunOptions, 'seed' | 'resume' | 'overwrite'> & { readonly seeds?: number },
  session: Pick<Session, 'claim' | 'ranks'>,
  stages: readonly string[] = [''],
): Promise<SeedRun[]> {
  return session.ranks.onFirst(async () => {
    const runs = seedRuns(folder, options)
    await session.claim(folder, 'folder')
    const partsOf = (stage: string) => stage.split('/').filter((part) => part !== '')
    const places = runs.flatMap((run) => stages.map((stage) => partsOf(stage).reduce(ownFolder, run.folder)))
    await stageStates(folder, places, options)
    return runs
  })
}

/** Locks a folder of results and a report, of several ranks by the first. @throws RomaeError `APP_LOCKED`, `APP_FOREIGN_FILES` */
export async function claimResults(folder: string, session: Pick<Session, 'claim' | 'ranks'>): Promise<void> {
  await session.ranks.onFirst(async () => {
    await session.claim(folder, 'folder')
    const found = await foreignOutputs(folder)
    if (found.length > 0) throw errors.APP_FOREIGN_FILES({ folder, found })
  })
}
