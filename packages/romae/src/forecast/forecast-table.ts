import { join } from 'node:path'
import type { TimeSeries } from '@romae/timeseries'
import type { ForecastingMethod } from '@romae/timeseries/baselines'
import { type Table, writeForecast } from '@romae/timeseries/modality'
import type { ReadContext } from '@romae/tokenizer/modality'
import type { Session } from '../run/session.ts'
import { folders } from '../run/stage-state.ts'
import { formatDuration } from '../terminal/format-duration.ts'
import { print, tell } from '../terminal/print.ts'
import { printResult } from '../terminal/result.ts'
import { writeFile } from '../write-file.ts'
import { byChoice } from './best.ts'
import { evaluateForecasts, type ForecastEvaluation } from './evaluation.ts'
import { forecastByBaselines, withModel } from './methods.ts'
import { type Forecaster, forecastByModels } from './model-forecasts.ts'
import { type NextRows, nextRows } from './next-rows.ts'
import type { ForecastCommandOptions } from './options.ts'
import { forecastReport } from './report.ts'
import { resultOf } from './result.ts'
import { bestLines, errorLines } from './result-lines.ts'
import { type ForecastTraining, train } from './training.ts'

/** A file that was read, what forecasts it, and where everything goes. */
export interface Forecasting {
  /** The file as the user named it. */
  readonly given: string
  readonly table: Table
  readonly standardInput: ReadContext['standardInput']
  /** A model that is there, or what to train. */
  readonly source: Forecaster | ForecastTraining
  /** The run's, of a training. */
  readonly folder: string
  readonly out: string
  readonly methods: readonly ForecastingMethod[]
  readonly options: ForecastCommandOptions
  /** By `performance.now()`. */
  readonly started: number
}

/** Trains if need be, compares, forecasts, and writes the rows that follow with all that is beside them. */
export async function forecastTable(forecasting: Forecasting, session: Session): Promise<void> {
  const { given, table, standardInput, source, folder, out, methods, options, started } = forecasting
  const { channels } = table
  const said = [...table.notes]
  const note = (text: string) => {
    if (said.includes(text)) return
    said.push(text)
    tell(`note: ${text}`)
  }
  const isTraining = 'options' in source
  const trained = isTraining ? await train(source, table.data, folder, options, session) : null
  const forecaster = trained?.forecaster ?? (source as Forecaster)
  const isAsked = options.methods !== undefined
  const evaluation =
    isTraining && source.tested !== null
      ? await evaluateForecasts(forecaster, source.kept, source.tested, {
          methods,
          isAsked,
          engine: session.engine,
          note,
        })
      : null
  if (evaluation !== null) for (const line of errorLines(channels, evaluation)) print(line)
  const next = nextOf(table.series, options.horizon, forecaster.known, note)
  const byModel = await forecastByModels(forecaster, next, session.engine)
  let forecasts: readonly TimeSeries[] = byModel
  if (options.best && evaluation !== null) {
    for (const line of bestLines(channels, evaluation)) print(line)
    const [byBaselines] = await forecastByBaselines(methods, table.series, [next], { isAsked, note })
    forecasts = chosen(evaluation, withModel(byModel, byBaselines!))
  }
  if (trained !== null) {
    const series = next.map((one) => one.series)
    const report = { folder: trained.folders[0]!, file: given, channels, series, forecasts, evaluation }
    await writeFile(join(folder, 'report.html'), await forecastReport(report))
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
  session.say(`done in ${formatDuration(performance.now() - started)}`)
  printResult({
    file: out,
    horizon: options.horizon,
    window: forecaster.window,
    ...(evaluation !== null && resultOf(channels, evaluation)),
    notes: said,
  })
}

function nextOf(
  series: readonly TimeSeries[],
  horizon: number,
  known: readonly string[],
  note: (text: string) => void,
): NextRows[] {
  return series.flatMap((one) => {
    const next = nextRows(one, horizon, known)
    if (next === null) note(`series "${one.id}" is left out: nothing of it is known`)
    return next ?? []
  })
}

/** By the methods that were chosen; one that failed on all of the file, though it did not on less, gives way to the next. */
function chosen({ methods, choice }: ForecastEvaluation, forecasts: ReadonlyMap<string, readonly TimeSeries[]>) {
  const left = methods.flatMap((name, method) => (forecasts.has(name) ? [method] : []))
  const possible = choice.map((steps) => steps.map((order) => order.filter((method) => left.includes(method))))
  const [byModel] = forecasts.values()
  return byModel!.map(
    (_, index) =>
      byChoice(
        possible,
        methods.map((name) => (forecasts.get(name) ?? byModel!)[index]!),
      ).forecast,
  )
}
