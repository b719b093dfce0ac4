import type { Engine } from '@romae/engine'
import type { Table } from '@romae/timeseries/modality'
import type { OpenedSeriesModel } from 'romae/archive'
import { calibrateAnew as calibrateForecasts, forecastSeries } from 'romae/forecasting'
import { calibrateAnew, fillSeries, savedScales } from 'romae/imputation'
import { fillLook } from './fill-look.ts'
import { forecastLook } from './forecast-look.ts'
import { COVERAGE, type Look, SEED } from './job.ts'
import type { Roles } from './roles.ts'
import type { TableSettings } from './settings.ts'

/** What is done with a table by a model that is there. */
interface Use {
  readonly opened: OpenedSeriesModel
  readonly settings: TableSettings
  readonly engine: Engine
  readonly note: (text: string) => void
}

/** What `romae impute --model` and `romae forecast --model` do, as the model's run calibrated it. */
export async function useModel(
  of: { readonly file: File; readonly table: Table; readonly roles: Roles },
  use: Use,
): Promise<Look> {
  const { opened, settings, engine, note } = use
  const { series, channels } = of.table
  const { model, window, longest, knownFuture: known } = opened
  const { saved: kept, ...own } = savedScales(savedFor(opened, settings), series, channels, {}, window)
  const { reason, ...scales } = own
  const run = { engine, note, onNote: ({ message }: { readonly message: string }) => note(message) }
  const anew = { scales, reason }
  const rule = { isBest: false, methods: [], scales, coverage: COVERAGE }
  const archive = () => []
  if (longest === null) {
    const imputer = { models: [model], window } as const
    const evaluation = kept
      ? null
      : await calibrateAnew(imputer, series, anew, { seed: SEED, coverage: COVERAGE, ...run })
    const calibration = kept?.calibration ?? evaluation?.intervals?.calibration ?? null
    const result = await fillSeries(series, { ...rule, imputer, evaluation, calibration }, run)
    return fillLook(0, of, { result, evaluation, archive })
  }
  const horizon = settings.rows
  const forecaster = { models: [model], window, longest, known } as const
  const evaluation = kept
    ? null
    : await calibrateForecasts(forecaster, series, anew, { horizon, coverage: COVERAGE, ...run })
  const calibration = kept?.calibration ?? evaluation?.intervals?.calibration ?? null
  const result = await forecastSeries(
    series,
    { ...rule, forecaster, horizon, isAsked: false, evaluation, calibration },
    run,
  )
  return forecastLook(0, of, { result, evaluation, archive })
}

/** The run's calibration, unless it was of fewer rows ahead. */
function savedFor({ saved, longest }: OpenedSeriesModel, { rows }: TableSettings) {
  const isFar = longest !== null && !('reason' in saved) && (saved.horizon === null || saved.horizon < rows)
  return isFar ? { reason: `the run calibrated fewer rows ahead than ${rows}` } : saved
}
