import { constants } from 'node:os'
import { haveGone, isManaged, managersAbove } from './parents.ts'

/** Signals that ask a process to end; the last is what Slurm can send before a job's time is over. */
const signals = ['SIGINT', 'SIGTERM', 'SIGUSR1'] as const
type StopSignal = (typeof signals)[number]

/** What a process that a signal ended exits with, as shells have it. */
const exitCodes: Readonly<Record<StopSignal, number>> = {
  SIGINT: 130,
  SIGTERM: 143,
  SIGUSR1: 128 + (constants.signals.SIGUSR1 ?? 10),
}

/** One key press may arrive twice: from the terminal, and from a program in between that passes it on. */
const SAME_PRESS_MS = 200

/** How often it is looked whether who started the process is still there, in milliseconds. */
const LOOK_EVERY_MS = 500

/** Signals, for as long as a command runs that can stop cleanly. */
export interface StopRequest {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal
  /** What to exit with once stopped; 0 before a signal. */
  readonly exitCode: () => number
  /** Gives the signals back to the process. */
  readonly release: () => void
}

/**
 * Turns the first SIGINT, SIGTERM or SIGUSR1 into a request to stop, and lets the second end the process at once.
 *
 * @param tell is given the line to show at the first
 */
export function stopOnSignals(tell: (line: string) => void): StopRequest {
  const controller = new AbortController()
  let exitCode = 0
  let first = 0
  const onSignal = (name: StopSignal) => {
    if (exitCode === 0) {
      exitCode = exitCodes[name]
      first = performance.now()
      controller.abort()
      tell('stopping after the step in progress; once more ends at once')
    } else if (performance.now() - first > SAME_PRESS_MS) {
      // Exits by itself, and not by the signal, so that what must be put in order at the end is.
      process.exit(exitCodes[name])
    }
  }
  for (const name of signals) process.on(name, onSignal)
  const watch = watchParent(() => {
    if (exitCode === 0) onSignal('SIGTERM')
  })
  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    release() {
      for (const name of signals) process.off(name, onSignal)
      clearInterval(watch)
    },
  }
}

/**
 * A package manager that is told to end (`kill`) does not tell the command that it runs, which would train on with nobody to stop
 * it: then the command stops by itself. A process that a shell started is left alone, as nohup has it.
 */
function watchParent(onGone: () => void): NodeJS.Timeout | undefined {
  if (!isManaged()) return undefined
  const above = managersAbove()
  const look = () => {
    if (haveGone(above)) onGone()
  }
  return setInterval(look, LOOK_EVERY_MS).unref()
}
