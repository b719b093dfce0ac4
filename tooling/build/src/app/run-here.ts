import type { Ended } from './ended.ts'

/** Thrown out of a command that ends the process, which here is the tests'. */
const exit = new Error('the command ended its process')

/**
 * Runs a command in this process, as if it had been typed in `folder`: without the second or two that a process of its own
 * needs to load the app. One at a time, as words, outputs and exit code are the process's.
 */
export async function runHere(run: () => Promise<void>, folder: string, words: readonly string[]): Promise<Ended> {
  const written = { stdout: '', stderr: '' }
  let ended: Ended | undefined
  const restore = [
    replaced(process, 'argv', [process.execPath, 'main.ts', ...words]),
    replaced(process.env, 'INIT_CWD', folder),
    replaced(process, 'exit', (code = process.exitCode) => {
      ended ??= { code: Number(code ?? 0), ...written }
      throw exit
    }),
    ...(['stdout', 'stderr'] as const).map((name) =>
      replaced(process[name], 'write', (text: string | Uint8Array) => {
        written[name] += typeof text === 'string' ? text : Buffer.from(text).toString()
        return true
      }),
    ),
  ]
  const exitCode = process.exitCode
  process.exitCode = undefined
  try {
    await run()
    return ended ?? { code: Number(process.exitCode ?? 0), ...written }
  } finally {
    process.exitCode = exitCode
    for (const undo of restore) undo()
  }
}

/** Gives a property another value. @returns what takes it back */
function replaced<Owner extends object, Name extends keyof Owner>(owner: Owner, name: Name, value: Owner[Name]) {
  const before = Object.getOwnPropertyDescriptor(owner, name)
  Object.defineProperty(owner, name, { value, configurable: true, enumerable: true, writable: true })
  return () => {
    if (before === undefined) delete owner[name]
    else Object.defineProperty(owner, name, before)
  }
}
