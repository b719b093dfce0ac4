import type { ReadModelFile } from './from-files.ts'

/** Reads the files of a model that lie beside each other behind a URL. A server's 404 means that there is no such file. */
export function readerAt(folder: URL): ReadModelFile {
  const base = new URL(folder)
  if (!base.pathname.endsWith('/')) base.pathname += '/'
  return async (name) => {
    const response = await fetch(new URL(name, base))
    if (response.status === 404) return null
    if (!response.ok) throw new Error(`the server answers ${response.status} ${response.statusText}`.trimEnd())
    return new Uint8Array(await response.arrayBuffer())
  }
}
