import { readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { getPackages } from '@manypkg/get-packages'

/** The folder that holds the whole repository. */
export const repositoryRoot = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[/\\]$/, '')

/** The part of package.json that the checks read. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly type?: string
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  /** Names beginning with `#` that mean different modules under different conditions. */
  readonly imports?: Readonly<Record<string, ConditionalTarget>>
  readonly files?: readonly string[]
  readonly scripts?: Readonly<Record<string, string>>
  readonly engines?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

type ConditionalTarget = string | { readonly [condition: string]: ConditionalTarget }

export interface WorkspacePackage {
  readonly name: string
  /** Relative to the root, with forward slashes: `packages/core`. */
  readonly directory: string
  readonly manifest: Manifest
  /** Goes to the registry, with the version of all. */
  readonly published: boolean
  /** Is one of `runtimes/`, which go to the registry with ONNX Runtime's version. */
  readonly runtime: boolean
}

export interface Workspace {
  readonly root: string
  readonly rootManifest: Manifest
  readonly packages: readonly WorkspacePackage[]
}

/** All packages that pnpm-workspace.yaml names, sorted by folder. */
export async function readWorkspace(root: string): Promise<Workspace> {
  const { rootPackage, packages } = await getPackages(root)
  return {
    root,
    rootManifest: rootPackage?.packageJson as Manifest,
    packages: packages
      .map(({ packageJson, relativeDir }) => ({
        name: packageJson.name,
        directory: relativeDir.split(path.sep).join('/'),
        manifest: packageJson as Manifest,
        published: packageJson.private !== true && !isRuntime(relativeDir),
        runtime: isRuntime(relativeDir),
      }))
      .sort((a, b) => a.directory.localeCompare(b.directory)),
  }
}

function isRuntime(directory: string): boolean {
  return directory.split(path.sep)[0] === 'runtimes'
}

/**
 * The modules that `#name` may stand for, by package.json's `imports`: under any condition but `types`, which nobody
 * loads. None for a name that is not there.
 */
export function internalTargets({ imports = {} }: Manifest, name: string): string[] {
  const targets = (target: ConditionalTarget): string[] =>
    typeof target === 'string'
      ? [target]
      : Object.entries(target).flatMap(([condition, inner]) => (condition === 'types' ? [] : targets(inner)))
  const target = imports[name]
  return target === undefined ? [] : targets(target)
}

const notOurs = new Set(['node_modules', 'dist', 'fixtures', 'runs', 'coverage', '.turbo'])

/** Every script file below a folder, relative to it, sorted: no dependencies, build outputs or fixtures. */
export function scriptFiles(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => a.name.localeCompare(b.name))
  return entries.flatMap((entry) => {
    if (notOurs.has(entry.name)) return []
    if (entry.isDirectory()) return scriptFiles(path.join(folder, entry.name)).map((file) => `${entry.name}/${file}`)
    return /\.[cm]?[jt]sx?$/.test(entry.name) ? [entry.name] : []
  })
}

/** Whether a package's name is one of this repository's. */
export function isOurs(name: string): boolean {
  return name === 'romae' || name.startsWith('@romae/')
}
