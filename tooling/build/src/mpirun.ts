import { execFileSync, spawn } from 'node:child_process'
import path from 'node:path'
import { type Running, runningOf } from './app/start-process.ts'

/** Whose launcher and library. */
export type Mpi = 'Open MPI' | 'MPICH'

const launchers: Readonly<Record<Mpi, { names: readonly string[]; says: string; install: string; options: string[] }>> =
  {
    'Open MPI': {
      names: ['mpirun'],
      says: 'Open MPI',
      install: 'apt install openmpi-bin',
      // On any number of cores.
      options: ['--bind-to', 'none', '--oversubscribe'],
    },
    MPICH: {
      names: ['mpirun', 'mpirun.mpich'],
      says: 'HYDRA',
      install: 'apt install mpich; or pip install mpich, and ROMAE_MPICH=the path of its mpirun',
      options: [],
    },
  }

const found = new Map<Mpi, string | null>()

/** @returns null: there is none */
function launcherOf(mpi: Mpi): string | null {
  const { names, says } = launchers[mpi]
  const named = mpi === 'MPICH' ? process.env.ROMAE_MPICH : undefined
  const find = () => (named === undefined ? names : [named]).find((name) => versionOf(name).includes(says)) ?? null
  if (!found.has(mpi)) found.set(mpi, find())
  return found.get(mpi)!
}

function versionOf(launcher: string): string {
  try {
    return execFileSync(launcher, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return ''
  }
}

/** Why no ranks can be started here; null where they can. */
export function whyNoMpirun(mpi: Mpi = 'Open MPI'): string | null {
  return launcherOf(mpi) === null ? `needs mpirun of ${mpi} (${launchers[mpi].install})` : null
}

/** Where ranks run. */
export interface RankOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** More options of mpirun. */
  readonly launcher?: readonly string[]
  /** Default: Open MPI. */
  readonly mpi?: Mpi
}

/** Starts so many ranks of a command under mpirun, on any number of cores, and as root too. */
export function startRanks(
  count: number,
  [program, ...words]: readonly [string, ...string[]],
  { cwd, env, launcher = [], mpi = 'Open MPI' }: RankOptions = {},
): Running {
  const mpirun = launcherOf(mpi) ?? 'mpirun'
  const options = [...launchers[mpi].options, '-n', String(count), ...launcher]
  const asRoot = { OMPI_ALLOW_RUN_AS_ROOT: '1', OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1' }
  // Where the library is, too.
  const search = path.isAbsolute(mpirun) && { PATH: `${path.dirname(mpirun)}${path.delimiter}${process.env.PATH}` }
  return runningOf(
    spawn(mpirun, [...options, program, ...words], { cwd, env: { ...process.env, ...asRoot, ...search, ...env } }),
  )
}
