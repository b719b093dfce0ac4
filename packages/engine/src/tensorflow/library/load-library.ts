import { keepLoaded, makeRoom } from '@romae/internal/native'
import { errors, reasonOf } from '../../errors.ts'
import { strangersInFolder } from '../../graph-cache/private-files.ts'
import { packageError, passOn } from '../../package-error.ts'
import { type Address, type Bindings, bind } from './bindings.ts'
import type { InstalledLibrary } from './installed.ts'

type Koffi = typeof import('koffi')['default']

/** A library of TensorFlow in this process. */
export interface Library {
  readonly tf: Bindings
  readonly folder: string
  readonly version: string
  /** Memory of TensorFlow's, as long as it is there. */
  viewOf(address: Address, bytes: number): ArrayBuffer
}

let loaded: Promise<Library> | undefined

/**
 * Loads a library, once a process.
 *
 * @throws RomaeError `ENGINE_PACKAGE_MISSING`, `ENGINE_PACKAGE_BROKEN`, `ENGINE_TENSORFLOW_LIBRARY`, `ENGINE_TENSORFLOW_TWICE`
 */
export function loadLibrary(installed: InstalledLibrary): Promise<Library> {
  loaded ??= load(installed)
  loaded.catch(() => {
    loaded = undefined
  })
  return loaded
}

/** The one that this process has loaded; null where it has none. */
export async function loadedLibrary(): Promise<Library | null> {
  return (await loaded?.catch(() => null)) ?? null
}

async function load({ folder, files, version: expected }: InstalledLibrary): Promise<Library> {
  const file = files[0]!
  const fail = (reason: string, cause?: unknown) => errors.ENGINE_TENSORFLOW_LIBRARY({ file, reason }, cause)
  const stranger = await strangersInFolder(folder, false)
  if (stranger !== undefined) throw fail(`its folder ${stranger}`)
  const koffi = await loadKoffi()
  try {
    makeRoom(koffi)
  } catch (cause) {
    throw fail(reasonOf(cause), cause)
  }
  if (isFrameworkLoaded(koffi))
    throw errors.ENGINE_TENSORFLOW_TWICE({ asked: expected, loaded: 'one that this process was given otherwise' })
  try {
    // What it needs comes first, so that it is found wherever the library looks for it.
    const libraries = files.toReversed().map((path) => {
      const library = koffi.load(path)
      keepLoaded(koffi, path)
      return library
    })
    const tf = bind(libraries.at(-1)!)
    const version = tf.version()
    if (version !== expected) throw new Error(`it is TensorFlow ${version}, and ${expected} was installed`)
    return { tf, folder, version, viewOf: (address, bytes) => koffi.view(address, bytes) }
  } catch (cause) {
    throw fail(reasonOf(cause), cause)
  }
}

/** What calls libraries. @throws RomaeError `ENGINE_PACKAGE_MISSING`, `ENGINE_PACKAGE_BROKEN` */
export async function loadKoffi(): Promise<Koffi> {
  try {
    return (await import('koffi').catch(passOn)).default
  } catch (cause) {
    throw packageError('koffi', 'npm install koffi', cause)
  }
}

/** What looks whether a library is loaded, and loads nothing: `RTLD_LAZY | RTLD_NOLOAD`, by platform. */
const looking: Readonly<Partial<Record<NodeJS.Platform, readonly [name: string, flags: number]>>> = {
  linux: ['libtensorflow_framework.so.2', 1 | 4],
  darwin: ['libtensorflow_framework.2.dylib', 1 | 0x10],
}

/**
 * Whether others have loaded a TensorFlow. A second would be given the first one's part of the same name, and end the process by
 * registering its operations twice.
 */
function isFrameworkLoaded(koffi: Koffi): boolean {
  const look = looking[process.platform]
  return look !== undefined && koffi.load(null).func('void *dlopen(const char *, int)')(...look) !== null
}
