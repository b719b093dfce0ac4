import type { IPty } from '@lydell/node-pty'

/** A program in a terminal of its own. */
export interface InTerminal {
  readonly pid: number
  /** All that the terminal was sent so far. */
  text(): string
  /** Waits until it was sent something. @throws Error where the program ends without it */
  said(part: string | RegExp): Promise<void>
  /** Presses keys: `CTRL_C`, or a text. */
  press(keys: string): void
  /** Sends a signal to the program alone, as `kill` does. */
  kill(signal: string): void
  /** What it ended with, as shells have it: 128 and the signal's number where a signal ended it. */
  readonly ended: Promise<number>
}

/** Where a program runs. */
export interface TerminalOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
}

export const CTRL_C = '\x03'

/** Why no terminal can be made here; null where one can. Its binaries are for macOS, Windows, and Linux with glibc. */
export async function whyNoTerminal(): Promise<string | null> {
  try {
    await import('@lydell/node-pty')
    return null
  } catch {
    return `needs a binary of @lydell/node-pty for ${process.platform} on ${process.arch}`
  }
}

/** Starts a program in a pseudo-terminal, which is told of keys as one before a person is. */
export async function startInTerminal(
  program: string,
  words: readonly string[],
  { cwd = process.cwd(), env = process.env }: TerminalOptions = {},
): Promise<InTerminal> {
  const { spawn } = await import('@lydell/node-pty')
  // Wide, so that no line that is looked for is broken.
  const child = spawn(program, [...words], { cwd, env, cols: 400, rows: 50 })
  return inTerminal(child)
}

function inTerminal(child: IPty): InTerminal {
  let text = ''
  let isOver = false
  const looks = new Set<() => void>()
  const look = () => {
    for (const one of looks) one()
  }
  child.onData((data) => {
    text += data
    look()
  })
  const ended = new Promise<number>((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      isOver = true
      look()
      resolve(signal === undefined || signal === 0 ? exitCode : 128 + signal)
    })
  })
  const has = (part: string | RegExp) => (typeof part === 'string' ? text.includes(part) : part.test(text))
  return {
    pid: child.pid,
    text: () => text,
    said: (part) =>
      new Promise((resolve, reject) => {
        const one = () => {
          if (!has(part) && !isOver) return
          looks.delete(one)
          if (has(part)) resolve()
          else reject(new Error(`it ended without saying ${part}: ${text}`))
        }
        looks.add(one)
        one()
      }),
    press: (keys) => child.write(keys),
    kill: (signal) => child.kill(signal),
    ended,
  }
}
