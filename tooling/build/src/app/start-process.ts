import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { bundleScript } from '../bundle-script.ts'
import type { Ended } from './ended.ts'

/** A process of an app. */
export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves once stderr holds this text. */
  readonly said: (text: string) => Promise<void>
}

/** Starts an app's `main.ts`, made one file of the sources of all packages, as a user would in `folder`. */
export async function startProcess(main: URL, folder: string, words: readonly string[]): Promise<Running> {
  const child = spawn(process.execPath, [await bundleScript(main), ...words], {
    env: { ...process.env, INIT_CWD: folder },
  })
  return runningOf(child)
}

/** A process whose outputs are read from its start. */
export function runningOf(child: ChildProcessWithoutNullStreams): Running {
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
