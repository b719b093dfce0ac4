import { isBuiltin } from 'node:module'
import type { Plugin, Rolldown } from 'vite'

/**
 * Leaves imports of Node's modules in the bundle, where a bundler for browsers fails or puts an empty module in their place, and
 * knows from where they come.
 */
export class NodeImports {
  readonly #importers = new Map<string, Set<string>>()

  readonly plugin: Plugin = {
    name: 'node-imports',
    enforce: 'pre',
    resolveId: (source, importer) => {
      if (!isBuiltin(source)) return null
      // ONNX Runtime looks for Node in its own code, and asks for nothing of it in a browser.
      if (importer?.includes('/node_modules/onnxruntime-web/')) return null
      // So does PFFFT.
      if (importer?.includes('/node_modules/@echogarden/pffft-wasm/')) return null
      const importers = this.#importers.get(source) ?? new Set()
      this.#importers.set(source, importers.add(importer ?? 'the entry'))
      return { id: source, external: true }
    },
  }

  /** What a chunk imports of Node, at once or lazily: one line each. Code that the bundler has left out imports nothing. */
  of({ imports, dynamicImports, moduleIds }: Rolldown.OutputChunk): string[] {
    return [...imports, ...dynamicImports]
      .filter((name) => isBuiltin(name))
      .map((name) => {
        const from = [...(this.#importers.get(name) ?? [])].filter((importer) => moduleIds.includes(importer))
        return `${name}, of ${from.map((file) => file.replace(/^.*\/(?=packages\/|node_modules\/)/, '')).join(', ')}`
      })
  }
}
