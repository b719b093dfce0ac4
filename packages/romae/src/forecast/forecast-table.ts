import { basename, dirname, join } from 'node:path'
import type { TimeSeries } from '@romae/timeseries'
import type { ForecastingMethod } from '@romae/timeseries/baselines'
import { type Table, writeForecast, writtenTimes } from '@romae/timeseries/modality'
import type { ReadContext } from '@romae/tokenizer/modality'
import type { FilledIntervals } from '../impute/filled-intervals.ts'
import { intervalsCsv } from '../impute/intervals-file.ts'
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
import { forecastCard } from './card.ts'
import { evaluateForecasts } from './evaluation.ts'
import { forecastSeries } from './forecast-series.ts'
import { intervalLines, intervalResult } from './interval-lines.ts'
import { evaluateAnew, keepCalibration, type SavedForecaster } from './model-calibration.ts'
import type { NextRows } from './next-rows.ts'
import type { ForecastCommandOptions } from './options.ts'
import type { ForecastTraining } from './plan-training.ts'
import { forecastReport } from './report.ts'
import { resultOf } from './result.ts'
import { bestLines, errorLines } from './result-lines.ts'
import { type TrainedForecaster, train } from './training.ts'

/** A file that was read, what forecasts it, and where everything goes. */
export interface Forecasting {
  /** The file as the user named it. */
  readonly given: string
  readonly table: Table
  readonly standardInput: ReadContext['standardInput']
  /** A model that is there, or what to train. */
  readonly source: SavedForecaster | ForecastTraining
  /** The run's, of a training. */
  readonly folder: string
  readonly out: string
  /** Of the file, without folder and ending. */
  readonly name: string
  readonly toOutput: boolean
  readonly methods: readonly ForecastingMethod[]
  readonly options: ForecastCommandOptions
  /** By `performance.now()`. */
  readonly started: number
}

/** What is known of the values' range, and the run's own part of it where a model is there. */
interface KnownScales {
  readonly known: SavedScales | null
  readonly scales: Scales
}

/** Trains if need be, on all ranks; then the first compares, forecasts, and writes the rows that follow with all that is beside them. */
export async function forecastTable(forecasting: Forecasting, session: Session): Promise<void> {
  const { table, source, folder, options } = forecasting
  const known = 'options' in source ? null : scalesOfRun(source, forecasting)
  const scales = known ?? scalesOf(table.series, table.channels, options)
  const trained = 'options' in source ? await train(source, table.data, folder, options, session) : null
  await session.ranks.onFirst(() => forecastBy(trained, { known, scales }, forecasting, session))
}

async function forecastBy(
  trained: TrainedForecaster | null,
  { known, scales }: KnownScales,
  forecasting: Forecasting,
  session: Session,
): Promise<void> {
  const { given, table, standardInput, source, folder, out, methods, options, started } = forecasting
  const { channels } = table
  const { said, note } = notesOf(table.notes)
  const forecaster = trained?.forecaster ?? (source as SavedForecaster)
  const isAsked = options.methods !== undefined
  const { best: isBest, coverage } = options
  const asked = { methods, isAsked, isBest, coverage, scales, engine: session.engine, note, onNote: tellNote }
  const evaluation =
    'options' in source
      ? source.tested && (await evaluateForecasts(forecaster, source.kept, source.tested, asked))
      : await evaluateAnew(forecaster, table.series, known!, options, session, note)
  if (trained !== null && evaluation !== null) {
    for (const line of errorLines(channels, evaluation)) print(line)
    await keepCalibration(trained, evaluation, scales)
  }
  if (isBest && evaluation !== null) for (const line of bestLines(channels, evaluation)) print(line)
  const tested = evaluation?.intervals ?? null
  const calibration = tested?.calibration ?? known?.saved?.calibration ?? null
  const rule = {
    forecaster,
    horizon: options.horizon,
    evaluation,
    isBest,
    methods,
    isAsked,
    scales,
    coverage,
    calibration,
  }
  const run = { engine: session.engine, note, onNote: tellNote }
  const { next, forecasts, intervals } = await forecastSeries(table.series, rule, run)
  if (tested !== null) for (const line of intervalLines(channels, tested)) print(line)
  if (trained !== null) {
    const series = next.map((one) => one.series)
    const shown = { series, forecasts, intervals, evaluation, timeUnit: table.data.timeUnit }
    const report = { folder: trained.folders[0]!, file: given, channels, ...shown }
    await writeFile(join(folder, 'report.html'), await forecastReport(report))
    const card = forecastCard(basename(given), channels, forecaster, evaluation)
    for (const run of trained.folders) await writeModelCard(run, card)
    session.say('')
    for (const run of trained.folders) session.say(`checkpoint  ${join(run, folders.model)}`)
    session.say(`report      ${join(folder, 'report.html')}`)
  }
  const byId = new Map(next.map(({ series, origin }, index) => [series.id, { origin, forecast: forecasts[index]! }]))
  const rows = table.series.map(({ id }) => byId.get(id) ?? null)
  const { escapeFormulas } = options
  await writeFile(
    out,
    await writeForecast(table.source, { read: table.series, rows }, table.options, { standardInput, escapeFormulas }),
  )
  session.say(`\nforecast    ${out}`)
  const intervalsFile =
    intervals === null ? null : await writeIntervals(forecasting, next, forecasts, intervals, session)
  if (intervalsFile !== null) session.say(`intervals   ${intervalsFile}`)
  session.say(`done in ${formatDuration(performance.now() - started)}`)
  printResult({
    file: out,
    ...(intervalsFile !== null && { intervalsFile }),
    horizon: options.horizon,
    window: forecaster.window,
    ...(trained !== null && evaluation !== null && resultOf(channels, evaluation)),
    ...(tested !== null && { intervals: intervalResult(channels, tested) }),
    ...(known?.saved != null && { calibratedBy: 'run', calibratedOn: known.saved.calibration.count }),
    notes: said,
  })
}

/** Those of the model's run, unless it calibrated fewer rows ahead. */
function scalesOfRun({ saved, window }: SavedForecaster, { table, options }: Forecasting): SavedScales {
  const isFar = !('reason' in saved) && (saved.horizon === null || saved.horizon < options.horizon)
  const reason = isFar ? `the run calibrated ${saved.horizon ?? 0} rows ahead, and these are ${options.horizon}` : null
  return savedScales(reason === null ? saved : { reason }, table.series, table.channels, options, window)
}

/** Beside the forecast; in the run's folder where that goes to standard output. */
async function writeIntervals(
  { table, name, folder, out, toOutput, options }: Forecasting,
  next: readonly NextRows[],
  forecasts: readonly TimeSeries[],
  intervals: FilledIntervals,
  session: Session,
): Promise<string> {
  const { time, id = null, escapeFormulas } = options
  const writers = next.map(({ series }) => writtenTimes(series, table.options))
  const textAt = (place: number, own: number) => writers[place]!(own)
  const path = join(toOutput ? folder : dirname(out), `${name}.forecast.intervals.csv`)
  if (!toOutput) await session.claim(path, 'file')
  await writeFile(path, intervalsCsv(forecasts, intervals, table.channels, { time, id, escapeFormulas, textAt }))
  return path
}
