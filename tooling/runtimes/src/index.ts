export { fillRuntime } from './fill-runtime.ts'
export { onnxRuntimeNode, type Platform, platforms } from './pinned.ts'
