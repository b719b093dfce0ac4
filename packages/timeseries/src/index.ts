export { RomaeError } from '@romae/internal/errors'
export {
  type ForecastOptions,
  type ForecastQuantilesOptions,
  forecast,
  forecastQuantiles,
} from './forecast/forecast.ts'
export { forecastAll, forecastAllQuantiles } from './forecast/forecast-all.ts'
export { type ChannelForecastErrors, type ForecastError, forecastErrors } from './forecast/forecast-errors.ts'
export type { ForecastTask } from './forecast/forecast-task.ts'
export type { FillQuantiles, ForecasterOptions, QuantileForecasterOptions } from './forecast/forecaster.ts'
export { type FutureTimesOptions, futureTimes } from './forecast/future-times.ts'
export { type Origin, type RollingOriginsOptions, rollingOrigins } from './forecast/rolling-origins.ts'
export { readCsvColumns } from './readers/csv/columns.ts'
export type { CsvData, CsvOptions, CsvReadOptions, FoundFormat } from './readers/csv/csv-options.ts'
export { type LongCsvOptions, readLongCsv, streamLongCsv } from './readers/csv/long.ts'
export { MISSING_TEXTS } from './readers/csv/missing.ts'
export type { DecimalMark } from './readers/csv/number-reader.ts'
export { isUnnamed as isUnnamedColumn } from './readers/csv/unnamed.ts'
export { readWideCsv, streamWideCsv, type WideCsvOptions } from './readers/csv/wide.ts'
export type { FilePosition } from './readers/text/file-position.ts'
export type { TextSource } from './readers/text/source-types.ts'
export type { TimeUnit } from './readers/time/moment.ts'
export { CHANNEL_LENGTHS, type ChannelLengths } from './readers/uea/channel-lengths.ts'
export type { UeaHeader } from './readers/uea/header.ts'
export { readUea, streamUea, type UeaCase, type UeaData, type UeaOptions } from './readers/uea/read-uea.ts'
export { timeseries } from './restorer.ts'
export { drawGaps, type HiddenEntries } from './series/draw-gaps.ts'
export { dropTimestamps, dropTimestampsOfSplit, type SplitDropOptions } from './series/drop-timestamps.ts'
export { type FillMissingOptions, fillMissing } from './series/fill-missing.ts'
export { fromGrid, type Grid } from './series/from-grid.ts'
export { type Gap, gapsOf } from './series/gaps.ts'
export {
  type ChannelHarmonics,
  fitHarmonics,
  type Harmonics,
  type HarmonicsOptions,
  harmonicsAt,
  harmonicsOf,
} from './series/harmonics.ts'
export { type HiddenObservations, hideObservations } from './series/hide-observations.ts'
export { type HiddenValues, type HidingPattern, hidePattern } from './series/hide-pattern.ts'
export { hideTimestamps } from './series/hide-timestamps.ts'
export { type MatchOptions, matchChannels } from './series/match-channels.ts'
export { mergedTimes } from './series/merged-times.ts'
export { gapLengths, type Rows, rowsOf } from './series/rows.ts'
export { type SeasonalPeriod, seasonalPeriods } from './series/seasonal-periods.ts'
export type { CellTexts, ChannelText, SeriesChannel, SeriesLabels, TimeSeries } from './series/series.ts'
export { sliceTime } from './series/slice-time.ts'
export { type TypicalSteps, typicalSteps } from './series/typical-steps.ts'
export { type WindowOptions, windows } from './series/windows.ts'
export type { PlacedValue, StatisticsWarning } from './tokenizers/few-values.ts'
export { fitTimeUnit } from './tokenizers/fit-time-unit.ts'
export type { SeriesDescription } from './tokenizers/known-series.ts'
export {
  type ObservationOptions,
  observationTokenizer,
  type ResolvedObservationOptions,
} from './tokenizers/observation.ts'
export {
  type CommonOptions,
  type FittedKeys,
  type ResolvedCommonOptions,
  STANDARDIZATIONS,
  type Standardization,
  type TimeScale,
} from './tokenizers/options.ts'
export type { ColumnStatistics } from './tokenizers/statistics.ts'
export {
  type MissingValues,
  type ResolvedTimestepOptions,
  type TimestepOptions,
  timestepTokenizer,
} from './tokenizers/timestep.ts'
export type { TimeSeriesTokenizer, TokenizerFactory, TokenizerJson } from './tokenizers/tokenizer.ts'
export { TRANSFORMS, type Transform } from './tokenizers/transform.ts'
export { type FillCsvOptions, fillCsv, writeFilledCsv } from './writers/fill-csv.ts'
export { type LongCsvWriteOptions, toLongCsv, writeLongCsv } from './writers/long.ts'
export { toWideCsv, type WideCsvWriteOptions, writeWideCsv } from './writers/wide.ts'
