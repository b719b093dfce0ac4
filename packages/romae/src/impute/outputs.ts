import { existsSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { splitName } from '@romae/internal/files'
import { errors } from '../errors.ts'
import { inputPath, STANDARD_INPUT } from '../input.ts'
import { nameOf } from '../run/session.ts'
import { requireCompression, userPath } from '../write-file.ts'

/** A file to fill: as the user named it, where it is, and where the filled one goes. */
export interface FileToFill {
  readonly given: string
  readonly path: string
  readonly name: string
  readonly out: string
}

/**
 * Where the filled files go: beside each, as `<name>.filled.<ending>`; into the folder of `--out`; or, of a single file, to the
 * path of `--out`, which may be `-` for standard output.
 *
 * @param tables files are tables, of which one that is called like no other is CSV; else each keeps its ending
 * @throws RomaeError `APP_OUTPUT_IS_ONE` for several files and one place, `APP_SAME_OUTPUT` where one would take another's place,
 *   `APP_CANNOT_COMPRESS`, `APP_OTHER_FORMAT`
 */
export function filesToFill(
  given: readonly string[],
  { out, tables = false }: { readonly out: string | undefined; readonly tables?: boolean },
): readonly [FileToFill, ...FileToFill[]] {
  const isSeveral = given.length > 1
  if (isSeveral && out !== undefined && isOneFile(out)) throw errors.APP_OUTPUT_IS_ONE({ out, files: given.length })
  const isFolder = out !== undefined && (isSeveral || /[\\/]$/.test(out) || isExistingFolder(userPath(out)))
  const files = given.map((one): FileToFill => {
    const path = inputPath(one)
    const name = nameOf(path)
    const file = `${name}.filled${tables ? tableEnding(path) : extname(path)}`
    if (out === STANDARD_INPUT) return { given: one, path, name, out: '/dev/stdout' }
    if (out === undefined) return { given: one, path, name, out: userPath(join(dirname(path), file)) }
    return { given: one, path, name, out: userPath(isFolder ? join(out, file) : out) }
  })
  if (isSeveral) requireOwnPlaces(files)
  for (const { given: file, path, out: place } of files) {
    if (tables) requireFormat(file, path, place)
    requireCompression(place)
  }
  return files as [FileToFill, ...FileToFill[]]
}

/** Whether a path is of something that one file goes to. */
function isOneFile(out: string): boolean {
  if (out === STANDARD_INPUT) return true
  const path = userPath(out)
  return existsSync(path) && !isExistingFolder(path)
}

function isExistingFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

/** As `*.csv` takes in what was filled before. */
function requireOwnPlaces(files: readonly FileToFill[]): void {
  const inputs = files.map(({ path }): [string, string | null] => [resolve(path), null])
  const taken = new Map(inputs)
  for (const { given, out } of files) {
    const other = taken.get(out)
    if (other !== undefined) throw errors.APP_SAME_OUTPUT({ file: given, other, out: basename(out) })
    taken.set(out, given)
  }
}

/** What is called so is in one format. */
const FORMATS: Readonly<Record<string, string>> = {
  '.csv': 'CSV',
  '.tsv': 'CSV',
  '.jsonl': 'JSON Lines',
  '.ndjson': 'JSON Lines',
  '.json': 'JSON Lines',
  '.parquet': 'Parquet',
  '.npy': 'NPY',
  '.npz': 'NPZ',
  '.tsf': 'TSF',
}

/** A file is written in its own format, whatever the place is called. @throws RomaeError `APP_OTHER_FORMAT` */
export function requireFormat(file: string, path: string, out: string): void {
  const [own, asked] = [path, out].map((name) => FORMATS[splitName(name).ending])
  if (own === undefined || asked === undefined || own === asked) return
  throw errors.APP_OTHER_FORMAT({ file, format: own, out: basename(out), asked })
}

/** What tables are written as that are none of CSV: as they were. */
const OTHER_TABLES = ['.jsonl', '.ndjson', '.json', '.parquet', '.npy', '.npz', '.tsf']

/** The ending of the file that is made of a table: in its format, and compressed as it is. */
export function tableEnding(path: string): string {
  if (path === STANDARD_INPUT) return '.csv'
  const { ending, compression } = splitName(path)
  return (OTHER_TABLES.includes(ending) ? ending : '.csv') + compression
}
