export { RomaeError } from '@romae/internal/errors'
export { createRandom, type Random } from '@romae/internal/random'
export type { EncoderOptions } from './config/encoder.ts'
export type { ModalityConfig } from './config/modality.ts'
export { type SizeName, type SizePreset, sizePresets } from './config/presets.ts'
export {
  fromPyTorchConfig,
  type PyTorchConfig,
  stringifyPyTorchConfig,
  toPyTorchConfig,
} from './config/pytorch.ts'
export {
  type BackboneOptions,
  type PredictionOptions,
  type PretrainingOptions,
  predictionConfig,
  pretrainingConfig,
} from './config/resolve.ts'
export { fittedBases, rotatingAxes } from './config/rotation.ts'
export { savedConfig } from './config/saved.ts'
export { type ChannelEmbedding, encoderOptions } from './config/schema.ts'
export type { BackboneConfig, EncoderConfig, PredictionConfig, PretrainingConfig, RomaeConfig } from './config/types.ts'
export { type StepMemory, stepFlops, stepMemory } from './cost/step-cost.ts'
export { type BoundLikelihood, type Likelihood, likelihoodOf, likelihoodOptions } from './likelihoods/likelihood.ts'
export { tokenPoints } from './likelihoods/token-outputs.ts'
export { type BatchRows, type MaskOptions, maskedCount, sampleMask, singleMaskedCount } from './masking/mask.ts'
export type { MaskPattern } from './masking/patterns.ts'
export { type MaskedCounts, modelPositions, type SplitBatch, splitByMask } from './masking/split.ts'
export type { RepeatedToken, TokenRange } from './model/block.ts'
export {
  type ApplyDropout,
  type DropoutSite,
  predictionDropoutSites,
  pretrainingDropoutSites,
  type SequencePart,
} from './model/dropout.ts'
export { dropoutMask, type MaskedRows } from './model/dropout-mask.ts'
export {
  encode,
  type PredictionInputs,
  type PredictionLoss,
  predict,
  predictionLoss,
} from './model/prediction.ts'
export {
  encodeSet,
  type PredictionSetInputs,
  poolSet,
  predictSet,
} from './model/prediction-set.ts'
export {
  type PretrainingInputs,
  type PretrainingOutputs,
  pretrainingForward,
  pretrainingLoss,
  standardizeTokens,
} from './model/pretraining.ts'
export {
  type MaskedModality,
  type PretrainingSetInputs,
  type PretrainingSetLoss,
  pretrainingSetForward,
  pretrainingSetLoss,
} from './model/pretraining-set.ts'
export { rotaryOptions } from './model/rotary-options.ts'
export { runStack, type Sequence } from './model/stack.ts'
export type { StepSizes } from './model/step-sizes.ts'
export { attention } from './ops/attention.ts'
export { type BinaryCrossEntropyOptions, binaryCrossEntropy } from './ops/binary-cross-entropy.ts'
export { type CrossEntropyOptions, crossEntropy } from './ops/cross-entropy.ts'
export { linear } from './ops/linear.ts'
export { type RotaryOptions, type RotaryTables, rotaryEmbedding, rotaryTables, rotaryTimescales } from './ops/rotary.ts'
export { sinusoid } from './ops/sinusoid.ts'
export { initializePacked, initializeParameters } from './parameters/initialize.ts'
export { type PackedEntry, type PackedLayout, packedEntries, packedLayout } from './parameters/layout.ts'
export { packParameters, packTensors, type TensorMap, unpackParameters } from './parameters/pack.ts'
export {
  fromPyTorchState,
  type PyTorchState,
  type StateTensor,
  toPyTorchState,
} from './parameters/pytorch-state.ts'
export {
  type Initializer,
  type ParameterSpec,
  type Parameters,
  parameterCount,
  parameterSpecs,
} from './parameters/specs.ts'
export { parameterTensors } from './parameters/tensors.ts'
export { transferParameters } from './parameters/transfer.ts'
export { type ModalitySource, transferModalities } from './parameters/transfer-modalities.ts'
export { type PatchGrid, patchify, patchPositions, unpatchify } from './patches/patchify.ts'
