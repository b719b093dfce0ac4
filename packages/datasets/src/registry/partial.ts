/** What was downloaded before a connection was lost, and what it takes to go on. */
export interface Partial {
  readonly bytes: number
  /** Says whether the file at the server is still the same: an entity tag or a date. */
  readonly validator: string
}

const notes = (path: string) => `${path}.json`

/** The partial file if it is of this address and can be gone on with, else null. */
export async function readPartial(path: string, url: string): Promise<Partial | null> {
  const { readFile, stat } = await import('node:fs/promises')
  try {
    const { url: from, validator } = JSON.parse(await readFile(notes(path), 'utf8'))
    const { size } = await stat(path)
    return from === url && typeof validator === 'string' && size > 0 ? { bytes: size, validator } : null
  } catch {
    // Not there, or not to be understood: a download from the beginning needs neither.
    return null
  }
}

/** Notes what a partial file is of; without a validator there is no going on. */
export async function notePartial(path: string, url: string, validator: string | null): Promise<void> {
  const { writeFile } = await import('node:fs/promises')
  if (validator === null) await removeNotes(path)
  else await writeFile(notes(path), JSON.stringify({ url, validator }))
}

export async function removePartial(path: string): Promise<void> {
  const { rm } = await import('node:fs/promises')
  await removeNotes(path)
  await rm(path, { force: true })
}

export async function removeNotes(path: string): Promise<void> {
  const { rm } = await import('node:fs/promises')
  await rm(notes(path), { force: true })
}
