export { type TensorFlowOptions, tensorflow } from './provider.ts'
