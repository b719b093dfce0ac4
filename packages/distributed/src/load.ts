import type { LibraryHandle } from 'koffi'
import { errors } from './errors.ts'

type Koffi = typeof import('koffi')['default']

/** MPICH needs more stack than koffi's threads have, and crashes without: to be said before anything is loaded. */
const stackBytes = 8 << 20

/** @throws RomaeError `DISTRIBUTED_NO_BINDINGS` */
export async function loadKoffi(): Promise<Koffi> {
  try {
    const { default: koffi } = await import('koffi')
    // A program that calls libraries itself may have said so before: once one is loaded, it cannot be said any more.
    if ((koffi.config().async_stack_size ?? 0) < stackBytes) koffi.config({ async_stack_size: stackBytes })
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
      keep(koffi, name)
      return { name, library }
    } catch (cause) {
      tried.push({ name, reason: messageOf(cause) })
    }
  }
  throw errors.DISTRIBUTED_NO_LIBRARY({ tried })
}

/** `RTLD_NOW | RTLD_NODELETE`, by platform. */
const keeping: Readonly<Partial<Record<NodeJS.Platform, number>>> = { linux: 2 | 0x1000, darwin: 2 | 0x80 }

/**
 * Keeps a library where it is until the process has ended: koffi unloads what it has loaded while threads are still to end, and
 * what Open MPI has them do last, under srun, would not be there any more.
 */
function keep(koffi: Koffi, name: string): void {
  const flags = keeping[process.platform]
  if (flags !== undefined) koffi.load(null).func('void *dlopen(const char *, int)')(name, flags)
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
