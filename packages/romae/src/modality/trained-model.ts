import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import {
  type AnyTokenizer,
  loadModel,
  type PredictionModel,
  type PretrainedModel,
  type RomaeModel,
} from '@romae/trainer/node'
import { errors } from '../errors.ts'
import { settingsFile } from '../run/beside-model.ts'
import { folders } from '../run/stage-state.ts'
import type { Experiment } from '../settings/experiment.ts'
import type { HostModality, MadeModel } from './host-modality.ts'
import { readSettings } from './read-settings.ts'
import { type SavedSettings, savedSections } from './saved-settings.ts'
import type { TargetScale } from './targets.ts'
import { readThresholds } from './thresholds.ts'

/** A model with the settings of its training, which `savedSections` checks when they are used. */
export interface TrainedModel<Model extends RomaeModel = RomaeModel> {
  readonly folder: string
  readonly model: Model
  readonly saved: SavedSettings
  /** How a regression's numbers were scaled; null for any other model. */
  readonly targetScale: TargetScale | null
  /** From which probability on a sample has each label, as its run chose it; null: from one half, or it is another model. */
  readonly thresholds: readonly number[] | null
}

/** A saved model that was found and is not loaded yet. */
export interface FoundModel {
  readonly saved: SavedSettings
  load(): Promise<TrainedModel>
}

/** The folder of the model in a run's folder, or the folder itself if it is no run's. */
export function modelFolderOf(folder: string): string {
  const inside = join(folder, folders.model)
  return existsSync(inside) ? inside : folder
}

/** Whether a folder is that of a finished run, or of a model. */
export function isTrained(folder: string): boolean {
  return existsSync(join(modelFolderOf(folder), settingsFile))
}

