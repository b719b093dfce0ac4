import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { foreignFiles, foreignLogFiles, removeSaved, type SavedFolder } from '@romae/trainer/node'
import { errors } from '../errors.ts'
import { seenFile } from '../splits/seen-samples.ts'
import { calibrationFile, settingsFile, thresholdsFile } from './beside-model.ts'
import { foreignOutputs } from './foreign-outputs.ts'
import { ownFolder } from './own-folder.ts'
import type { RunOptions } from './run-options.ts'

/** Subfolders of a run's folder. */
export const folders = {
  /** The trained model, after the run has finished. */
  model: 'checkpoint',
  /** Checkpoints, until then. */
  training: 'training',
} as const

/** All that commands write beside a model, its card apart. */
const besideModel = [settingsFile, seenFile, calibrationFile, thresholdsFile]

/** What a run's folder holds before the run begins. */
export interface StageState {
  readonly folder: string
  readonly model: string
  readonly training: string
  /** A run was stopped or killed here. */
  readonly isUnfinished: boolean
  /** A run came to its end here. */
  readonly isFinished: boolean
}

type StateOptions = Pick<RunOptions, 'resume' | 'overwrite'>

/** The state of a run's folder, with the foreign files that the run would replace or remove. */
interface LookedAt extends StageState {
  /** Paths. */
  readonly foreign: readonly string[]
}

/** Inspects the folder of a run before it begins or resumes. @throws RomaeError `APP_LINKED_FOLDER` */
async function lookAt(folder: string, { resume }: Pick<StateOptions, 'resume'>): Promise<LookedAt> {
  const [model, training] = [ownFolder(folder, folders.model), ownFolder(folder, folders.training)]
  const isUnfinished = (await namesIn(training)).some((name) => /^step-\d{8,15}$/.test(name))
  const isFinished = !isUnfinished && existsSync(model)
  const foreign = await foreignOutputs(folder)
  if (!(resume && isFinished)) {
    foreign.push(...(await foreignFiles(runIn(training))), ...(await foreignFiles(modelIn(model))))
    // A run that goes on has checked its own checkpoint, and takes the log for its own.
    if (!(resume && isUnfinished)) foreign.push(...(await foreignLogFiles(folder)))
  }
  return { folder, model, training, isUnfinished, isFinished, foreign }
}

/**
 * Inspects the folders of several runs, in or equal to one folder, before the first run begins.
 *
 * @throws RomaeError `APP_FOREIGN_FILES`; `APP_FOLDER_IN_USE` for an unfinished run with neither `resume` nor `overwrite`;
 *   `APP_LINKED_FOLDER`
 */
export async function stageStates(
  folder: string,
  stages: readonly string[],
  options: StateOptions,
): Promise<readonly StageState[]> {
  const states = await Promise.all(stages.map((stage) => lookAt(stage, options)))
  // A run's own folder has results and a report, and so has that of all runs.
  const found = new Set([...(await foreignOutputs(folder)), ...states.flatMap(({ foreign }) => foreign)])
  if (found.size > 0) throw errors.APP_FOREIGN_FILES({ folder, found: [...found] })
  const inUse = options.resume || options.overwrite ? undefined : states.find(({ isUnfinished }) => isUnfinished)
  if (inUse !== undefined) throw errors.APP_FOLDER_IN_USE({ folder: inUse.folder, training: inUse.training })
  return states
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => [])
}

function runIn(folder: string): SavedFolder {
  return { kind: 'run', folder }
}

function modelIn(folder: string): SavedFolder {
  return { kind: 'model', folder, beside: besideModel }
}

/** Removes the checkpoints of a run that is over, or the model of one that is replaced. What is not ours stays, and is said. */
export async function removeStage(
  { model, training }: StageState,
  what: 'model' | 'training',
  say: (line: string) => void,
): Promise<void> {
  const left = await removeSaved(what === 'model' ? modelIn(model) : runIn(training))
  for (const path of left) say(`left ${path}, which no run wrote`)
}
