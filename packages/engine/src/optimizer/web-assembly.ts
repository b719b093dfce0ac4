/** Memory that WebAssembly and typed arrays share. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer
}

/** The part of the WebAssembly API used here: TypeScript declares it only together with the whole DOM. */
interface WebAssemblyApi {
  readonly Memory: new (descriptor: { initial: number; maximum: number }) => WasmMemory
  readonly Module: new (bytes: Uint8Array) => WasmModule
  readonly Instance: new (module: WasmModule, imports: { engine: { memory: WasmMemory } }) => { exports: unknown }
}

/** A compiled module. */
export type WasmModule = object

export const { Memory, Module, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly
