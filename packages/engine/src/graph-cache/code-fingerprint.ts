import { createHash, type Hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const CODE_FILE = /(?<!\.test)\.[cm]?[jt]sx?$/

/**
 * A hash of all code that modules may run: that of their packages and of every package that those depend on. A package
 * within `node_modules` counts by name and version, which a registry never gives to other code; any other may be in the
 * middle of being edited, and counts by the contents of its code files.
 *
 * @param modules `import.meta.url` of each.
 * @param loadedAt Milliseconds since 1970 when the process may have begun to load code.
 * @returns Undefined where the hash could miss something: a module is in no package, a dependency is not found (it may
 *   be bundled, or be resolved by another rule than `node_modules`), or a file changed after the process started, so that
 *   the code that runs may not be the code on disk.
 */
export function codeFingerprint(modules: readonly string[], loadedAt = performance.timeOrigin): string | undefined {
  try {
    return hashPackages(modules, loadedAt)
  } catch {
    // What cannot be read may hide a change.
    return undefined
  }
}

function hashPackages(modules: readonly string[], loadedAt: number): string | undefined {
  const hash = createHash('sha256')
  const packages = new Set(modules.map((module) => packageOf(dirname(fileURLToPath(module)))))
  // A set is gone through in the order in which it grows, to its end.
  for (const folder of packages) {
    if (folder === undefined) return undefined
    const text = readFileSync(join(folder, 'package.json'), 'utf8')
    const manifest: Manifest = JSON.parse(text)
    hash.update(isInstalled(folder) ? `${manifest.name}@${manifest.version}\n` : text)
    if (!isInstalled(folder) && !hashCode(folder, '', hash, loadedAt)) return undefined
    const dependencies = dependenciesOf(folder, manifest)
    if (dependencies === undefined) return undefined
    for (const dependency of dependencies) packages.add(dependency)
  }
  return hash.digest('hex')
}

interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
}

/** The nearest folder, upwards, that has a package.json. */
function packageOf(folder: string): string | undefined {
  if (existsSync(join(folder, 'package.json'))) return realpathSync(folder)
  const parent = dirname(folder)
  return parent === folder ? undefined : packageOf(parent)
}

function isInstalled(folder: string): boolean {
  return folder.includes(`${sep}node_modules${sep}`)
}

/** Folders of the packages that one depends on; undefined if one that must be there is not found. */
function dependenciesOf(folder: string, manifest: Manifest): string[] | undefined {
  const found: string[] = []
  const optional = (name: string) =>
    manifest.optionalDependencies?.[name] !== undefined || manifest.peerDependenciesMeta?.[name]?.optional === true
  const required = { ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies }
  for (const name of Object.keys(required).sort()) {
    const dependency = findPackage(folder, name)
    if (dependency !== undefined) found.push(dependency)
    else if (!optional(name)) return undefined
  }
  if (isInstalled(folder)) return found
  // Of the packages that one is developed with, those being edited beside it may be built into it.
  for (const name of Object.keys(manifest.devDependencies ?? {}).sort()) {
    const dependency = findPackage(folder, name)
    if (dependency !== undefined && !isInstalled(dependency)) found.push(dependency)
  }
  return found
}

/** Where Node finds a package from a folder. */
function findPackage(folder: string, name: string): string | undefined {
  const candidate = join(folder, 'node_modules', name)
  if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate)
  const parent = dirname(folder)
  return parent === folder ? undefined : findPackage(parent, name)
}

/** Hashes the code files below a folder of a package. @returns False if one changed after `loadedAt`. */
function hashCode(root: string, folder: string, hash: Hash, loadedAt: number): boolean {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) {
      if (!hashCode(root, path, hash, loadedAt)) return false
    } else if (CODE_FILE.test(entry.name)) {
      // Not the time of modification, which copying tools set back.
      if (statSync(join(root, path)).ctimeMs > loadedAt) return false
      const code = readFileSync(join(root, path))
      hash.update(`${path} ${code.length}\n`).update(code)
    }
  }
  return true
}
