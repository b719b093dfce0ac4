import { execFile } from 'node:child_process'
import { copyFile, mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import type { WorkspacePackage } from './workspace.ts'

const run = promisify(execFile)

/** What a user has after `npm install` of tarballs into an empty folder. */
export interface PackedInstall {
  readonly folder: string
  /** Every package that is there, `name@version`, sorted. */
  readonly packages: readonly string[]
}

/**
 * Packs a package as it would be published; its `dist` has to be built. Where `ROMAE_PACKED` names a folder, as in `.ci/run`, it is
 * packed there once for all checks. Returns the tarball's path.
 */
export async function packPackage(root: string, owner: WorkspacePackage, destination: string): Promise<string> {
  const packed = process.env.ROMAE_PACKED
  if (packed === undefined) return packAnew(root, owner, destination)
  const place = path.join(packed, owner.directory)
  const [found] = await readdir(place).catch(() => [])
  if (found !== undefined) return path.join(place, found)
  const tarball = await packAnew(root, owner, destination)
  const kept = path.join(place, path.basename(tarball))
  await mkdir(place, { recursive: true })
  // Not written in place: another check may look at the same time.
  await copyFile(tarball, `${packed}/${process.pid}.tgz`)
  await rename(`${packed}/${process.pid}.tgz`, kept)
  return kept
}

/** The same, whatever was packed before. */
export async function packAnew(root: string, owner: WorkspacePackage, destination: string): Promise<string> {
  const parameters = ['pack', '--json', '--pack-destination', destination]
  const { stdout } = await run('pnpm', parameters, { cwd: path.join(root, owner.directory) })
  // What a script says that runs before comes first.
  return (JSON.parse(stdout.slice(stdout.search(/^\{/m))) as { filename: string }).filename
}

/** `npm install` of tarballs alone, without install scripts, from npm's cache where that has what is needed. */
export async function installPacked(folder: string, tarballs: readonly string[]): Promise<PackedInstall> {
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, 'package.json'), '{ "name": "user", "private": true, "type": "module" }\n')
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline']
  await run('npm', ['install', ...quiet, ...tarballs], { cwd: folder })
  const { stdout } = await run('npm', ['ls', '--all', '--json'], { cwd: folder })
  return { folder, packages: [...new Set(installed(JSON.parse(stdout)))].sort() }
}

interface Listed {
  readonly version?: string
  readonly dependencies?: Readonly<Record<string, Listed>>
}

function installed({ dependencies = {} }: Listed): string[] {
  return Object.entries(dependencies).flatMap(([name, entry]) => {
    // An optional peer that is not installed is listed without a version.
    const own = entry.version === undefined ? [] : [`${name}@${entry.version}`]
    return [...own, ...installed(entry)]
  })
}

/** The environment of a user's process: pnpm's NODE_PATH would let it import whatever the repository has. */
export function userEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, NODE_OPTIONS: '', NODE_PATH: '' }
}

/** Runs a module in the user's folder. @throws what it throws, with its output */
export async function runInstalled({ folder }: PackedInstall, source: string): Promise<void> {
  await writeFile(path.join(folder, 'main.mjs'), source)
  await run(process.execPath, ['main.mjs'], { cwd: folder, env: userEnvironment() })
}
