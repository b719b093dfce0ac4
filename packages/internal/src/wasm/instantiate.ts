import { webAssembly } from './web-assembly.ts'

/**
 * The exports of a module that imports nothing; null when there is no WebAssembly with what the module uses, or a page's
 * policy forbids it.
 *
 * @param wasm the module, as base64
 */
export function instantiate<Exports>(wasm: string): Exports | null {
  if (webAssembly === undefined) return null
  try {
    const module = new webAssembly.Module(Uint8Array.from(atob(wasm), (character) => character.charCodeAt(0)))
    return new webAssembly.Instance(module).exports as Exports
  } catch {
    return null
  }
}
