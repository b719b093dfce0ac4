export { type OpenedSampleModel, openSampleModel } from './modality/opened-samples.ts'
export { type OpenedSeriesModel, openSeriesModel } from './modality/opened-series.ts'
export { archiveRun, type OpenedRun, openRun } from './run/run-archive.ts'
