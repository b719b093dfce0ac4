export { visible } from '@romae/internal/errors'
export type { Outcome, Trial, TrialPlace, Variant } from './benchmark/benchmark.ts'
export { type BenchmarkCommand, benchmarkCommand, type PresetOptions } from './benchmark/benchmark-command.ts'
export type { Method } from './benchmark/method.ts'
export type { Splits } from './benchmark/method-stages.ts'
export { type MethodsText, methodVariants } from './benchmark/method-variants.ts'
export { finetuningTrial, pretrainingTrial } from './benchmark/stage-trial.ts'
export { twoStageTrial } from './benchmark/two-stage-trial.ts'
export { modalityCommands } from './commands/modality-commands.ts'
export { errors as appErrors } from './errors.ts'
export { inputPath, STANDARD_INPUT, tableSource } from './input.ts'
export { linearInterpolation, type Observations } from './linear-interpolation.ts'
export type {
  DataOption,
  Modality,
  ReconstructionContext,
  SampleKeys,
  SampleSet,
  SampleUse,
} from './modality/modality.ts'
export { reconstruct, reconstructionNotes } from './modality/reconstruct.ts'
export { addSettingsHelp } from './modality/resolve-experiment.ts'
export { savedSections, savedWindow } from './modality/saved-settings.ts'
export { findTrained, loadTrained, ofModality, type TrainedModel } from './modality/trained-model.ts'
export { confusionSection } from './report/confusion-section.ts'
export { runFacts, trainingTime } from './report/run-facts.ts'
export { describeMachine } from './results/machine.ts'
export { type Measured, type ResultRow, resultRow } from './results/result-row.ts'
export { type ResultsText, resultsTable } from './results/results-page.ts'
export { requireResults, saveResults } from './results/save-results.ts'
export { describePlan } from './run/describe-plan.ts'
export { addEngineOptions, type EngineChoice } from './run/engine-options.ts'
export { openRuns } from './run/open-runs.ts'
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
export { nameOf, type Session, withSession } from './run/session.ts'
export { folders } from './run/stage-state.ts'
export { type SeedResult, summarize } from './run/summarize.ts'
export { describeTwoStages, type TwoStages } from './run/two-stages.ts'
export { bytesChecksum, fileChecksum } from './samples/file-checksum.ts'
export { printWarnings } from './samples/fit-tokenizer.ts'
export { holdOrRead, type ListedSamples } from './samples/hold-or-read.ts'
export { addMemoryOption, heldSize, type MemoryBudget, memoryBudget } from './samples/memory-budget.ts'
export { allSamples, heldSamples, type SampleList, samplesInOrder } from './samples/sample-list.ts'
export { changedSamples } from './samples/trainer-samples.ts'
export { UnreadFiles } from './samples/unread-files.ts'
export { applySettings } from './settings/apply-settings.ts'
export {
  type DropoutSettings,
  type Experiment,
  experimentKinds,
  type ModelSettings,
  type PresetName,
  presetNames,
  type TrainingSettings,
  trainingKinds,
} from './settings/experiment.ts'
export type { Kind, Kinds, Settings } from './settings/kinds.ts'
export { integer, Limited, listOf, optional, positiveUpTo, texts, within } from './settings/limited.ts'
export { type IdleSettings, requireEffect } from './settings/require-effect.ts'
export { finetuningOptions, pretrainingOptions, trainingOptions } from './settings/to-options.ts'
export { formatAmount } from './terminal/format-amount.ts'
export { formatDuration } from './terminal/format-duration.ts'
export { print, tell } from './terminal/print.ts'
export { type ProgressLine, progressLine } from './terminal/progress-line.ts'
export { runProgram } from './terminal/run-program.ts'
export { tellNote } from './terminal/tell-note.ts'
export { tellOnce } from './terminal/tell-once.ts'
export { escapeFormulasOption } from './to-csv.ts'
export { userPath, writeFile, writeJson } from './write-file.ts'
