import { basename, join } from 'node:path'
import type { FillingMethod } from '@romae/timeseries/baselines'
import type { Tables } from '@romae/timeseries/modality'
import type { ReadContext } from '@romae/tokenizer/modality'
import { writeModelCard } from '../report/model-card.ts'
import type { Session } from '../run/session.ts'
import { folders } from '../run/stage-state.ts'
import { formatDuration } from '../terminal/format-duration.ts'
import { notesOf } from '../terminal/notes-of.ts'
import { print } from '../terminal/print.ts'
import { printResult } from '../terminal/result.ts'
import { tellNote } from '../terminal/tell-note.ts'
import { type SavedScales, type Scales, savedScales, scalesOf } from '../uncertainty/scales.ts'
import { writeFile } from '../write-file.ts'
import { bestLines, chosenMethods } from './best-lines.ts'
import { imputationCard } from './card.ts'
import { type Evaluation, evaluate } from './evaluation.ts'
import { writeFilledFiles } from './fill-files.ts'
import { fillSeries } from './fill-series.ts'
import { countMissing } from './gaps.ts'
import type { ImputingModels } from './impute.ts'
import { intervalLines, intervalResult } from './interval-lines.ts'
import { evaluateAnew, keepCalibration, type SavedImputer } from './model-calibration.ts'
import type { ImputeOptions } from './options.ts'
import type { FileToFill } from './outputs.ts'
import type { ImputeTraining } from './plan-training.ts'
import { imputeReport } from './report.ts'
import { resultOf } from './result.ts'
import { errorLines, unfilledLines } from './result-lines.ts'
import { type Trained, train } from './training.ts'

/** Files that were read, what fills them, and where everything goes. */
export interface Filling {
  readonly files: readonly [FileToFill, ...FileToFill[]]
  /** In the order of the files. */
  readonly tables: Tables
  readonly standardInput: ReadContext['standardInput']
  /** A model that is there, or what to train. */
  readonly source: SavedImputer | ImputeTraining
  /** The run's, of a training. */
  readonly folder: string
  readonly toOutput: boolean
  readonly methods: readonly FillingMethod[]
  readonly options: ImputeOptions
  /** By `performance.now()`. */
  readonly started: number
}

/** What is known of the values' range, and the run's own part of it where a model is there. */
interface KnownScales {
  readonly known: SavedScales | null
  readonly scales: Scales
}

/** Trains if need be, on all ranks; then the first compares, fills, and writes the files with all that is beside them. */
export async function fillTables(filling: Filling, session: Session): Promise<void> {
  const { tables, source, folder, options } = filling
  const { series, channels } = tables
  const known = 'trials' in source ? null : savedScales(source.saved, series, channels, options, source.window)
  const scales = known ?? scalesOf(series, channels, options)
  const trained = 'trials' in source ? await train(source, tables.data, folder, options, session) : null
  await session.ranks.onFirst(() => fillBy(trained, { known, scales }, filling, session))
}

async function fillBy(
  trained: Trained | null,
  { known, scales }: KnownScales,
  filling: Filling,
  session: Session,
): Promise<void> {
  const { files, tables, source, folder, methods, options, started } = filling
  const { series, channels, notes } = tables
  const { said, note } = notesOf(notes)
  const imputer = trained?.imputer ?? (source as SavedImputer)
  const evaluation =
    'trials' in source
      ? await evaluated(imputer, source, filling, scales, session, note)
      : await evaluateAnew(source, series, known!, options, session, note)
  if (trained !== null && evaluation !== null) {
    for (const line of errorLines(channels, evaluation)) print(line)
    await keepCalibration(trained, evaluation, scales)
  }
  if (options.best && evaluation !== null) for (const line of bestLines(channels, evaluation)) print(line)
  const tested = evaluation?.intervals ?? null
  const calibration = tested?.calibration ?? known?.saved?.calibration ?? null
  const { best: isBest, coverage } = options
  const rule = { imputer, evaluation, isBest, methods, scales, coverage, calibration }
  const { filled, best, intervals } = await fillSeries(series, rule, { engine: session.engine, note, onNote: tellNote })
  if (tested !== null) for (const line of intervalLines(channels, tested)) print(line)
  if (trained !== null) {
    const { folders: runs } = trained
    const report = {
      folder: runs[0]!,
      file: nameOfAll(files),
      channels,
      series,
      filled,
      intervals,
      evaluation,
      isBest: options.best,
      timeUnit: tables.data.timeUnit,
    }
    await writeFile(join(folder, 'report.html'), await imputeReport(report))
    const card = imputationCard(basename(files[0].given), channels, imputer, evaluation)
    for (const run of runs) await writeModelCard(run, card)
    session.say('')
    for (const run of runs) session.say(`checkpoint  ${join(run, folders.model)}`)
    session.say(`report      ${join(folder, 'report.html')}`)
  }
  for (const line of unfilledLines(series, filled, imputer.window)) session.say(line)
  const chosen = best && { ...best, names: evaluation!.methods }
  const written = await writeFilledFiles(tables, { filled, best: chosen, intervals }, filling, session)
  session.say(`done in ${formatDuration(performance.now() - started)}`)
  printResult({
    files: written,
    missing: countMissing(series),
    unfilled: countMissing(filled),
    window: imputer.window,
    errors: trained === null || evaluation === null ? [] : resultOf(channels, evaluation),
    ...(tested !== null && { intervals: intervalResult(channels, tested) }),
    ...(known?.saved != null && { calibratedBy: 'run', calibratedOn: known.saved.calibration.count }),
    ...(best !== null && { chosen: chosenMethods(channels, evaluation!) }),
    notes: said,
  })
}

/** As a title names them. */
function nameOfAll([{ given }, ...others]: Filling['files']): string {
  if (others.length === 0) return given
  return others.length === 1 ? `${given} and ${others[0]!.given}` : `${given} and ${others.length} other files`
}

/** Null where nothing was held out. */
async function evaluated(
  imputer: ImputingModels,
  { experiment, trials }: ImputeTraining,
  { methods, options }: Filling,
  scales: Scales,
  { engine }: Session,
  note: (text: string) => void,
): Promise<Evaluation | null> {
  if (experiment.data.heldOut === 0) return null
  const isAsked = options.methods !== undefined
  const { seed, best: isBest, coverage } = options
  return evaluate(imputer, trials, { methods, isAsked, isBest, coverage, scales, seed, engine, note, onNote: tellNote })
}
