import { existsSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import envPaths from 'env-paths'
import { type LibraryWheel, libraryWheel } from './wheels.ts'

/** A library that is installed. */
export interface InstalledLibrary {
  readonly folder: string
  /** The shared libraries: that with the C interface, then what it needs. */
  readonly files: readonly string[]
  readonly version: string
}

/** Where libraries are kept: where the variable ROMAE_ENGINES says, else in the operating system's folder for caches. */
export function librariesFolder(): string {
  return process.env.ROMAE_ENGINES || join(envPaths('romae', { suffix: '' }).cache, 'tensorflow')
}

/** The name of a library's folder: libraries of several versions and platforms may be beside each other. */
export function libraryName({ version }: LibraryWheel): string {
  return `${version}-${process.platform}-${process.arch}`
}

/** Names of the library's files in its folder. */
export function libraryFiles({ members }: LibraryWheel): readonly string[] {
  return Object.keys(members).map((member) => basename(member))
}

/** The library for this machine; null where it is not installed, or not whole. */
export function findLibrary(
  wheel: LibraryWheel | null = libraryWheel(),
  parent: string = librariesFolder(),
): InstalledLibrary | null {
  if (wheel === null) return null
  const folder = join(parent, libraryName(wheel))
  const sizes = Object.values(wheel.members)
  const isWhole = libraryFiles(wheel).every((name, index) => {
    const file = join(folder, name)
    return existsSync(file) && statSync(file).size === sizes[index]
  })
  if (!isWhole) return null
  const files = libraryFiles(wheel).filter((name) => !name.endsWith('.txt'))
  return { folder, files: files.map((name) => join(folder, name)), version: wheel.version }
}
