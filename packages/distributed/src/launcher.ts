import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'

/** What launchers say to the processes that they start. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Variables that say how many processes were started, of Open MPI, of MPICH and its kin, and of Slurm's srun. */
const sizeVariables = ['OMPI_COMM_WORLD_SIZE', 'PMI_SIZE', 'SLURM_STEP_NUM_TASKS']

/** How many processes the launcher started; null where none did. Slurm sets its variables in a batch script too, which is no rank. */
export function launchedSize(environment: Environment): number | null {
  for (const name of sizeVariables) {
    const size = Number(environment[name])
    if (Number.isInteger(size) && size >= 1) return size
  }
  return null
}

const openMpi = ['libmpi.so.40', 'libmpi.40.dylib', 'libmpi.dylib']
const mpich = ['libmpi.so.12', 'libmpich.so.12', 'libmpi.12.dylib', 'libmpi_abi.so.0', 'msmpi.dll']

/** Libraries that may be the launcher's, the likeliest first: beside the launcher itself, then where the system has them. */
export function likelyLibraries(environment: Environment): readonly string[] {
  // Other variables of Open MPI's may be in an environment where MPICH's launcher starts.
  const isMpich = environment.PMI_SIZE !== undefined && environment.OMPI_COMM_WORLD_SIZE === undefined
  const names = isMpich ? [...mpich, ...openMpi] : [...openMpi, ...mpich]
  const beside = librariesBesideLauncher(environment)
  const there = beside === null ? [] : names.map((name) => path.join(beside, name)).filter((file) => existsSync(file))
  return [...there, ...names, 'libmpi.so']
}

/** `lib` beside the `bin` that the search path finds mpirun in. */
function librariesBesideLauncher({ PATH = '' }: Environment): string | null {
  for (const folder of PATH.split(path.delimiter)) {
    const launcher = path.join(folder, 'mpirun')
    if (folder !== '' && existsSync(launcher))
      return path.join(path.dirname(path.dirname(realpathSync(launcher))), 'lib')
  }
  return null
}
