export { visible } from '@romae/internal/errors'
export { linearInterpolation, type Observations } from '@romae/timeseries/baselines'
export type { OptionDeclaration, OptionSchema } from '@romae/tokenizer/modality'
export { type MeasuredPlace, type Measuring, measurePlaces } from './anomaly/measure-places.ts'
export { romaeProgram } from './cli/program.ts'
export { forecastCommand } from './commands/forecast.ts'
export { imputeCommand } from './commands/impute.ts'
export { modalityCommands } from './commands/modality-commands.ts'
export { type MapChoice, mapSection } from './embed/map-report.ts'
export { errors as appErrors } from './errors.ts'
export { type Beginning, fittingBeginning } from './forecast/beginning.ts'
export { type Forecaster, forecastByModels } from './forecast/model-forecasts.ts'
export { type AskedTraining, type ForecastTrainingSet, forecastTrainingSet } from './forecast/training-set.ts'
export { meanOf } from './impute/mean-of.ts'
export { withSimulated } from './impute/simulated.ts'
export { inputPath, STANDARD_INPUT } from './input.ts'
export { evaluateSet, figuresOf } from './modality/evaluate-set.ts'
export type {
  DataOption,
  HostModality,
  ReconstructionContext,
  SampleKeys,
  SampleSet,
} from './modality/host-modality.ts'
export { hostModality } from './modality/make-host-modality.ts'
export { reconstruct, reconstructionNotes } from './modality/reconstruct.ts'
export { addSettingsHelp } from './modality/resolve-experiment.ts'
export { savedSections, savedWindow } from './modality/saved-settings.ts'
export { holdOut } from './modality/split.ts'
export { findTrained, loadTrained, ofModality, type TrainedModel } from './modality/trained-model.ts'
export { readText } from './read-text.ts'
export { confusionSection } from './report/confusion-section.ts'
export { evaluationSections } from './report/evaluation-sections.ts'
export { pictureFigure } from './report/picture-figure.ts'
export { runFacts, trainingTime } from './report/run-facts.ts'
export { type StageReport, stageReport } from './report/stage-report.ts'
export { inTurn } from './run/claims.ts'
export { describePlan } from './run/describe-plan.ts'
export { addEngineOptions, type EngineChoice } from './run/engine-options.ts'
export { escapeFormulasOption } from './run/escape-formulas.ts'
export { openRuns } from './run/open-runs.ts'
export { ownFolder } from './run/own-folder.ts'
export {
  addResultsOption,
  addRunOptions,
  count,
  fraction,
  positive,
  type RunOptions,
  wholeNumber,
} from './run/run-options.ts'
export { runStage, type Stage } from './run/run-stage.ts'
export type { SeedRun } from './run/seeds.ts'
export { formatSpread, type Spread, spreadOf } from './run/seeds.ts'
export { nameOf, type Session, withSession } from './run/session.ts'
export { folders } from './run/stage-state.ts'
export { type SeedResult, summarize } from './run/summarize.ts'
export { describeTwoStages, runTwoStages, stageFolders, type TwoStages } from './run/two-stages.ts'
export { untrainedModel } from './run/untrained-model.ts'
export { fitTokenizer, printWarnings } from './samples/fit-tokenizer.ts'
export { holdOrRead, type ListedSamples } from './samples/hold-or-read.ts'
export { addMemoryOption, heldSize, memoryBudget } from './samples/memory-budget.ts'
export { heldSamples, type SampleList } from './samples/sample-list.ts'
export { augmentedSamples, changedSamples, trainerSamples } from './samples/trainer-samples.ts'
export { applySettings } from './settings/apply-settings.ts'
export {
  choice,
  flag,
  integer,
  listOf,
  number,
  optional,
  positiveUpTo,
  stackSize,
  text,
  texts,
  within,
} from './settings/declare.ts'
export {
  type DropoutSettings,
  type Experiment,
  experimentSchema,
  type ModelSettings,
  type PresetName,
  presetNames,
  type TrainingSettings,
  trainingSchema,
} from './settings/experiment.ts'
export { type IdleSettings, requireEffect } from './settings/require-effect.ts'
export type { Settings } from './settings/settings.ts'
export { finetuningOptions, pretrainingOptions, trainingOptions } from './settings/to-options.ts'
export { requireLabels } from './splits/labelled.ts'
export { formatAmount } from './terminal/format-amount.ts'
export { formatDuration } from './terminal/format-duration.ts'
export { print, tell } from './terminal/print.ts'
export { type ProgressLine, progressLine } from './terminal/progress-line.ts'
export { runProgram } from './terminal/run-program.ts'
export { tellNote } from './terminal/tell-note.ts'
export { tellOnce } from './terminal/tell-once.ts'
export { userPath, writeFile, writeJson } from './write-file.ts'
