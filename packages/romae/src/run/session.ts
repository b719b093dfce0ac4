import { type CompileEvent, createEngine, type Engine } from '@romae/engine'
import { splitName } from '@romae/internal/files'
import { STANDARD_INPUT } from '../input.ts'
import { currentRanks, type Ranks } from '../ranks/ranks.ts'
import { threadsOfRank } from '../ranks/threads.ts'
import { formatDuration } from '../terminal/format-duration.ts'
import { print, tell } from '../terminal/print.ts'
import { Claims, type Place } from './claims.ts'
import { chosenEngine, type EngineChoice } from './engine-options.ts'
import { stopOnSignals } from './stop-on-signals.ts'
import { Stopped } from './stopped.ts'

/** The engine, signals and output of a running command. */
export interface Session {
  readonly engine: Engine
  /** Aborted when the user asks to stop. */
  readonly signal: AbortSignal
  /** Shows a line of the result. */
  readonly say: (line: string) => void
  /** The command as it was typed, for the run's folder. */
  readonly command: string
  /** Since the command began. */
  readonly elapsedSeconds: () => number
  /** Throws `Stopped`. @param done the beginning of the message: what was completed */
  readonly stop: (done: string) => never
  /** The same if the user has asked this process to stop: for what rank 0 does alone. */
  readonly stopIfAsked: (done: string) => void
  /** Those who run this command. */
  readonly ranks: Ranks
  /**
   * Keeps other commands out of a folder, or from a file, until this one ends. Of several ranks the first calls it.
   *
   * @throws RomaeError `APP_LOCKED`, `APP_CANNOT_WRITE`
   */
  readonly claim: (path: string, place: Place) => Promise<void>
}

/**
 * Runs a command with an engine and with signals that stop it cleanly, and releases both when it ends or throws.
 *
 * @param app what the user typed before the sub-command: `pnpm timeseries`
 */
export async function withSession<Result>(
  app: string,
  choice: EngineChoice,
  use: (session: Session) => Promise<Result>,
): Promise<Result> {
  const started = performance.now()
  const elapsedSeconds = () => (performance.now() - started) / 1000
  const stop = stopOnSignals((line) => tell(`\n${line}`))
  const words = process.argv.slice(2)
  const command = [app, ...words.map(quote)].join(' ')
  const ranks = currentRanks()
  const stopNow = (done: string): never => {
    const others = words.filter((word) => word !== '--overwrite' && word !== '--resume')
    throw new Stopped(`${done}; go on with: ${[app, ...others.map(quote), '--resume'].join(' ')}`, stop.exitCode())
  }
  const stopIfAsked = (done: string) => {
    if (stop.signal.aborted) stopNow(done)
  }
  await ranks.meet({ result: null })
  const { communicator } = ranks
  const threads = communicator === null ? undefined : await threadsOfRank(communicator)
  const engine = await ranks.together(() =>
    createEngine(chosenEngine(choice, threads), {
      onCompile: choice.verbose ? (event) => tell(describeCompilation(event)) : tellProblemOnce(),
    }),
  )
  const isSurprising = choice.trains === true && engine.info.name === 'tensorflow'
  if (choice.verbose || isSurprising) {
    const { name, version, device, threads, reason } = engine.info
    tell(`engine: ${name} ${version} on ${device}, ${threads ?? 'its own number of'} threads (${reason})`)
  }
  const claims = new Claims(command)
  const claim = (path: string, place: Place) => claims.claim(path, place)
  const { signal } = stop
  try {
    return await use({ engine, signal, say: print, command, elapsedSeconds, stop: stopNow, stopIfAsked, ranks, claim })
  } finally {
    stop.release()
    await claims.release()
    await engine.dispose()
  }
}

/** Tells of the first problem with the cache of compiled graphs, and of no further ones. */
function tellProblemOnce(): (event: CompileEvent) => void {
  let told = false
  return ({ cacheProblem }) => {
    if (cacheProblem === null || told) return
    told = true
    tell(`cache of compiled graphs: ${cacheProblem}`)
  }
}

function describeCompilation({
  program,
  shapes,
  parameters,
  nodes,
  cached,
  cacheProblem,
  ...times
}: CompileEvent): string {
  const inputs = Object.entries(shapes)
    .filter(([name]) => !name.includes(':'))
    .map(([name, shape]) => `${name} ${shape.join('×')}`)
  const total = times.recordMs + times.exportMs + times.sessionMs + times.cacheMs
  const parts = cached
    ? `from the cache`
    : `record ${formatDuration(times.recordMs)}, export ${formatDuration(times.exportMs)}, load ${formatDuration(times.sessionMs)}`
  const problem = cacheProblem === null ? '' : `; cache: ${cacheProblem}`
  const weights = { inputs: '', embedded: ', weights embedded,', 'too large': ', weights too large to embed,' }[
    parameters
  ]
  return `compiled ${program} (${inputs.join(', ')}): ${nodes} nodes${weights} in ${formatDuration(total)}, ${parts}${problem}`
}

/** A word of a command line as a shell needs it. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** The last part of a path without its endings, for the names of runs; `stdin` for standard input. */
export function nameOf(path: string): string {
  return path === STANDARD_INPUT ? 'stdin' : splitName(path).stem
}
