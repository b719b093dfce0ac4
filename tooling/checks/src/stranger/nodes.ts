import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A version of Node, and what finds its programs. */
export interface NodeVersion {
  readonly version: string
  /** What comes first in PATH; empty for the one that runs this. */
  readonly bin: string
}

/** Versions whose binaries the registry has. */
const others = ['22.23.5', '24.22.3']

/** The Node that runs this, and the other supported versions, installed from the registry, unless `ROMAE_NODES=here`. */
export async function nodesToTry(folder: string): Promise<readonly NodeVersion[]> {
  const here = { version: process.version, bin: '' }
  if (process.env.ROMAE_NODES === 'here') return [here]
  const name = `node-${process.platform.replace('win32', 'win')}-${process.arch}`
  const installed: NodeVersion[] = []
  for (const version of others) {
    const prefix = path.join(folder, version)
    await mkdir(prefix, { recursive: true })
    await run('npm', ['install', '--prefix', prefix, '--no-save', '--no-audit', '--no-fund', `${name}@${version}`])
    installed.push({ version: `v${version}`, bin: path.join(prefix, 'node_modules', name, 'bin') })
  }
  return [here, ...installed]
}
