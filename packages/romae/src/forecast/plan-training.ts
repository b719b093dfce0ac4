import { visible } from '@romae/internal/errors'
import type { TimeSeries } from '@romae/timeseries'
import { describeSpan, describeTime } from '@romae/timeseries/modality'
import type { PretrainOptions, TrainingOptions } from '@romae/trainer'
import { errors } from '../errors.ts'
import { simulatedCopies, withSimulated } from '../impute/simulated.ts'
import { usualBatchSize } from '../samples/batch-size.ts'
import { pretrainingOptions } from '../settings/to-options.ts'
import { fittingBeginning } from './beginning.ts'
import { divideInTime, type TestedParts } from './parts.ts'
import type { ForecastExperiment } from './settings.ts'
import { type ForecastTrainingSet, forecastTrainingSet } from './training-set.ts'

/** A training for forecasts, with all that is decided by the series. */
export interface ForecastTraining {
  readonly experiment: ForecastExperiment & {
    readonly pretraining: {
      readonly maskRatio: number
      readonly maskRatioUpTo: number
      readonly batchSize: number
    }
  }
  /** What is trained on. */
  readonly kept: readonly TimeSeries[]
  /** Null where nothing is kept from training. */
  readonly tested: TestedParts | null
  readonly known: readonly string[]
  /** The time that the model sees at once, the forecast included. */
  readonly window: number
  /** The longest span from what is known to the last target. */
  readonly longest: number
  /** The span of one step of the time axis. */
  readonly timeUnit: number
  readonly tokenizer: ForecastTrainingSet['tokenizer']
  /** What there is to know of it, for its user. */
  readonly lines: readonly string[]
  /** For `pretrain`. @param training where it runs, and what it keeps */
  options(training: TrainingOptions): PretrainOptions<TimeSeries>
}

/**
 * Decides what is trained on and how, of series that are to be forecast.
 *
 * @throws RomaeError `APP_FORECAST_PARTS`, `APP_WINDOW`, `APP_SETTING_VALUE` for channels that are not there
 */
export async function planForecast(
  series: readonly TimeSeries[],
  chosen: ForecastExperiment,
  { seed }: { readonly seed: number },
): Promise<ForecastTraining> {
  const { horizon, test } = chosen.data
  const known = knownOf(chosen, series)
  const { kept, tested } = divideInTime(series, { horizon, test, known })
  const { maskRatio: least, maskRatioUpTo: most } = chosen.pretraining
  const estimate = chosen.data.estimate ?? fittingBeginning(kept, { horizon, known })
  const asked = { horizon, known, estimate, window: chosen.data.window, timeUnit: chosen.tokenizer.timeUnit }
  const set = forecastTrainingSet(kept, { ...asked, maskRatio: least, maskRatioUpTo: most })
  const { window, maskRatio, maskRatioUpTo, longest, maskPatterns, tokenizer, samples: real, cut } = set
  const { steps } = chosen.pretraining
  const batchSize = chosen.pretraining.batchSize ?? usualBatchSize(real)
  const drawn = (steps ?? 0) * batchSize
  const simulated = chosen.data.simulated ?? (estimate === 'none' ? simulatedCopies(kept, real.length, drawn) : 0)
  const samples = await withSimulated(kept, real, { copies: simulated, seed }, cut)
  const experiment = {
    ...chosen,
    data: { ...chosen.data, window, simulated, estimate },
    pretraining: { ...chosen.pretraining, batchSize, maskRatio, maskRatioUpTo },
  }
  const { maskRatioUpTo: _, ...pretraining } = experiment.pretraining
  const options = (training: TrainingOptions) => ({
    tokenizer,
    samples,
    maskPatterns,
    maskRatioUpTo,
    ...pretrainingOptions({ model: experiment.model, pretraining: { ...pretraining, maskTogether: null } }, training),
  })
  const lines = linesOf(experiment, tokenizer, tested)
  const timeUnit = tokenizer.options.time.unit
  return { experiment, kept, tested, known, window, longest, timeUnit, tokenizer, lines, options }
}

function linesOf(
  { data: { window, test, simulated, estimate } }: ForecastExperiment,
  { options }: ForecastTrainingSet['tokenizer'],
  tested: TestedParts | null,
): string[] {
  const lines = [
    describeTime(options),
    `a window is ${describeSpan(window!, options.timeUnit)}: the time that the model sees at once, the forecast included (--window)`,
  ]
  if (tested !== null) {
    const { choosing, calibrating, reporting } = tested
    const every = (rows: number) => (rows === 1 ? 'at every row' : `every ${rows} rows`)
    lines.push(
      `trained on the first ${100 * (1 - test)} % of the rows; tested after them, no row between (--test)`,
      `  ${choosing.origins.length} origins to choose a method on, ${every(choosing.every)}`,
      ...(calibrating === null
        ? []
        : [`  ${calibrating.origins.length} later origins to calibrate intervals on, ${every(calibrating.every)}`]),
      `  ${reporting.origins.length} later origins to report errors of, ${every(reporting.every)}`,
    )
  }
  if (estimate === 'smoother') {
    lines.push('the model begins with what an autoregression says of the rows to come (--set data.estimate)')
  }
  if (simulated !== null && simulated > 0) {
    lines.push(`half of the windows are simulated, ${simulated} for each of the file's own (--set data.simulated)`)
  }
  return lines
}

/** Channels of the series, not all of them. @throws RomaeError `APP_SETTING_VALUE` */
function knownOf({ data: { known } }: ForecastExperiment, [first]: readonly TimeSeries[]): readonly string[] {
  if (known === null) return []
  const channels = (first?.channels ?? []).map(({ name }) => name!)
  const isRight = known.every((name) => channels.includes(name)) && channels.some((name) => !known.includes(name))
  if (isRight) return known
  const expected = `some of the channels ${channels.map(visible).join(', ')}, but not all`
  throw errors.APP_SETTING_VALUE({ key: '--known', expected, got: known.join(',') })
}
