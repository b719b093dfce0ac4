/** The part of koffi that is used here. */
interface Koffi {
  load(path: null): { func(definition: string): (...given: unknown[]) => unknown }
}

/** `RTLD_NOW | RTLD_NODELETE`, by platform. */
const keeping: Readonly<Partial<Record<NodeJS.Platform, number>>> = { linux: 2 | 0x1000, darwin: 2 | 0x80 }

/**
 * Keeps a library that koffi has loaded where it is until the process has ended: koffi unloads what it has loaded while threads
 * of the library are still to end, and their code would not be there any more.
 */
export function keepLoaded(koffi: Koffi, name: string): void {
  const flags = keeping[process.platform]
  if (flags !== undefined) koffi.load(null).func('void *dlopen(const char *, int)')(name, flags)
}
