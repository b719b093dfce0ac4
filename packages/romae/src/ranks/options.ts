import { Command } from 'commander'
import { positive } from '../run/run-options.ts'

/** How the ranks of a command find each other. */
export interface DistributedOptions {
  readonly distributed: boolean
  /** The library of MPI, where it is not found by itself. */
  readonly mpiLibrary?: string
  /** Seconds. */
  readonly mpiTimeout?: number
  /** Whether sums are made in the order of ranks. */
  readonly mpiOrdered?: boolean
}

/** Adds `--distributed` to a command that trains or predicts. */
export function addDistributedOptions(command: Command): Command {
  return command
    .option(
      '--distributed',
      'share the work among all processes that mpirun or srun has started (needs @romae/distributed)',
      false,
    )
    .option('--mpi-library <file>', 'with --distributed: the library of MPI (default: that of the launcher)')
    .option(
      '--mpi-timeout <seconds>',
      'with --distributed: how long a rank waits for the others before it ends all (default: 1800)',
      positive,
    )
    .option(
      '--mpi-ordered',
      'with --distributed: add in the order of ranks, so that any number has the bytes of as many micro-batches of one process',
    )
}

/** What a command line says of ranks. They meet before anything else is read, so that they tell of everything as one. */
export function distributedOptions(words: readonly string[]): DistributedOptions {
  const command = addDistributedOptions(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
  try {
    command.parseOptions([...words])
  } catch {
    // The command itself says what is wrong with its words.
    return { distributed: words.includes('--distributed') }
  }
  return command.opts<DistributedOptions>()
}
