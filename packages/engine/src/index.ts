export type { Communicator } from '@romae/internal/communication'
export { RomaeError } from '@romae/internal/errors'
export { fastestForTraining } from './calibration/fastest-for-training.ts'
export { inProcessCommunicators } from './communication/in-process.ts'
export type { CompileEvent } from './compile-event.ts'
export { createEngine, type EngineOptions } from './create-engine.ts'
export type {
  CompiledProgram,
  Engine,
  EngineInfo,
  EngineName,
  FreezeOptions,
  FrozenProgram,
  GradientProgram,
  GradientResult,
  OpenInput,
  Program,
  ProgramIdentity,
  SessionOptions,
  StepResult,
  TensorMap,
  TrainingSession,
  TrainingState,
  WeightedInputs,
} from './engine.ts'
export type { HostTensor, HostTensors } from './host-tensor.ts'
export type { FlatLayout, FlatLayoutEntry } from './layout.ts'
export type { AdamWOptions, Optimizer, SgdOptions } from './optimizer/optimizer.ts'
export type { UpdateFactors } from './optimizer/ranges.ts'
export { splitRows } from './program/split-rows.ts'
export type { EngineProvider, ProviderContext } from './provider.ts'
export { providerByName } from './provider-by-name.ts'
