import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

/** What a script wrote, and how it ended. */
export interface ScriptResult {
  readonly stdout: string
  readonly stderr: string
  /** 0: it succeeded. */
  readonly code: number
}

/** Runs a TypeScript file of the repository in a process of its own, on the packages' sources. */
export async function runScript(root: string, file: string, options: readonly string[]): Promise<ScriptResult> {
  const tsx = path.join(root, 'node_modules/.bin/tsx')
  const command = ['--conditions=@romae/source', path.join(root, file), ...options]
  try {
    return { ...(await promisify(execFile)(tsx, command, { cwd: root, maxBuffer: 2 ** 26 })), code: 0 }
  } catch (error) {
    const { stdout, stderr, code } = error as Partial<ScriptResult>
    // Not a number where it was ended by a signal, or did not start.
    if (typeof code !== 'number' || stdout === undefined || stderr === undefined) throw error
    return { stdout, stderr, code }
  }
}
