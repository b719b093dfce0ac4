import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { RomaeConfig } from '@romae/core'
import { parseJson } from '@romae/internal/json'
import {
  loadModel,
  logTensorBoard,
  logTo,
  type RomaeModel,
  runToEnd,
  saveModel,
  type TrainingEvent,
  type TrainingOptions,
  type TrainingRun,
  withCurrentNames,
} from '@romae/trainer/node'
import { errors } from '../errors.ts'
import { tellModel } from '../ranks/tell-model.ts'
import { readText } from '../read-text.ts'
import type { Settings } from '../settings/settings.ts'
import { progressLine } from '../terminal/progress-line.ts'
import { writeJson } from '../write-file.ts'
import { settingsFile } from './beside-model.ts'
import { firstDifference, type IsFree } from './first-difference.ts'
import { IdleShare } from './idle-share.ts'
import { isWarning } from './is-warning.ts'
import type { RunOptions } from './run-options.ts'
import type { Session } from './session.ts'
import { removeStage, type StageState, stageStates } from './stage-state.ts'

/** One training run of a command, with a folder of its own. */
export interface Stage<Config extends RomaeConfig> {
  /** For the progress line and messages, e.g. `pre-training`. */
  readonly label: string
  readonly folder: string
  /** Beside the run's own configuration in `config.json`, and as `experiment.json` beside the model: plain JSON. */
  readonly settings: Settings
  /** Further files beside the model, by name: plain JSON. A run that is finished gets them anew. */
  readonly beside?: Readonly<Record<string, unknown>>
  /** Starts the run with these options besides its own. */
  start(training: TrainingOptions): TrainingRun<Config>
}

type StageOptions = Pick<RunOptions, 'resume' | 'overwrite' | 'saveEvery' | 'tensorboard'>

/**
 * Trains a model in its folder: with a log, checkpoints to go on from, and a progress line. With `resume` it goes on, and
 * takes the model of a run that is finished as it is. Several ranks train it together; the first alone reads and writes the folder.
 *
 * @throws RomaeError `APP_FOLDER_IN_USE` for the folder of an unfinished run with neither `resume` nor `overwrite`,
 *   `APP_OTHER_RUN` for a resume of another run, `APP_LINKED_FOLDER`; `Stopped` after a signal; what the run throws
 */
export async function runStage<Config extends RomaeConfig>(
  stage: Stage<Config>,
  session: Session,
  { resume, overwrite, saveEvery, tensorboard = false }: StageOptions,
): Promise<RomaeModel<Config>> {
  const { folder, label, settings } = stage
  const { engine, signal, say, command, ranks } = session
  const state = await ranks.onFirst(async () => {
    await session.claim(folder, 'folder')
    const [found] = (await stageStates(folder, [folder], { resume, overwrite })) as [StageState]
    if (!resume) await removeStage(found, 'training', say)
    return found
  })
  const { model, training } = state
  if (resume && state.isFinished) {
    await ranks.onFirst(() => requireSameRun(stage, session, model))
    return tellModel(ranks, ranks.isFirst ? await loadModel(model) : null) as Promise<RomaeModel<Config>>
  }
  const run = stage.start({
    engine,
    signal,
    ...(ranks.communicator !== null && { communicator: ranks.communicator }),
    checkpointFolder: training,
    checkpointEvery: saveEvery,
    resume: resume ? 'auto' : false,
  })
  const progress = progressLine(label)
  const idle = new IdleShare()
  const log = ranks.isFirst ? logTo(folder, { settings, session: { command } }) : () => {}
  const board = ranks.isFirst && tensorboard ? logTensorBoard(folder) : () => {}
  let end = { step: 0, steps: 0, stopped: false, modelStep: 0, reason: 'steps' }
  const observe = async (event: TrainingEvent<Config>) => {
    if (event.type === 'start') {
      end = { ...end, steps: event.steps }
      for (const note of event.notes) say(`${label}: ${isWarning(note) ? 'warning: ' : ''}${note.message}`)
      if (ranks.isFirst) {
        if (existsSync(model)) say(`replacing the finished run in ${folder}`)
        await removeStage(state, 'model', say)
      }
    }
    if (event.type === 'resume') sayResumed(event, label, say)
    if (event.type === 'finish') {
      end = { ...end, step: event.step, stopped: event.stopped, modelStep: event.modelStep, reason: event.reason }
    }
    progress.observe(event)
    idle.observe(event)
    await log(event)
    await board(event)
  }
  let trained: RomaeModel<Config>
  try {
    trained = await runToEnd(run, observe)
  } finally {
    progress.stop()
  }
  if (idle.text !== null) say(`${label}: ${idle.text}`)
  if (end.stopped) session.stop(`${label} stopped after step ${end.step} of ${end.steps}, saved in ${training}`)
  if (end.reason === 'patience')
    say(`${label}: ended after step ${end.step} of ${end.steps}, evaluations get no better`)
  if (end.modelStep < end.step) say(`${label}: the model of step ${end.modelStep}, whose evaluation was the best`)
  await ranks.onFirst(async () => {
    await saveModel(model, trained)
    await writeJson(join(model, settingsFile), settings)
    for (const [name, contents] of Object.entries(stage.beside ?? {})) await writeJson(join(model, name), contents)
    await removeStage(state, 'training', say)
  })
  return trained
}

function sayResumed(
  { step, skipped, changed }: Extract<TrainingEvent, { type: 'resume' }>,
  label: string,
  say: Session['say'],
): void {
  for (const { folder, reason } of skipped) say(`skipped the damaged checkpoint ${folder}: ${reason}`)
  for (const { what, checkpoint, now } of changed) say(`${what} was ${checkpoint}, is ${now}`)
  say(`${label}: going on after step ${step}`)
}

/** The resolved configuration that a run wrote, by the names that options have today. @throws RomaeError `APP_SAVED_SETTINGS` */
async function readConfig(path: string): Promise<Settings> {
  try {
    return withCurrentNames(parseJson(await readText(path)) as Settings) as Settings
  } catch (cause) {
    throw errors.APP_SAVED_SETTINGS({ path, reason: (cause as Error).message }, cause)
  }
}

/**
 * Differences between a finished run's record and the current one that do not change the run: how often it was saved, settings
 * that older versions recorded without using them, fields that older records lack, and settings of the tokenizer that were left
 * to the data (null), whose values its state records.
 */
const isFree: IsFree = ([first, ...rest], before, now) => {
  if (first === 'checkpoints' || (first === 'experiment' && rest.join('.') === 'finetuning.task')) return true
  if (first === 'experiment' && rest[0] === 'tokenizer' && (before === null || now === null)) return true
  return (first === 'experiment' || first === 'tokenizer') && (before === undefined || now === undefined)
}

/** Takes a finished run for this one, if its recorded configuration is that of this run. */
async function requireSameRun<Config extends RomaeConfig>(
  { folder, label, settings, beside = {}, start }: Stage<Config>,
  { engine, say }: Session,
  model: string,
): Promise<void> {
  for await (const event of start({ engine })) {
    if (event.type !== 'start') continue
    const saved = await readConfig(join(folder, 'config.json'))
    const now = JSON.parse(JSON.stringify({ ...event.config, ...settings })) as Settings
    const difference = firstDifference(saved, now, isFree)
    if (difference !== null) throw errors.APP_OTHER_RUN({ folder, ...difference })
    break
  }
  for (const [name, contents] of Object.entries(beside)) await writeJson(join(model, name), contents)
  say(`${label}: already done, ${model}`)
}
