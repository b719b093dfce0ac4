import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { libraryAbsence, tfjsNodeAbsence } from '@romae/build/tensorflow'

/**
 * Runs the repository's own turbo. Tasks see the variables that this sets and that turbo.json names, and no others.
 *
 * @param output `show` prints what the tasks print; `capture` returns standard output instead
 */
export function runTurbo(
  root: string,
  parameters: readonly string[],
  output: 'show' | 'capture',
): { status: number; stdout: string } {
  const result = spawnSync(process.execPath, [path.join(root, 'node_modules/turbo/bin/turbo'), 'run', ...parameters], {
    cwd: root,
    env: { ...process.env, ...sharedVariables(root), ...tensorFlowVariables(root), TURBO_TELEMETRY_DISABLED: '1' },
    stdio: output === 'show' ? 'inherit' : ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
  })
  if (result.error) throw result.error
  return { status: result.status ?? 1, stdout: result.stdout ?? '' }
}

/**
 * The variables that tell tests of the folder `shared` beside the repository, if it is there. Turbo hashes them, so
 * that its cache forgets results that were made without the folder or with other contents.
 */
function sharedVariables(root: string): NodeJS.ProcessEnv {
  const folder = process.env.ROMAE_SHARED ?? path.resolve(root, '../shared')
  if (!existsSync(folder)) return {}
  return { ROMAE_SHARED: folder, ROMAE_SHARED_FINGERPRINT: fingerprint(folder) }
}

/** Tests of the TensorFlow engine run only where it is set up, which no file that turbo hashes tells. */
function tensorFlowVariables(root: string): NodeJS.ProcessEnv {
  const engine = pathToFileURL(path.join(root, 'packages/engine/package.json')).href
  const present = [
    ...(libraryAbsence() === null ? ['library'] : []),
    ...(tfjsNodeAbsence(engine) === null ? ['tfjs-node'] : []),
  ]
  return { ROMAE_TENSORFLOW: present.join(' ') || 'absent' }
}

/** Changes when a file below the folder is added, removed or written; reads names, sizes and times only. */
export function fingerprint(folder: string): string {
  const hash = createHash('sha256')
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.split(path.sep).includes('.git')) continue
    const { size, mtimeMs } = statSync(path.join(folder, file))
    hash.update(JSON.stringify([file, size, mtimeMs]))
  }
  return hash.digest('hex').slice(0, 16)
}
