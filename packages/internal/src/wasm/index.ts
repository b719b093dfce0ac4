export { instantiate } from './instantiate.ts'
export { asDoubles, asIntegers, type KernelExports, type Room, roomFor, type TakeRoom } from './room.ts'
export { type WasmMemory, webAssembly } from './web-assembly.ts'
