export { type OnnxRuntimeNodeOptions, onnxruntimeNode } from './provider.ts'
