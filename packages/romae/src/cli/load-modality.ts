import { existsSync } from 'node:fs'
import { dirname, extname, isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseJson } from '@romae/internal/json'
import { createJiti } from 'jiti'
import { errors } from '../errors.ts'
import type { HostModality } from '../modality/host-modality.ts'
import { hostModality } from '../modality/make-host-modality.ts'
import { readText } from '../read-text.ts'
import { builtIn } from './built-in.ts'

/**
 * A modality by what the user says: a name of ours, a file (`./mine.ts`), or a package of the user's project.
 *
 * @throws RomaeError `APP_NO_MODALITY`, `TOKENIZER_MODALITY`, `TOKENIZER_MODALITY_VERSION`
 */
export async function loadModality(given: string): Promise<HostModality<unknown>> {
  if (Object.hasOwn(builtIn, given)) return hostModality(await builtIn[given]!(), given)
  const loaded = isFile(given) ? await importFile(resolve(given)) : await importPackage(given)
  return hostModality(pluginOf(loaded, given), given)
}

/**
 * The modality of a package that a model names. Models come from strangers, so that nothing is imported that the user's project does
 * not already depend on.
 *
 * @throws RomaeError `APP_MODALITY_NOT_IN_PROJECT`, and what {@link loadModality} throws
 */
export async function loadModalityOfModel(name: string): Promise<HostModality<unknown>> {
  const project = await nearestManifest(process.cwd())
  if (!project.dependsOn(name)) throw errors.APP_MODALITY_NOT_IN_PROJECT({ name, project: project.path })
  return loadModality(name)
}

/** Whether `--modality` names a file, and not one of ours or a package. */
export function isFile(given: string): boolean {
  return (
    isAbsolute(given) || /^\.{1,2}[\\/]/.test(given) || ['.ts', '.mts', '.js', '.mjs', '.cjs'].includes(extname(given))
  )
}

/** Own copies of what a plugin's file imports, where its project has none: the file may lie anywhere. */
const ownPackages = [
  '@romae/tokenizer/modality',
  '@romae/tokenizer',
  '@romae/timeseries',
  '@romae/image',
  '@romae/audio',
]

async function importFile(path: string): Promise<unknown> {
  if (!existsSync(path)) throw errors.APP_NO_MODALITY({ given: path, reason: 'there is no such file' })
  const jiti = createJiti(path)
  const missing = ownPackages.filter((name) => jiti.esmResolve(name, { try: true }) === undefined)
  const alias = Object.fromEntries(missing.map((name) => [name, fileURLToPath(import.meta.resolve(name))]))
  try {
    return await createJiti(path, { alias, interopDefault: false }).import(path)
  } catch (cause) {
    throw failedImport(path, cause)
  }
}

/** A package of the user's project, by its entry `./modality`, else by its main one. */
async function importPackage(name: string): Promise<unknown> {
  const jiti = createJiti(join(process.cwd(), 'romae.js'))
  const found = [`${name}/modality`, name].map((entry) => jiti.esmResolve(entry, { try: true }))
  const address = found.find((one) => one !== undefined)
  if (address === undefined) {
    const known = Object.keys(builtIn).join(', ')
    const reason = `it is none of ${known}, no file (./mine.ts), and no package that is installed here: npm install ${name}`
    throw errors.APP_NO_MODALITY({ given: name, reason })
  }
  try {
    return await import(address.startsWith('file:') ? address : pathToFileURL(address).href)
  } catch (cause) {
    throw failedImport(name, cause)
  }
}

/** The default export, or the one export that is a modality. */
function pluginOf(loaded: unknown, given: string): object {
  const exported = (loaded ?? {}) as Readonly<Record<string, unknown>>
  const isPlugin = (value: unknown): value is object =>
    typeof value === 'object' && value !== null && 'specVersion' in value && 'read' in value
  const plugins = [exported.default, ...Object.values(exported)].filter(isPlugin)
  if (plugins[0] !== undefined) return plugins[0]
  const names = Object.keys(exported).join(', ') || 'nothing'
  throw errors.APP_NO_MODALITY({ given, reason: `it exports no modality (made by defineModality), but ${names}` })
}

function failedImport(given: string, cause: unknown) {
  return errors.APP_NO_MODALITY({ given, reason: cause instanceof Error ? cause.message : String(cause) }, cause)
}

/** The package.json that decides what a folder's code may import. */
async function nearestManifest(folder: string): Promise<{ path: string | null; dependsOn(name: string): boolean }> {
  const path = join(folder, 'package.json')
  if (existsSync(path)) {
    const manifest = parseJson(await readText(path)) as Readonly<Record<string, unknown>>
    const fields = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']
    return { path, dependsOn: (name) => fields.some((field) => Object.hasOwn((manifest[field] as object) ?? {}, name)) }
  }
  const parent = dirname(folder)
  return parent === folder ? { path: null, dependsOn: () => false } : nearestManifest(parent)
}
