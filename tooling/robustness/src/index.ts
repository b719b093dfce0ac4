export { type DiskResult, diskFull } from './disk/disk-full.ts'
export { type FuzzResult, fuzz } from './fuzz/fuzz.ts'
export { type InteropResult, interop } from './interop/interop.ts'
export { findPython } from './interop/python.ts'
