import { errors } from '../errors.ts'

/** The names in a folder, sorted by UTF-16 code units so that the order is the same on every machine. */
export async function listNames(folder: string, accept: 'files' | 'folders'): Promise<string[]> {
  // Imported only here, so that the package also loads where there is no file system.
  const { readdir } = await import('node:fs/promises')
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    const wanted = entries.filter((entry) => (accept === 'files' ? !entry.isDirectory() : entry.isDirectory()))
    return wanted
      .map((entry) => entry.name)
      .filter((name) => !name.startsWith('.'))
      .sort()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw errors.AUDIO_CANNOT_READ({ file: folder, reason }, cause)
  }
}

/** The `.wav` files of a folder. */
export async function listWavs(folder: string): Promise<string[]> {
  return (await listNames(folder, 'files')).filter((name) => name.toLowerCase().endsWith('.wav'))
}

/** A path of two parts. `/` is understood by Node on every system. */
export function joinPath(folder: string, name: string): string {
  return folder.endsWith('/') || folder === '' ? folder + name : `${folder}/${name}`
}
