import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { userEnvironment } from '../packed-install.ts'

const run = promisify(execFile)

/** Where packages are published. */
export interface Registry {
  /** Null: the machine's own. */
  readonly url: string | null
  /** An `.npmrc` that says who publishes; null: the user's own. */
  readonly npmrc: string | null
}

function environment({ url, npmrc }: Registry): NodeJS.ProcessEnv {
  return {
    ...userEnvironment(),
    ...(url !== null && { npm_config_registry: url }),
    ...(npmrc !== null && { npm_config_userconfig: npmrc }),
  }
}

/** Whether a version of a package is there. @throws Error where the registry cannot be asked */
export async function isPublished(registry: Registry, name: string, version: string): Promise<boolean> {
  try {
    const words = ['view', `${name}@${version}`, 'version', '--prefer-online']
    const { stdout } = await run('npm', words, { env: environment(registry) })
    return stdout.trim() !== ''
  } catch (error) {
    if ((error as { stderr?: string }).stderr?.includes('E404')) return false
    throw error
  }
}

/** Whether there is any version of a package. @throws Error where the registry cannot be asked */
export function hasAny(registry: Registry, name: string): Promise<boolean> {
  return isPublished(registry, name, '*')
}

/** Publishes what was packed. A registry that is no public one takes no statement of where a package was built. @throws Error */
export async function publishTarball(registry: Registry, tarball: string, dryRun: boolean): Promise<void> {
  const words = ['publish', tarball, '--ignore-scripts', '--loglevel=error', '--access=public']
  if (dryRun) words.push('--dry-run')
  if (registry.url !== null) words.push('--provenance=false')
  await run('npm', words, { env: environment(registry) })
}