/** Folders of finished runs of several seeds within a folder, in order; none where it is a run's itself. */
function trainedWithin(folder: string): string[] {
  if (isTrained(folder) || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return []
  const seedOf = (name: string) => Number(/^seed-(\d+)$/.exec(name)?.[1])
  const seeds = readdirSync(folder).map(seedOf).filter(Number.isFinite)
  return seeds
    .sort((a, b) => a - b)
    .map((seed) => join(folder, `seed-${seed}`))
    .filter(isTrained)
}

/**
 * Loads a model: of a run's folder, or of the folder of a model in it.
 *
 * @throws RomaeError `APP_NO_MODEL`, `APP_SAVED_SETTINGS`, `CHECKPOINT_*`
 */
export async function loadTrained(folder: string): Promise<TrainedModel> {
  return (await findTrained(folder)).load()
}

/**
 * Finds a model as {@link loadTrained} does, with the settings for reading its samples, so that wrong files can be refused
 * before the model is loaded.
 *
 * @throws RomaeError `APP_NO_MODEL`
 */
export async function findTrained(folder: string): Promise<FoundModel> {
  const place = modelFolderOf(folder)
  if (!existsSync(place)) throw errors.APP_NO_MODEL({ folder, reason: 'there is no such folder' })
  const path = join(place, settingsFile)
  if (!existsSync(path)) {
    const unfinished = existsSync(join(folder, folders.training))
    const reason = unfinished ? 'its run is not finished: go on with --resume' : 'experiment.json is missing'
    throw errors.APP_NO_MODEL({ folder, reason })
  }
  const saved = await readSettings(path)
  const load = async () => {
    const model = await loadModel(place)
    return { folder, model, saved, targetScale: saved.targetScale, thresholds: await readThresholds(place, model) }
  }
  return { saved, load }
}

/**
 * Refuses a model of another modality. A model saved without a record of its tokenizer is recognised by the tokenizer's state,
 * if at all.
 *
 * @throws RomaeError `APP_WRONG_MODALITY`
 */
export function ofModality<Sample>(
  trained: TrainedModel,
  { samples, tokenizers }: Pick<HostModality<Sample>, 'samples' | 'tokenizers'>,
): TrainedModel {
  const { tokenizer, tokenizerRecord } = trained.model
  const { name } = tokenizerRecord ?? ((tokenizer ?? {}) as { readonly name?: unknown })
  if (typeof name !== 'string' || isAmong(name, tokenizers)) return trained
  throw errors.APP_WRONG_MODALITY({ folder: trained.folder, tokenizer: name, samples, tokenizers })
}

/** Models of several seeds, or one. */
export type TrainedModels = readonly [TrainedModel, ...TrainedModel[]]

/**
 * Loads the model of a run's folder, or the models of the runs of several seeds within it.
 *
 * @throws RomaeError `APP_WRONG_MODALITY`, and what `loadTrained` throws
 */
export async function loadAllTrained<Sample>(
  folder: string,
  takes: Pick<HostModality<Sample>, 'samples' | 'tokenizers'>,
): Promise<TrainedModels> {
  const [first = folder, ...others] = trainedWithin(folder)
  const load = async (one: string) => ofModality(await loadTrained(one), takes)
  return [await load(first), ...(await Promise.all(others.map(load)))]
}

/** Refuses models that cannot be averaged. @throws RomaeError `APP_NO_MODEL` for one of other data than the first */
export function requireSameTokenizer([{ model }, ...others]: TrainedModels): void {
  const different = others.find((one) => !isDeepStrictEqual(one.model.tokenizer, model.tokenizer))
  if (different === undefined) return
  const reason = 'it was trained on other data than the model beside it; name the folder of one of them'
  throw errors.APP_NO_MODEL({ folder: different.folder, reason })
}

/** The tokenizer of a model again where the model says that it is one of the modality's; else null. */
export function ownTokenizer<Sample>(model: MadeModel, modality: HostModality<Sample>): AnyTokenizer<Sample> | null {
  const isOwn = model.tokenizerRecord !== undefined && isAmong(model.tokenizerRecord.name, modality.tokenizers)
  return isOwn ? modality.restore(model) : null
}

function isAmong(name: string, tokenizers: readonly string[]): boolean {
  return tokenizers.some((one) => name === one || name.startsWith(`${one}/`))
}

/**
 * Parts of the settings that made a model. Those of another app's model do not fit, and then the model says whose it is.
 *
 * @throws RomaeError `APP_WRONG_MODALITY`, `APP_SAVED_SETTINGS`
 */
export async function settingsOf<Sample, Section extends 'data' | 'tokenizer'>(
  { saved, load }: FoundModel,
  modality: HostModality<Sample>,
  sections: readonly Section[],
): Promise<Pick<Experiment, Section>> {
  try {
    return savedSections(saved, modality, sections)
  } catch (cause) {
    ofModality(await load(), modality)
    throw cause
  }
}

/** @throws RomaeError `APP_WRONG_TASK` */
export function asPretrained(trained: TrainedModel, command: string): TrainedModel<PretrainedModel> {
  const { folder, model } = trained
  if (model.config.task === 'pretraining') return trained as TrainedModel<PretrainedModel>
  throw errors.APP_WRONG_TASK({ folder, command, got: taskOf(model) })
}

/** @throws RomaeError `APP_WRONG_TASK` */
export function asPrediction(
  trained: TrainedModel,
  command: string,
  task?: 'classification' | 'regression',
): TrainedModel<PredictionModel> {
  const got = taskOf(trained.model)
  const isTask = task === undefined || got === task || (task === 'classification' && got.endsWith(task))
  if (got !== 'pre-training' && isTask) return trained as TrainedModel<PredictionModel>
  throw errors.APP_WRONG_TASK({ folder: trained.folder, command, got })
}

type ModelTask = 'pre-training' | 'classification' | 'multi-label classification' | 'regression'

/** What a model was trained for, in words. */
export function taskOf({ config, classes, multiLabel = false }: RomaeModel): ModelTask {
  if (config.task === 'pretraining') return 'pre-training'
  if (multiLabel) return 'multi-label classification'
  return classes === null ? 'regression' : 'classification'
}
