import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type OutputChunk, type Plugin, rolldown } from 'rolldown'

const bundles = new Map<string, Promise<string>>()

/**
 * Makes one file of a TypeScript program and all that it imports of this repository, for tests that start it in a process of its
 * own: through tsx, its hundreds of files would take a second or two to load, each time. The packages that it uses, and the
 * files that it finds from its own place, are found as from its sources.
 *
 * @returns a file that Node runs, in `node_modules/.cache` of the program's package
 */
export function bundleScript(script: URL): Promise<string> {
  const file = fileURLToPath(script)
  let bundle = bundles.get(file)
  if (bundle === undefined) {
    bundle = writeBundle(file)
    bundles.set(file, bundle)
  }
  return bundle
}

async function writeBundle(file: string): Promise<string> {
  const bundle = await rolldown({
    input: file,
    platform: 'node',
    resolve: { conditionNames: ['@romae/source', 'node', 'import', 'default'], mainFields: ['main'] },
    plugins: [asFromSources],
    checks: { circularDependency: false, ineffectiveDynamicImport: false },
  })
  const { output } = await bundle.generate({
    format: 'esm',
    entryFileNames: '[name]-[hash].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  })
  await bundle.close()
  const folder = path.join(packageFolder(file), 'node_modules/.cache/bundled-scripts')
  await mkdir(folder, { recursive: true })
  const chunks = output.filter((one): one is OutputChunk => one.type === 'chunk')
  await Promise.all(chunks.map(({ fileName, code }) => place(path.join(folder, fileName), code)))
  return path.join(folder, chunks.find(({ isEntry }) => isEntry)!.fileName)
}

/** Other processes may write the same, or read it. */
async function place(file: string, code: string): Promise<void> {
  const own = `${file}.${process.pid}`
  await writeFile(own, code)
  await rename(own, file)
}

const ownPackage = /^(@romae\/|romae($|\/))/

const asFromSources: Plugin = {
  name: 'as from sources',
  async resolveId(id, importer, options) {
    if (importer === undefined || /^(\.|\/|#|node:)/.test(id) || ownPackage.test(id)) return null
    const found = await this.resolve(id, importer, { ...options, skipSelf: true })
    if (found === null || found.external) return found
    return { id: pathToFileURL(found.id).href, external: true }
  },
  transform(code, id) {
    if (!code.includes('import.meta.url')) return null
    return `const urlOfSource = ${JSON.stringify(pathToFileURL(id).href)};${code.replaceAll('import.meta.url', 'urlOfSource')}`
  },
}

function packageFolder(file: string): string {
  const folder = path.dirname(file)
  return path.basename(folder) === 'src' ? path.dirname(folder) : packageFolder(folder)
}
