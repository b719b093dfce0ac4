import { rowsOf } from '@romae/timeseries'
import { type Table, writeForecast, writtenTimes } from '@romae/timeseries/modality'
import { type ForecastEvaluation, intervalsCsv, type SeriesForecasts } from 'romae/forecasting'
import { csvOf, type Look, shownCoverage, standardInput, stemOf } from './job.ts'
import type { ShownErrors } from './messages.ts'
import type { Roles } from './roles.ts'
import type { OfferedFile } from './training-messages.ts'

/** What comes next in a table, as it is shown and taken away. */
export function forecastLook(
  step: number,
  { file, table, roles }: { readonly file: File; readonly table: Table; readonly roles: Roles },
  {
    result,
    evaluation,
    archive,
  }: {
    readonly result: SeriesForecasts
    /** Null, or without methods, where nothing is compared. */
    readonly evaluation: ForecastEvaluation | null
    /** The model's files. */
    archive(): readonly OfferedFile[]
  },
): Look {
  const { series, channels, source } = table
  const { next, forecasts, intervals } = result
  const rows = series.map((one) => {
    const place = next.findIndex(({ series: own }) => own === one)
    const { times } = rowsOf(one)
    const at = place === -1 ? new Float64Array() : next[place]!.at
    // The first of them may be rows of the file, in which nothing is observed.
    const after = at.filter((time) => time > times.at(-1)!)
    const rowOf = new Map([...times, ...after].map((time, row) => [time, row]))
    const spread = (values: Float64Array | undefined) => {
      const column = new Float64Array(rowOf.size).fill(Number.NaN)
      for (const [step, time] of at.entries()) column[rowOf.get(time)!] = values?.[step] ?? Number.NaN
      return column
    }
    return { after, place, spread }
  })
  const bySeries = (of: (place: number, channel: number) => Float64Array | undefined) =>
    rows.map(({ place, spread }) => channels.map((_, channel) => spread(place === -1 ? undefined : of(place, channel))))
  return {
    shown: {
      type: 'filled',
      step,
      errors: evaluation === null || evaluation.methods.length < 2 ? null : shownErrors(evaluation),
      after: rows.map(({ after }) => after),
      values: bySeries((place, channel) => forecasts[place]!.channels[channel]!.values as Float64Array),
      lower: intervals && bySeries((place, channel) => intervals.lower[place]![channel]),
      upper: intervals && bySeries((place, channel) => intervals.upper[place]![channel]),
    },
    async files() {
      const written = next.map(({ origin }, place) => ({ origin, forecast: forecasts[place]! }))
      const all = rows.map(({ place }) => (place === -1 ? null : written[place]!))
      const context = { standardInput, escapeFormulas: false }
      const text = await writeForecast(source, { read: series, rows: all }, table.options, context)
      const writers = next.map((one) => writtenTimes(one.series, table.options))
      const textAt = (place: number, time: number) => writers[place]!(time)
      const columns = { time: roles.time, id: roles.id, escapeFormulas: false, textAt }
      return [
        { kind: 'forecast', name: `${stemOf(file)}.forecast.csv`, content: await csvOf(text) },
        ...(intervals === null
          ? []
          : [
              {
                kind: 'intervals' as const,
                name: `${stemOf(file)}.forecast.intervals.csv`,
                content: await csvOf(intervalsCsv(forecasts, intervals, channels, columns)),
              },
            ]),
        ...archive(),
      ]
    },
  }
}

function shownErrors({ methods, errors, ofChoice, intervals }: ForecastEvaluation): ShownErrors {
  return {
    methods,
    channels: ofChoice.map(({ count, rmse }, channel) => ({
      count,
      errors: [...errors.map((byChannel) => byChannel[channel]!.rmse), rmse],
    })),
    coverage: shownCoverage(intervals),
  }
}
