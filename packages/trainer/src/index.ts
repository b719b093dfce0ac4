export { RomaeError } from '@romae/errors'
export { type FinetuneOptions, finetune } from './finetune.ts'
export { fillTokens, type TokensToFill } from './impute.ts'
export {
  type ClassificationMetrics,
  classificationMetrics,
  type RegressionMetrics,
  regressionMetrics,
} from './metrics.ts'
export type { PredictionModel, PretrainedModel, RomaeModel } from './model/romae-model.ts'
export { loadModel, saveModel } from './model/save.ts'
export { type Classification, classify, type InferenceOptions, predictOutputs } from './predict.ts'
export { type PretrainOptions, pretrain } from './pretrain.ts'
export { finish, type TrainingEvent, type TrainingRun } from './training/events.ts'
export { predictionHostInputs, pretrainingHostInputs } from './training/host-inputs.ts'
export type { TrainingOptions } from './training/options.ts'
export { predictionInputs, predictionProgram, pretrainingInputs, pretrainingProgram } from './training/programs.ts'
export { learningRate, type Schedule } from './training/schedule.ts'
