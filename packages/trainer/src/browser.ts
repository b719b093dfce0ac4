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
export * from './index.ts'
