import { keepLoaded, makeRoom } from '@romae/internal/native'
import type { LibraryHandle } from 'koffi'
import { errors } from './errors.ts'

type Koffi = typeof import('koffi')['default']

/** @throws RomaeError `DISTRIBUTED_NO_BINDINGS` */
export async function loadKoffi(): Promise<Koffi> {
  try {
    const { default: koffi } = await import('koffi')
    makeRoom(koffi)
    return koffi
  } catch (cause) {
    throw errors.DISTRIBUTED_NO_BINDINGS({ reason: messageOf(cause) }, cause)
  }
}

/**
 * The first of some libraries that can be loaded.
 *
 * @throws RomaeError `DISTRIBUTED_NO_LIBRARY`
 */
export function loadFirst(
  koffi: Koffi,
  names: readonly string[],
): { readonly name: string; readonly library: LibraryHandle } {
  const tried: { name: string; reason: string }[] = []
  for (const name of names) {
    try {
      // Open MPI loads parts of itself that look for its symbols in the whole process.
      const library = koffi.load(name, { global: true })
      // What Open MPI has its threads do last, under srun, would not be there any more.
      keepLoaded(koffi, name)
      return { name, library }
    } catch (cause) {
      tried.push({ name, reason: messageOf(cause) })
    }
  }
  throw errors.DISTRIBUTED_NO_LIBRARY({ tried })
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
