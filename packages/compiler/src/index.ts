export { RomaeError } from '@romae/errors'
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
export { toOnnx } from './onnx/to-onnx.ts'
export { printGraph } from './print-graph.ts'
export { type InputSpec, type RecordableFunction, record, recorderBackendName } from './recorder/record.ts'
