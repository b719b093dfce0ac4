import { execFileSync, spawn } from 'node:child_process'
import { type Running, runningOf } from './app/start-process.ts'

/** Why no ranks can be started here; null where they can. */
export function whyNoMpirun(): string | null {
  const needed = 'needs mpirun of Open MPI (apt install openmpi-bin)'
  try {
    // Other launchers have other options.
    return execFileSync('mpirun', ['--version'], { encoding: 'utf8' }).includes('Open MPI') ? null : needed
  } catch {
    return needed
  }
}

/** Where ranks run. */
export interface RankOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** More options of mpirun. */
  readonly launcher?: readonly string[]
}

/** Starts so many ranks of a command under Open MPI's mpirun, on any number of cores, and as root too. */
export function startRanks(
  count: number,
  [program, ...words]: readonly [string, ...string[]],
  { cwd, env, launcher = [] }: RankOptions = {},
): Running {
  const options = ['--bind-to', 'none', '--oversubscribe', '-n', String(count), ...launcher]
  const asRoot = { OMPI_ALLOW_RUN_AS_ROOT: '1', OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1' }
  return runningOf(
    spawn('mpirun', [...options, program, ...words], { cwd, env: { ...process.env, ...asRoot, ...env } }),
  )
}
