import type { LibraryHandle } from 'koffi'

/** What MPI's handles are in a library, which its header would say, and the constants that are used here. */
export interface Abi {
  /** koffi's type of a handle. */
  readonly handle: 'intptr_t' | 'void *' | 'int'
  readonly world: unknown
  readonly float: unknown
  readonly double: unknown
  readonly byte: unknown
  readonly sum: unknown
  readonly max: unknown
  readonly errorsReturn: unknown
  /** The address that means "in place". */
  readonly inPlace: bigint
  /** `MPI_THREAD_SERIALIZED`. */
  readonly serialized: number
}

/** MPI 5's own ABI. */
const standard: Abi = {
  handle: 'intptr_t',
  world: 0x101,
  float: 0x210,
  double: 0x214,
  byte: 0x247,
  sum: 0x21,
  max: 0x23,
  errorsReturn: 0x143,
  inPlace: 1n,
  serialized: 2048,
}

/** That of MPICH, which Intel MPI, MVAPICH and Cray's have too. */
const mpich: Abi = {
  handle: 'int',
  world: 0x44000000,
  float: 0x4c00040a,
  double: 0x4c00080b,
  byte: 0x4c00010d,
  sum: 0x58000003,
  max: 0x58000001,
  errorsReturn: 0x54000001,
  inPlace: -1n,
  serialized: 2,
}

/** Which ABI a library has. */
export function abiOf(library: LibraryHandle): Abi {
  const at = (name: string): unknown => {
    try {
      return library.symbol(name)
    } catch {
      return null
    }
  }
  if (at('MPI_Abi_get_version') !== null) {
    const version = [0]
    library.func('int MPI_Abi_get_version(_Out_ int *major, _Out_ int *minor)')(version, [0])
    if (version[0]! > 0) return standard
  }
  if (at('ompi_mpi_comm_world') === null) return mpich
  return {
    handle: 'void *',
    world: at('ompi_mpi_comm_world'),
    float: at('ompi_mpi_float'),
    double: at('ompi_mpi_double'),
    byte: at('ompi_mpi_byte'),
    sum: at('ompi_mpi_op_sum'),
    max: at('ompi_mpi_op_max'),
    errorsReturn: at('ompi_mpi_errors_return'),
    inPlace: 1n,
    serialized: 2,
  }
}
