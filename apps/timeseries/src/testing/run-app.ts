import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

/** What a process of the app came to. */
interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A process of the app, as a user would start it in `folder`. */
export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves once stderr holds this text. */
  readonly said: (text: string) => Promise<void>
}

export function startApp(folder: string, ...words: readonly string[]): Running {
  const command = ['--import', 'tsx', '--conditions=@romae/source', main, ...words]
  const child = spawn(process.execPath, command, { env: { ...process.env, INIT_CWD: folder } })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
    })
  }
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...output }))
  const said = async (text: string) => {
    while (!output.stderr.includes(text)) {
      if (child.exitCode !== null) throw new Error(`it ended without saying ${text}:\n${output.stderr}`)
      await once(child.stderr, 'data')
    }
  }
  return { child, ended, said }
}

/** Runs the app to its end, which must be a good one. @returns what it printed */
export async function runApp(folder: string, ...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await startApp(folder, ...words).ended
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}:\n${stderr}`)
  return stdout
}
