import { build, defaultClientConditions, type Rolldown } from 'vite'
import { NodeImports } from './node-imports.ts'

/** What a bundle for browsers holds. */
export interface PageBundle {
  /** Characters of all scripts. */
  readonly size: number
  /** What only Node can run: the Node engine, and imports of Node's own modules. */
  readonly nodeCode: readonly string[]
}

/**
 * Bundles a page into a folder, as an app's author would with Vite.
 *
 * @param page the folder of its index.html
 */
export async function bundlePage(page: string, folder: string): Promise<PageBundle> {
  const nodeImports = new NodeImports()
  const result = await build({
    root: page,
    // The page may be served from any folder.
    base: './',
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['@romae/source', ...defaultClientConditions] },
    plugins: [nodeImports.plugin],
    build: { outDir: folder, emptyOutDir: true, target: 'es2022' },
  })
  const chunks = (result as Rolldown.RolldownOutput).output.filter((file) => file.type === 'chunk')
  return {
    size: chunks.reduce((size, chunk) => size + chunk.code.length, 0),
    nodeCode: chunks.flatMap((chunk) => [...nodeEngineIn(chunk), ...nodeImports.of(chunk)]),
  }
}

/** The Node engine's files in one script of a bundle. */
function nodeEngineIn({ moduleIds }: Rolldown.OutputChunk): string[] {
  return moduleIds.filter((id) => id.includes('/node_modules/onnxruntime-node/'))
}
