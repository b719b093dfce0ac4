import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

/** How a script is run. */
export interface ScriptSettings {
  /** Options of Node itself. */
  readonly node?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** What a script wrote, and how it ended. */
export interface ScriptResult {
  readonly stdout: string
  readonly stderr: string
  /** 0: it succeeded. */
  readonly code: number
}

/**
 * Runs a TypeScript file of the repository in a process of its own, on the packages' sources.
 *
 * @throws what the process wrote to standard error, where it fails
 */
export async function runScript(
  root: string,
  file: string,
  options: readonly string[] = [],
  { node = [], env = {} }: ScriptSettings = {},
): Promise<Omit<ScriptResult, 'code'>> {
  const tsx = path.join(root, 'node_modules/.bin/tsx')
  const words = [...node, '--conditions=@romae/source', path.join(root, file), ...options]
  return promisify(execFile)(tsx, words, { cwd: root, env: { ...process.env, ...env }, maxBuffer: 2 ** 26 })
}

/** The same for a script that may fail, and says something then too. */
export async function tryScript(...given: Parameters<typeof runScript>): Promise<ScriptResult> {
  try {
    return { ...(await runScript(...given)), code: 0 }
  } catch (error) {
    const { stdout, stderr, code } = error as Partial<ScriptResult>
    // Not a number where it was ended by a signal, or did not start.
    if (typeof code !== 'number' || stdout === undefined || stderr === undefined) throw error
    return { stdout, stderr, code }
  }
}
