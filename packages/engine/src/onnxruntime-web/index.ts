export { type OnnxRuntimeWebOptions, onnxruntimeWeb } from './provider.ts'
