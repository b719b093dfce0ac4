export { RomaeError } from '@romae/errors'
export type { SkippedCheckpoint } from './checkpoints/run-folder.ts'
export type { Difference, Versions } from './checkpoints/run-record.ts'
export type { SampleSource } from './data/sample-source.ts'
export type { TargetOptions } from './data/targets.ts'
export type { Samples } from './data/token-set.ts'
export { exportOnnx } from './export-onnx.ts'
export { describeFinetuning, type FinetuneOptions, finetune } from './finetune.ts'
export { fillTokens, type TokensToFill } from './inference/fill-tokens.ts'
export type { InferenceOptions } from './inference/options.ts'
export { type Classification, classify, predictOutputs } from './inference/predict.ts'
export {
  type ClassificationMetrics,
  classificationMetrics,
  type RegressionMetrics,
  regressionMetrics,
} from './metrics.ts'
export { type LoadOptions, loadModel, saveModel } from './model/checkpoint.ts'
export type { PredictionModel, PretrainedModel, RomaeModel } from './model/romae-model.ts'
export { describePretraining, type PretrainOptions, pretrain } from './pretrain.ts'
export { finish, type TrainingEvent, type TrainingRun } from './training/events.ts'
export { predictionHostInputs, pretrainingHostInputs } from './training/host-inputs.ts'
export type { OptimizerOptions } from './training/optimizer-options.ts'
export type { TrainingOptions } from './training/options.ts'
export { predictionInputs, predictionProgram, pretrainingInputs, pretrainingProgram } from './training/programs.ts'
export type { LossConfig, RunConfig, TrainingConfig } from './training/run-config.ts'
export type { BucketPlan, RunPlan } from './training/run-plan.ts'
export { learningRate, type Schedule } from './training/schedule.ts'
