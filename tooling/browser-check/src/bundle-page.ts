import { build, defaultClientConditions, type Rolldown } from 'vite'

/** What a bundle for browsers holds. */
export interface PageBundle {
  /** Characters of all scripts. */
  readonly size: number
  /** What only Node can run: the Node engine, and Node's own modules imported by the packages of this repository. */
  readonly nodeCode: readonly string[]
}

/**
 * Bundles a page into a folder, as an app's author would with Vite.
 *
 * @param page the folder of its index.html
 */
export async function bundlePage(page: string, folder: string): Promise<PageBundle> {
  const result = await build({
    root: page,
    // The page may be served from any folder.
    base: './',
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['@romae/source', ...defaultClientConditions] },
    build: { outDir: folder, emptyOutDir: true, target: 'es2022' },
  })
  const chunks = (result as Rolldown.RolldownOutput).output.filter((file) => file.type === 'chunk')
  return {
    size: chunks.reduce((size, chunk) => size + chunk.code.length, 0),
    nodeCode: chunks.flatMap(nodeCodeOf),
  }
}

/** The Node code in one script of a bundle. */
export function nodeCodeOf({
  fileName,
  code,
  moduleIds,
}: Pick<Rolldown.OutputChunk, 'fileName' | 'code' | 'moduleIds'>): string[] {
  const nodeEngine = moduleIds.filter((id) => id.includes('/node_modules/onnxruntime-node/'))
  // onnxruntime-web looks for Node in its own code, so a script that is all its own may name Node's modules.
  if (moduleIds.every((id) => id.includes('/node_modules/onnxruntime-web/'))) return nodeEngine
  const builtins = [...code.matchAll(/["'`](node:[\w/]+)["'`]/g)].map(([, builtin]) => `${builtin} in ${fileName}`)
  return [...nodeEngine, ...builtins]
}
