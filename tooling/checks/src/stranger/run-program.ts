import { execFile } from 'node:child_process'

/** How a program ended. */
export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  readonly seconds: number
}

/** Runs a program to its end. */
export function runProgram(
  program: string,
  words: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Ended> {
  const start = performance.now()
  return new Promise((resolve) => {
    execFile(program, words, { cwd, env, maxBuffer: 2 ** 27, timeout: 300_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({ code, stdout, stderr, seconds: (performance.now() - start) / 1000 })
    })
  })
}

/** Lines of a stack trace: what a user is never shown. */
export function hasStack({ stdout, stderr }: Ended): boolean {
  return /^ {4}at /m.test(`${stdout}${stderr}`)
}
