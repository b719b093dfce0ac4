import { basename, join } from 'node:path'
import { renderReport, trainingSections } from '@romae/report'
import { chooseThresholds, finetune, type PredictionModel, readMetrics } from '@romae/trainer/node'
import {
  type Evaluation,
  evaluateSet,
  figureIntervals,
  figuresOf,
  metricsOf,
  predictLabels,
} from '../modality/evaluate-set.ts'
import type { HostModality } from '../modality/host-modality.ts'
import { labelSetsOf } from '../modality/label-sets.ts'
import { singleTokenizer } from '../modality/single-tokenizer.ts'
import { labelsOf } from '../modality/targets.ts'
import { saveThresholds } from '../modality/thresholds.ts'
import { modelFolderOf } from '../modality/trained-model.ts'
import { showOnBoard } from '../report/board-pictures.ts'
import { evaluationSections } from '../report/evaluation-sections.ts'
import { type CardFigures, writeModelCard } from '../report/model-card.ts'
import { runFacts, trainingTime } from '../report/run-facts.ts'
import type { RunOptions } from '../run/run-options.ts'
import { runStage } from '../run/run-stage.ts'
import type { SeedRun } from '../run/seeds.ts'
import type { Session } from '../run/session.ts'
import type { SeedResult } from '../run/summarize.ts'
import { type IdleSettings, usedSettings } from '../settings/require-effect.ts'
import { seenFile } from '../splits/seen-samples.ts'
import { writeFile } from '../write-file.ts'
import type { PreparedFinetuning } from './prepare.ts'

/** Where a model is trained, and what its report and its card say of it. */
export interface TrainAndTest<Sample> {
  readonly modality: HostModality<Sample>
  readonly prepared: PreparedFinetuning<Sample>
  readonly run: SeedRun
  /** The first of the files. */
  readonly file: string
  /** As the user gave it; undefined: from scratch. */
  readonly from: string | undefined
  readonly idle: IdleSettings
  readonly notes: readonly string[]
}

const titles = {
  classification: 'Classification',
  'multi-label': 'Multi-label classification',
  regression: 'Regression',
} as const

const cardTasks = { classification: 'classify', 'multi-label': 'classifyMultiLabel', regression: 'regress' } as const

/** What came of it, the same on every rank. */
export interface Tested {
  readonly result: SeedResult
  readonly evaluation: Evaluation
}

/** Trains a model, and evaluates it once, at the end; with a report and a card in the run's folder. */
export async function trainAndTest<Sample>(
  { modality, prepared, run, file, from, idle, notes }: TrainAndTest<Sample>,
  session: Session,
  options: Pick<RunOptions, 'resume' | 'overwrite' | 'saveEvery' | 'tensorboard'>,
): Promise<Tested> {
  const { tokenizer, targetScale, experiment, history, test } = prepared
  const { seed, prefix, folder } = run
  const model = await runStage(
    {
      label: `${prefix}fine-tuning`,
      folder,
      settings: { experiment: usedSettings(experiment, idle), targetScale },
      beside: { [seenFile]: history.record },
      start: (training) => finetune(prepared.options({ seed, ...training })),
    },
    session,
    options,
  )
  const thresholds = await thresholdsOf(model, prepared, session)
  const evaluation = await evaluateSet({ model, targetScale, thresholds }, tokenizer, test, labelsOf(test), session)
  if (model.multiLabel === true) session.say(`${prefix}${saidOf(thresholds)}`)
  return session.ranks.onFirst(async () => {
    if (thresholds !== null) await saveThresholds(modelFolderOf(folder), model.classes!, thresholds)
    await writeReport(modality, run, evaluation, { prepared, notes, from }, options)
    const figures = figuresOf(evaluation)
    await writeModelCard(folder, {
      task: cardTasks[evaluation.task],
      modality: modality.name,
      samples: modality.samples,
      data: basename(file),
      channels: singleTokenizer(tokenizer)?.channels,
      classes: model.classes,
      figures: testFigures(figures, test.samples.length, modality.samples),
    })
    session.stopIfAsked(`${prefix}fine-tuning done`)
    const result = { seed, figures, intervals: figureIntervals(evaluation), metrics: metricsOf(evaluation) }
    return { result, evaluation }
  })
}

/** Of a multi-label classifier, chosen on the validation samples; null: from one half on, as where there are none. */
async function thresholdsOf<Sample>(
  model: PredictionModel,
  { splits: { validation }, tokenizer }: PreparedFinetuning<Sample>,
  session: Session,
): Promise<readonly number[] | null> {
  if (model.multiLabel !== true || validation === null) return null
  const { set } = validation
  const found = await predictLabels({ model, thresholds: null }, tokenizer, set, session)
  return chooseThresholds(found, labelSetsOf(set, 'finetune'), model.classes!)
}

function saidOf(thresholds: readonly number[] | null): string {
  return thresholds === null
    ? 'a sample has a class from a probability of .5 on; --validation chooses a threshold for each'
    : 'from which probability on a sample has a class was chosen for each on the validation samples'
}

function testFigures(figures: Readonly<Record<string, number>>, count: number, samples: string): CardFigures {
  return {
    split: `On ${count} ${samples} that were kept from training, once, at its end:`,
    rows: Object.entries(figures).map(([name, figure]) => [name, figure.toPrecision(4)]),
  }
}

async function writeReport<Sample>(
  modality: HostModality<Sample>,
  { folder, seed }: SeedRun,
  evaluation: Evaluation,
  { prepared, notes, from }: Pick<TrainAndTest<Sample>, 'prepared' | 'notes' | 'from'>,
  { tensorboard = false }: Pick<RunOptions, 'tensorboard'>,
): Promise<void> {
  const events = await readMetrics(folder)
  const evaluated = await evaluationSections(evaluation, prepared.test, 'test samples', notes)
  if (tensorboard) await showOnBoard(folder, evaluated, events)
  const [facts, command] = await runFacts(folder, 'The run')
  const start = from === undefined ? 'from scratch' : `from ${from}`
  await writeFile(
    join(folder, 'report.html'),
    renderReport({
      title: `${titles[evaluation.task]} of ${modality.samples}`,
      subtitle: `fine-tuned ${start}, seed ${seed}, ${trainingTime(events)} of steps`,
      sections: [...evaluated, ...trainingSections(events), facts, command],
    }),
  )
}
