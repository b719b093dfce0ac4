import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { readWorkspace } from '../workspace.ts'

/** A package that a published one needs. */
export interface Dependency {
  readonly name: string
  readonly version: string
  readonly license: string
  /** Of its own files, without what it needs itself. */
  readonly bytes: number
  /** Of ours, which need it: those of which it is an optional peer have a question mark. */
  readonly of: readonly string[]
}

interface DependencyManifest {
  readonly name: string
  readonly version: string
  readonly license?: string | { readonly type?: string }
  readonly licenses?: readonly { readonly type?: string }[]
}

/** All packages that published ones need at run time, as they are installed here, by name. */
export async function dependenciesOf(root: string): Promise<readonly Dependency[]> {
  const { packages } = await readWorkspace(root)
  const ours = new Set(packages.map(({ name }) => name))
  const found = new Map<string, { readonly folder: string; readonly of: string[] }>()
  for (const { name: own, directory, manifest, published } of packages) {
    if (!published) continue
    const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifest
    const isOptional = (name: string) =>
      (peerDependenciesMeta as Readonly<Record<string, { readonly optional?: boolean }>>)[name]?.optional === true
    for (const name of Object.keys({ ...dependencies, ...peerDependencies }).sort()) {
      if (ours.has(name)) continue
      const folder = realpathSync(path.join(root, directory, 'node_modules', name))
      const entry = found.get(name) ?? { folder, of: [] }
      entry.of.push(isOptional(name) ? `${own}?` : own)
      found.set(name, entry)
    }
  }
  return [...found]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, { folder, of }]) => {
      const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as DependencyManifest
      return { name, version: manifest.version, license: licenseOf(manifest), bytes: bytesOf(folder), of }
    })
}

/** Licences that a manifest only points to, by what the file says: SPDX names. */
const READ: Readonly<Record<string, string>> = { h5wasm: 'NIST-Software' }

function licenseOf({ name, license, licenses }: DependencyManifest): string {
  if (READ[name] !== undefined) return READ[name]
  if (typeof license === 'string') return license
  return license?.type ?? licenses?.map(({ type }) => type ?? 'not said').join(' or ') ?? 'not said'
}

/** Of all files in a folder, those of packages that lie in it left out. */
function bytesOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => {
    if (name === 'node_modules') return sum
    const place = path.join(folder, name)
    const entry = lstatSync(place)
    return sum + (entry.isDirectory() ? bytesOf(place) : entry.size)
  }, 0)
}
