export { RomaeError } from '@romae/internal/errors'
export type { Option, OptionsOf, Schema } from '@romae/internal/options'
export { calibrateScores, type PlaceError, type ScoreCalibration } from './anomalies/calibrate-scores.ts'
export { createScorer, type Scorer, type ScoringOptions, scoreTokens } from './anomalies/score-tokens.ts'
export { type BootstrapOptions, bootstrapIntervals, type FigureInterval } from './bootstrap.ts'
export type { CheckpointChoice } from './checkpoints/checkpoint-model.ts'
export type { CheckpointFiles, CheckpointStorage, StorageLock } from './checkpoints/checkpoint-storage.ts'
export type { Difference } from './checkpoints/differences.ts'
export type { Versions } from './checkpoints/run-record.ts'
export type { SkippedCheckpoint } from './checkpoints/skipped-checkpoint.ts'
export { type ClassificationIntervals, classificationIntervals } from './classification-intervals.ts'
export type { LabelSet, Labels } from './data/label-sets.ts'
export type { ClassLabel } from './data/labels.ts'
export type { SampleSource } from './data/sample-source.ts'
export type { AnyTokenizer } from './data/sample-tokens.ts'
export type { Samples, TokenizedSamples } from './data/samples.ts'
export type { TargetOptions } from './data/targets.ts'
export {
  gaussianCrps,
  type IntervalMetrics,
  intervalMetrics,
  type QuantileMetrics,
  quantileMetrics,
} from './distribution-metrics.ts'
export type { EvaluationMetrics } from './evaluation/evaluate.ts'
export { type EvaluationConfig, type EvaluationOptions, evaluationOptions } from './evaluation/evaluation-options.ts'
export { type HoldOutOptions, holdOut } from './evaluation/hold-out.ts'
export { joinGroups, type SampleKeys } from './evaluation/join-groups.ts'
export { type Fold, type KFoldOptions, kFold } from './evaluation/k-fold.ts'
export { type MetricOverSeeds, overSeeds, type SeedResults } from './evaluation/over-seeds.ts'
export type { Scored } from './evaluation/selection.ts'
export { type ExportOptions, exportOnnx } from './export-onnx.ts'
export { describeFinetuning, type FinetuneOptions, finetune, finetuneOptions } from './finetune.ts'
export { type Float16Difference, type Float16Options, float16Difference } from './float16-difference.ts'
export { averageImputers } from './inference/average-imputers.ts'
export { chooseThresholds } from './inference/choose-thresholds.ts'
export { createEncoder, type Encoder, embed } from './inference/embed.ts'
export { createSetImputer, fillSetTokens, type SetImputer, type SetTokensToFill } from './inference/fill-set-tokens.ts'
export { createImputer, fillTokens, type Imputer } from './inference/fill-tokens.ts'
export { hasQuartiles } from './inference/has-quartiles.ts'
export { type ImputeOptions, impute } from './inference/impute.ts'
export { fillSampleQuantiles, type ImputeQuantilesOptions, imputeQuantiles } from './inference/impute-quantiles.ts'
export type { InferenceOptions, SharedInferenceOptions } from './inference/options.ts'
export {
  loadPipeline,
  type Pipeline,
  type PipelineOptions,
  type PipelineResults,
  type PipelineTask,
} from './inference/pipeline.ts'
export {
  type Classification,
  classify,
  classifyMultiLabel,
  createPredictor,
  type Predictor,
  predictOutputs,
} from './inference/predict.ts'
export { type MultiLabelClassification, withThresholds } from './inference/thresholds.ts'
export {
  type ClassificationMetrics,
  classificationMetrics,
  regressionMetrics,
} from './metrics.ts'
export { fittedModelOptions } from './model/fitted-model.ts'
export { modelFromCheckpoints, modelFromFiles, type ReadModelFile } from './model/from-files.ts'
export type { OtherTokenizer } from './model/match-tokenizer.ts'
export type { ModelPart } from './model/model-part.ts'
export { type RestoredModel, restoreTokenizer, restoreTokenizerSet } from './model/restore-tokenizer.ts'
export type { PredictionModel, PretrainedModel, RomaeModel } from './model/romae-model.ts'
export { modelToFiles } from './model/to-files.ts'
export type { TokenizerRecord } from './model/tokenizer-record.ts'
export { modelFromZip, modelToZip } from './model/zip.ts'
export {
  type LabelFigures,
  type MultiLabelFigures,
  type MultiLabelIntervals,
  type MultiLabelMetrics,
  multiLabelIntervals,
  multiLabelMetrics,
} from './multi-label-metrics.ts'
export type { Note } from './notes.ts'
export { describePretraining, pretrain } from './pretrain.ts'
export { type PretrainEvaluationOptions, type PretrainOptions, pretrainOptions } from './pretrain-options.ts'
export { fitLinearProbe, type LinearProbeOptions } from './probe/linear-probe.ts'
export { type NearestNeighboursOptions, nearestNeighbours } from './probe/nearest-neighbours.ts'
export type { Probe } from './probe/probe.ts'
export { type ClassRanking, type RankingMetrics, rankingMetrics } from './ranking-metrics.ts'
export type { Numbers, RegressionMetrics } from './regression-errors.ts'
export { runToEnd, type TrainingEvent, type TrainingRun } from './training/events.ts'
export { predictionHostInputs, pretrainingHostInputs } from './training/host-inputs.ts'
export type { PretrainMaskPattern } from './training/mask-patterns.ts'
export { type OptimizerOptions, optimizerOptions } from './training/optimizer-options.ts'
export { type TrainingOptions, trainingOptions } from './training/options.ts'
export { predictionInputs, predictionProgram, pretrainingInputs, pretrainingProgram } from './training/programs.ts'
export type { DataConfig, LossConfig, RunConfig, TrainingConfig } from './training/run-config.ts'
export type { BucketPlan, RunPlan } from './training/run-plan.ts'
export { learningRate, type Schedule } from './training/schedule.ts'
