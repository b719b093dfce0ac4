export type { TensorInfo } from './header.ts'
export { type LazySafetensorsFile, openSafetensors } from './open.ts'
export { writeSafetensors } from './write.ts'
