import { basename, join } from 'node:path'
import { renderReport, trainingSections } from '@romae/report'
import {
  type AnyTokenizer,
  describePretraining,
  type PretrainedModel,
  pretrain,
  readMetrics,
  type Samples,
} from '@romae/trainer/node'
import { showOnBoard } from '../report/board-pictures.ts'
import { writeModelCard } from '../report/model-card.ts'
import { runFacts, trainingTime } from '../report/run-facts.ts'
import { describePlan } from '../run/describe-plan.ts'
import type { RunOptions } from '../run/run-options.ts'
import { runStage } from '../run/run-stage.ts'
import type { SeedRun } from '../run/seeds.ts'
import type { Session } from '../run/session.ts'
import { folders } from '../run/stage-state.ts'
import { fitTokenizer } from '../samples/fit-tokenizer.ts'
import { memoryBudget } from '../samples/memory-budget.ts'
import { trainerSamples } from '../samples/trainer-samples.ts'
import type { Experiment } from '../settings/experiment.ts'
import { type IdleSettings, requireEffect, usedSettings } from '../settings/require-effect.ts'
import { pretrainingOptions } from '../settings/to-options.ts'
import { knownKeys } from '../splits/sample-keys.ts'
import { seenFile, seenRecord, seenSamples } from '../splits/seen-samples.ts'
import { writeFile } from '../write-file.ts'
import type { HostModality, SampleSet } from './host-modality.ts'
import { idleInPretraining } from './idle-settings.ts'
import { readSamples } from './read-samples.ts'
import { assignmentsOf, type ExperimentOptions, flagsOf, resolveExperiment } from './resolve-experiment.ts'
import { singleTokenizer } from './single-tokenizer.ts'

/** Options of a command that pre-trains, those of the modality among them. */
export type PretrainingOptions = ExperimentOptions & RunOptions & Readonly<Record<string, unknown>>

/** An experiment before its samples are known in full. */
interface Chosen {
  readonly experiment: Experiment
  /** Settings that it does not use. */
  readonly idle: IdleSettings
}

/** Samples to pre-train on, and how. */
export interface Pretraining<Sample> extends Chosen {
  readonly set: SampleSet<Sample>
  readonly tokenizer: AnyTokenizer<Sample>
  readonly samples: Samples<Sample>
}

/**
 * Reads files as the user's options say.
 *
 * @param command as the user typed it
 * @throws RomaeError `APP_SETTING_*`, and what reading throws
 */
export async function readToPretrain<Sample>(
  modality: HostModality<Sample>,
  files: readonly string[],
  options: PretrainingOptions,
  command: string,
): Promise<Chosen & { readonly set: SampleSet<Sample> }> {
  const experiment = resolveExperiment(modality, options)
  const idle = idleInPretraining(modality, experiment, files)
  requireEffect(assignmentsOf(modality, options), idle, `in ${command}`, flagsOf(modality))
  return { experiment, idle, set: await readSamples(modality, files, experiment.data, memoryBudget(options.memory)) }
}

/** Fits the tokenizer to the samples. */
export async function preparePretraining<Sample>(
  modality: HostModality<Sample>,
  { experiment: chosen, idle }: Chosen,
  set: SampleSet<Sample>,
): Promise<Pretraining<Sample>> {
  const experiment: Experiment = { ...chosen, data: set.data }
  const tokenizer = await fitTokenizer(modality, set.samples, experiment.tokenizer)
  return { experiment, idle, set, tokenizer, samples: await trainerSamples(set, tokenizer) }
}

/** What `--dry-run` prints. */
export async function planOfPretraining<Sample>(
  { experiment, tokenizer, samples }: Pretraining<Sample>,
  seed: number,
): Promise<string> {
  const options = pretrainingOptions(experiment, { seed, checkpointFolder: folders.training })
  return describePlan('pre-training', await describePretraining({ tokenizer, samples, ...options }))
}

/** What is kept beside a model, of the samples that it has seen. */
export async function seenIn<Sample>(
  { set }: Pretraining<Sample>,
  name: string,
): Promise<Readonly<Record<string, unknown>>> {
  const training = seenSamples(await knownKeys(set, name))
  return { [seenFile]: seenRecord({ training, validation: null, pretraining: null }) }
}

/** Trains a model in the folder of its run. @throws RomaeError as `runStage` does */
export function pretrainIn<Sample>(
  { seed, folder, prefix }: SeedRun,
  { experiment, idle, tokenizer, samples }: Pretraining<Sample>,
  beside: Readonly<Record<string, unknown>>,
  session: Session,
  options: Pick<RunOptions, 'resume' | 'overwrite' | 'saveEvery' | 'tensorboard'>,
): Promise<PretrainedModel> {
  return runStage(
    {
      label: `${prefix}pre-training`,
      folder,
      settings: { experiment: usedSettings(experiment, idle), targetScale: null },
      beside,
      start: (training) => pretrain({ tokenizer, samples, ...pretrainingOptions(experiment, { seed, ...training }) }),
    },
    session,
    options,
  )
}

/** Writes the report of a run. @returns the mean loss of the last epoch */
export async function reportPretraining<Sample>(
  modality: HostModality<Sample>,
  { folder, seed }: Pick<SeedRun, 'folder' | 'seed'>,
  { set, experiment }: Pretraining<Sample>,
  made: {
    readonly model: PretrainedModel
    readonly session: Session
    readonly file: string
    readonly tensorboard?: boolean | undefined
  },
): Promise<number> {
  const { model, session, file, tensorboard = false } = made
  const events = await readMetrics(folder)
  const tokenizer = modality.restore(model)
  const context = { model, tokenizer, set, experiment, engine: session.engine, seed }
  const pictures = (await modality.reconstructions?.(context)) ?? []
  if (tensorboard) await showOnBoard(folder, pictures, events)
  const [facts, command] = await runFacts(folder, 'The run')
  await writeFile(
    join(folder, 'report.html'),
    renderReport({
      title: `Pre-training on ${modality.samples}`,
      subtitle: `${set.samples.length} ${modality.samples}, seed ${seed}, ${trainingTime(events)} of steps`,
      sections: [...pictures, ...trainingSections(events), facts, command],
    }),
  )
  const loss = events.findLast(({ type }) => type === 'epoch')!.meanLoss as number
  await writeModelCard(folder, {
    task: 'pretrain',
    modality: modality.name,
    samples: modality.samples,
    data: basename(file),
    channels: singleTokenizer(tokenizer)?.channels,
    figures: {
      split: 'Of the samples that it was trained on, in the last epoch:',
      rows: [['loss, of masked tokens', loss.toPrecision(4)]],
    },
  })
  return loss
}
