import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** What a command printed, or why it could not be run. */
export type CommandResult =
  | { readonly ok: true; readonly output: string }
  | { readonly ok: false; readonly reason: string }

/** Runs a program without a shell. It never throws. */
export async function runCommand(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<CommandResult> {
  try {
    const { stdout, stderr } = await execute(program, args, { env: environment, maxBuffer: 2 ** 26 })
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
