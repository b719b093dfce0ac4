export { RomaeError } from '@romae/internal/errors'
export {
  type DynamicInputSpec,
  type DynamicOptions,
  recordDynamicOnnx,
  toDynamicOnnx,
} from './dynamic/to-dynamic-onnx.ts'
export type {
  Attributes,
  AttributeValue,
  ConstantData,
  DType,
  Graph,
  GraphNode,
  GraphOutput,
  ValueInfo,
} from './graph.ts'
export { knownKernels } from './kernels/table.ts'
export { type EmbeddedTensor, embedTensors } from './onnx/embed-tensors.ts'
export { hasExternalData } from './onnx/external-data.ts'
export { toFloat16 } from './onnx/float16.ts'
export { toOnnx } from './onnx/to-onnx.ts'
export { optimize, type PassName, passNames } from './passes/optimize.ts'
export { printGraph } from './print-graph.ts'
export { type RecomputeOptions, recomputeActivations } from './recompute/recompute-activations.ts'
export { type InputSpec, type RecordableFunction, record, recorderBackendName } from './recorder/record.ts'
export { deserializeGraph, serializeGraph } from './serialize-graph.ts'
export {
  SavedModelBuilder,
  type SavedModelOptions,
  type TensorFlowAttribute,
  type TensorFlowSignature,
  type TensorFlowValue,
} from './tensorflow/saved-model-builder.ts'
export { addGraph, savedModel, toSavedModel } from './tensorflow/to-saved-model.ts'
export { validateGraph } from './validate-graph.ts'
