import type { RomaeConfig } from '@romae/core'
import type { RomaeModel, TrainingOptions, TrainingRun } from '@romae/trainer/node'
import type { Settings } from '../settings/settings.ts'
import { openRuns } from './open-runs.ts'
import type { RunOptions } from './run-options.ts'
import { runStage } from './run-stage.ts'
import type { Session } from './session.ts'

/** Models that differ in nothing but their seed, and the folders of their runs. */
export interface RunModels<Config extends RomaeConfig> {
  readonly models: readonly [RomaeModel<Config>, ...RomaeModel<Config>[]]
  readonly folders: readonly string[]
}

/**
 * Trains one model in the run's folder, or one for each of several seeds in a folder within it; or takes what is there.
 *
 * @throws RomaeError what `openRuns` and `runStage` throw
 */
export async function runModels<Config extends RomaeConfig>(
  folder: string,
  { settings, start }: { readonly settings: Settings; start(training: TrainingOptions): TrainingRun<Config> },
  given: Pick<RunOptions, 'seed' | 'resume' | 'overwrite' | 'saveEvery' | 'tensorboard'> & { readonly models: number },
  session: Session,
): Promise<RunModels<Config>> {
  const runs = await openRuns(folder, { ...given, seeds: given.models }, session)
  const models: RomaeModel<Config>[] = []
  for (const { seed, folder: own, prefix } of runs) {
    const stage = { label: `${prefix}pre-training`, folder: own, settings }
    models.push(await runStage({ ...stage, start: (training) => start({ ...training, seed }) }, session, given))
  }
  return { models: models as [RomaeModel<Config>, ...RomaeModel<Config>[]], folders: runs.map((run) => run.folder) }
}
