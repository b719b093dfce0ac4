import { opendir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { openToRead, readFrom, splitName, splitPart } from '@romae/internal/files'
import { isList, listOf } from '@romae/internal/lists'
import { STANDARD_INPUT } from '../input.ts'
import { endings, unread } from './built-in.ts'

/** Entries of a folder that are looked at. */
const MOST_ENTRIES = 2000
/** Bytes of a table that are looked at. */
const HEAD = 4096

/** What paths say of their kind of data: the modalities that some of them are of, with an example of each. */
export async function guessModality(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const path of paths)
    for await (const [name, example] of kindsOf(path)) if (!found.has(name)) found.set(name, example)
  return found
}

async function* kindsOf(path: string): AsyncGenerator<[name: string, example: string]> {
  // Only series are read from standard input.
  if (path === STANDARD_INPUT) return yield ['timeseries', 'standard input']
  const place = isList(path) ? listOf(path)[0] : splitPart(path)[0]
  const entry = await stat(place).catch(() => null)
  if (entry?.isDirectory()) return yield* inFolder(path)
  if (entry === null) return
  const { ending, compression } = splitName(place)
  if (compression !== '' && endings[ending] === 'timeseries') return yield ['timeseries', path]
  if (['.csv', '.tsv', '.jsonl'].includes(ending)) return yield* ofTable(place)
  const name = { ...unread, ...endings }[ending]
  if (name !== undefined) yield [name, path]
}

/** The kinds of a folder's files, subfolders included. TypeScript has the ending of the UEA archive's files. */
async function* inFolder(folder: string): AsyncGenerator<[name: string, example: string]> {
  let seen = 0
  const waiting = [folder]
  while (waiting.length > 0 && seen < MOST_ENTRIES) {
    const current = waiting.shift()!
    for await (const entry of await opendir(current)) {
      if (++seen > MOST_ENTRIES) break
      const path = join(current, entry.name)
      const { ending } = splitName(entry.name)
      if (entry.isDirectory()) waiting.push(path)
      else if (Object.hasOwn(endings, ending) && ending !== '.ts') yield [endings[ending]!, path]
    }
  }
}

/** A table of numbers is of series; one that lists files, of what these are. */
async function* ofTable(path: string): AsyncGenerator<[name: string, example: string]> {
  const text = new TextDecoder().decode(await headOf(path))
  const [, row = ''] = text.split(/\r?\n|\r/)
  const listed = row.split(/[,;\t"]/).find((cell) => ['image', 'audio'].includes(endings[splitName(cell).ending] ?? ''))
  yield listed === undefined ? ['timeseries', path] : [endings[splitName(listed).ending]!, `${listed} in ${path}`]
}

async function headOf(path: string): Promise<Uint8Array> {
  const { handle } = await openToRead(path)
  try {
    return await readFrom(handle, HEAD)
  } finally {
    await handle.close()
  }
}
