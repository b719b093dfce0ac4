export type { BrowserFolder } from './browser/folder.ts'
export { folderStorage } from './browser/folder-storage.ts'
export { type LoadOptions, loadModel, type ModelPlace, saveModel } from './browser/load-model.ts'
export {
  describeFinetuning,
  describePretraining,
  type FinetuneOptions,
  finetune,
  type PretrainOptions,
  pretrain,
  type TrainingOptions,
} from './browser/runs.ts'
export type { DirectoryHandle, FileHandle } from './browser/web-types.ts'
export {
  type CallOptions,
  connectTraining,
  type TrainingConnection,
  type TrainingWorker,
} from './browser/worker/connect-training.ts'
export { exposeTraining, handOver, type WorkerContext, type WorkerFunctions } from './browser/worker/expose-training.ts'
export type { Transferable } from './browser/worker/messages.ts'
export * from './index.ts'
