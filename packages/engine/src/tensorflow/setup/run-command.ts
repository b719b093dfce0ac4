import { execFile } from 'node:child_process'
import { dirname, resolve } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** What a command printed, or why it could not be run. */
export type CommandResult =
  | { readonly ok: true; readonly output: string }
  | { readonly ok: false; readonly reason: string }

/** Options of Python before all others: code is taken from where Python is installed, not from folders that variables name. */
export const isolated = '-I'

/** Programs look into the folder where they run for more of themselves. This one is trusted already: Node runs from it. */
const neutralFolder = dirname(process.execPath)

/**
 * Runs a program without a shell, and not in the current folder, where a stranger's files may lie. It never throws.
 *
 * @param program a name that is looked for on the PATH, or a path
 * @param args paths among them have to be absolute
 */
export async function runCommand(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<CommandResult> {
  try {
    const file = /[/\\]/.test(program) ? resolve(program) : program
    const { stdout, stderr } = await execute(file, args, { cwd: neutralFolder, env: environment, maxBuffer: 2 ** 26 })
    return { ok: true, output: stdout + stderr }
  } catch (cause) {
    const { code, stderr = '', message } = cause as { code?: unknown; stderr?: string; message: string }
    if (code === 'ENOENT') return { ok: false, reason: `there is no program ${program}` }
    return { ok: false, reason: lastLines(stderr) || message }
  }
}

/** The end of what a program wrote: where compilers and pip say what went wrong. */
function lastLines(text: string): string {
  return text.trim().split('\n').slice(-8).join('\n')
}
