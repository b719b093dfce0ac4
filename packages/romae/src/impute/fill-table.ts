import { dirname, join } from 'node:path'
import type { TimeSeries } from '@romae/timeseries'
import type { FillingMethod } from '@romae/timeseries/baselines'
import { type Table, timeseries } from '@romae/timeseries/modality'
import type { FileContent, ReadContext } from '@romae/tokenizer/modality'
import type { Session } from '../run/session.ts'
import { folders } from '../run/stage-state.ts'
import { formatDuration } from '../terminal/format-duration.ts'
import { print, tell } from '../terminal/print.ts'
import { printResult } from '../terminal/result.ts'
import { writeFile } from '../write-file.ts'
import { bestLines, chosenMethods } from './best-lines.ts'
import { type BoundsOfChannels, boundsOfChannels, unitsOf, withinBounds } from './bounds.ts'
import { type Evaluation, evaluate } from './evaluation.ts'
import { type BestFilled, fillByBest } from './fill.ts'
import { type FilledIntervals, intervalsOf } from './filled-intervals.ts'
import { countMissing } from './gaps.ts'
import { type ImputingModels, imputeAll } from './impute.ts'
import { intervalLines, intervalResult } from './interval-lines.ts'
import { intervalsCsv } from './intervals-file.ts'
import { methodsCsv } from './methods-file.ts'
import type { ImputeOptions } from './options.ts'
import { imputeReport } from './report.ts'
import { resultOf } from './result.ts'
import { errorLines, unfilledLines } from './result-lines.ts'
import { type Training, train } from './training.ts'
import { modelWidths } from './widths.ts'

/** A file that was read, what fills it, and where everything goes. */
export interface Filling {
  /** The file as the user named it, and without folder and ending. */
  readonly given: string
  readonly name: string
  readonly table: Table
  readonly standardInput: ReadContext['standardInput']
  /** A model that is there, or what to train. */
  readonly source: ImputingModels | Training
  /** The run's, of a training. */
  readonly folder: string
  readonly out: string
  readonly toOutput: boolean
  readonly methods: readonly FillingMethod[]
  readonly options: ImputeOptions
  /** By `performance.now()`. */
  readonly started: number
}

/** Trains if need be, compares, fills, and writes the file with all that is beside it. */
export async function fillTable(filling: Filling, session: Session): Promise<void> {
  const { given, table, source, folder, out, methods, options, started } = filling
  const { series, channels, notes } = table
  const links = boundsOfChannels(series, channels, options)
  const said = [...notes]
  const note = (text: string) => {
    if (said.includes(text)) return
    said.push(text)
    tell(`note: ${text}`)
  }
  const isTraining = 'trials' in source
  const trained = isTraining ? await train(source, table.data, folder, options, session) : null
  const imputer = trained?.imputer ?? (source as ImputingModels)
  const evaluation = isTraining ? await evaluated(imputer, source, filling, links, session, note) : null
  if (evaluation !== null) for (const line of errorLines(channels, evaluation)) print(line)
  const byModel = await imputeAll(imputer, series, session.engine)
  let best: BestFilled | null = null
  if (options.best && evaluation !== null) {
    for (const line of bestLines(channels, evaluation)) print(line)
    best = await fillByBest(series, byModel, evaluation, methods, note)
  }
  const unbounded = best?.filled ?? byModel.filled
  const filled = withinBounds(series, unbounded, links)
  const intervals =
    evaluation?.intervals == null
      ? null
      : intervalsOf(series, unbounded, evaluation.intervals, {
          names: evaluation.methods,
          methodAt: (place, channel, row) => (best === null ? 0 : best.origins[place]![channel]![row]!),
          widths: best?.widths ?? modelWidths(byModel.widths),
          links,
          units: unitsOf(series),
        })
  if (evaluation?.intervals != null) for (const line of intervalLines(channels, evaluation.intervals)) print(line)
  if (trained !== null) {
    const { folders: runs } = trained
    const report = {
      folder: runs[0]!,
      file: given,
      channels,
      series,
      filled,
      intervals,
      evaluation,
      isBest: options.best,
    }
    await writeFile(join(folder, 'report.html'), await imputeReport(report))
    session.say('')
    for (const run of runs) session.say(`checkpoint  ${join(run, folders.model)}`)
    session.say(`report      ${join(folder, 'report.html')}`)
  }
  for (const line of unfilledLines(series, filled, imputer.window)) session.say(line)
  await writeFile(out, await contentOf(filling, filled))
  session.say(`\nfilled file ${out}`)
  const methodsFile = best === null ? null : await writeMethods(filling, best, evaluation!, session)
  if (methodsFile !== null) session.say(`methods     ${methodsFile}`)
  const intervalsFile = intervals === null ? null : await writeIntervals(filling, intervals, session)
  if (intervalsFile !== null) session.say(`intervals   ${intervalsFile}`)
  session.say(`done in ${formatDuration(performance.now() - started)}`)
  printResult({
    file: out,
    ...(methodsFile !== null && { methodsFile }),
    ...(intervalsFile !== null && { intervalsFile }),
    missing: countMissing(series),
    unfilled: countMissing(filled),
    window: imputer.window,
    errors: evaluation === null ? [] : resultOf(channels, evaluation),
    ...(evaluation?.intervals != null && { intervals: intervalResult(channels, evaluation.intervals) }),
    ...(best !== null && { chosen: chosenMethods(channels, evaluation!) }),
    notes: said,
  })
}

/** The file again with its gaps filled, as the modality writes it. */
function contentOf(
  { table: { source, series, options: read }, standardInput, options }: Filling,
  filled: readonly TimeSeries[],
): FileContent | Promise<FileContent> {
  const { escapeFormulas } = options
  return timeseries.write!(source, { read: series, filled }, read, { standardInput, escapeFormulas })
}

/** Null where nothing was held out. */
async function evaluated(
  imputer: ImputingModels,
  { experiment, trials }: Training,
  { methods, options }: Filling,
  links: BoundsOfChannels,
  { engine }: Session,
  note: (text: string) => void,
): Promise<Evaluation | null> {
  if (experiment.data.heldOut === 0) return null
  const isAsked = options.methods !== undefined
  const { seed, best: isBest, coverage } = options
  return evaluate(imputer, trials, { methods, isAsked, isBest, coverage, links, seed, engine, note })
}

async function writeMethods(
  filling: Filling,
  best: BestFilled,
  { methods }: Evaluation,
  session: Session,
): Promise<string> {
  const { table, options } = filling
  const { time, id = null, escapeFormulas } = options
  const contents = methodsCsv(table.series, best, table.channels, methods, { time, id, escapeFormulas })
  return writeBeside(filling, 'methods', contents, session)
}

async function writeIntervals(filling: Filling, intervals: FilledIntervals, session: Session): Promise<string> {
  const { table, options } = filling
  const { time, id = null, escapeFormulas } = options
  const contents = intervalsCsv(table.series, intervals, table.channels, { time, id, escapeFormulas })
  return writeBeside(filling, 'intervals', contents, session)
}

/** Beside the filled file; in the run's folder where that goes to standard output. */
async function writeBeside(
  { name, folder, out, toOutput }: Filling,
  what: string,
  contents: string,
  session: Session,
): Promise<string> {
  const path = join(toOutput ? folder : dirname(out), `${name}.${what}.csv`)
  if (!toOutput) await session.claim(path, 'file')
  await writeFile(path, contents)
  return path
}
