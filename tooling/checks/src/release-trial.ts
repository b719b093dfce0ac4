import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { WorkspacePackage } from './workspace.ts'

/** The versions that a release would give to the packages, by name. */
export type Versions = ReadonlyMap<string, string>

/**
 * Runs `changeset version` on a copy of the manifests, outside the repository.
 *
 * @param planted the changesets to release, by file name; absent: the ones that are waiting in `.changeset`
 */
export function releaseTrial(
  root: string,
  packages: readonly WorkspacePackage[],
  planted?: Readonly<Record<string, string>>,
): Versions {
  const copy = mkdtempSync(path.join(tmpdir(), 'romae-release-'))
  try {
    for (const file of ['package.json', 'pnpm-workspace.yaml', '.changeset', ...packages.map(manifestPath)]) {
      cpSync(path.join(root, file), path.join(copy, file), { recursive: true })
    }
    const folder = path.join(copy, '.changeset')
    const config = JSON.parse(readFileSync(path.join(folder, 'config.json'), 'utf8'))
    // The changelog would ask git for commits, which the copy does not have.
    writeFileSync(path.join(folder, 'config.json'), JSON.stringify({ ...config, changelog: false }))
    if (planted) {
      for (const file of readdirSync(folder)) if (file.endsWith('.md')) rmSync(path.join(folder, file))
      for (const [file, text] of Object.entries(planted)) writeFileSync(path.join(folder, file), text)
    }
    const command = path.join(root, 'node_modules/@changesets/cli/bin.js')
    const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'version'], {
      cwd: copy,
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(`changeset version failed:\n${stdout}${stderr}`)
    return new Map(packages.map((owner) => [owner.name, versionIn(path.join(copy, manifestPath(owner)))]))
  } finally {
    rmSync(copy, { recursive: true })
  }
}

function manifestPath(owner: WorkspacePackage): string {
  return `${owner.directory}/package.json`
}

function versionIn(manifest: string): string {
  return JSON.parse(readFileSync(manifest, 'utf8')).version
}
