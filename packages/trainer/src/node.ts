export { withCurrentNames } from './checkpoints/current-names.ts'
export * from './index.ts'
export { folderStorage } from './node/folder-storage.ts'
export { type LoadOptions, loadModel, saveModel } from './node/load-model.ts'
export { loadPipeline } from './node/load-pipeline.ts'
export { writeModelCard } from './node/model-card.ts'
export { foreignFiles, removeSaved, type SavedFolder } from './node/own-files.ts'
export { foreignLogFiles } from './node/run-log/foreign-log-files.ts'
export type { LogOptions } from './node/run-log/log-options.ts'
export { logTo } from './node/run-log/log-to.ts'
export { type LoggedEvent, readMetrics } from './node/run-log/metrics.ts'
export {
  describeFinetuning,
  describePretraining,
  type FinetuneOptions,
  finetune,
  type PretrainOptions,
  pretrain,
  type TrainingOptions,
} from './node/runs.ts'
export type { EventImage } from './node/tensorboard/event.ts'
export { logTensorBoard, writeBoardPictures } from './node/tensorboard/log-tensorboard.ts'
export type { DataSet } from './node/workers/data-module.ts'
export { type InWorkers, tokenizeInWorkers, type WorkerOptions } from './node/workers/tokenize-in-workers.ts'
