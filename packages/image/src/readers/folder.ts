import type { Dirent } from 'node:fs'
import { type OptionsOf, type Schema, value } from '@romae/internal/options'
import { builtin } from '@romae/internal/platform'
import { readError } from '../decode/read-bytes.ts'
import { errors } from '../errors.ts'
import { readOptions } from '../options.ts'
import { ClassCounts, isLeftBehind } from './class-counts.ts'
import { type EncodedImage, hasImageName } from './encoded-image.ts'

/** Of lists of class folders. */
export const classFolderSchema = {
  labels: {
    kind: 'choice',
    of: ['required', 'optional'],
    default: 'required',
    help:
      '`required`: a class folder without a single image is an error; `optional`: it is passed over, for images whose labels ' +
      'nobody needs',
  },
  onUnread: {
    kind: value<(file: string) => void>(),
    help:
      'is told every file that is there and not read, by its path from the folder on; files that systems leave behind are ' +
      'not meant',
  },
} as const satisfies Schema

/** Options of {@link listImageFolder}. */
export interface ImageFolderOptions extends OptionsOf<typeof classFolderSchema> {}

/**
 * Lists a folder of class folders: the label of an image is the name of the folder below `path` that it lies in, at any
 * depth; images in `path` itself have none. Ordered by name. Files without the ending of an image format are left out, and
 * links, which are not followed: `onUnread` is told of them. What begins with a dot is passed over.
 *
 * @throws RomaeError `IMAGE_CANNOT_READ`, `IMAGE_NO_IMAGES`, `IMAGE_EMPTY_CLASS` for a class folder without an image
 */
export async function* listImageFolder(path: string, options: ImageFolderOptions = {}): AsyncGenerator<EncodedImage> {
  const { labels, onUnread } = readOptions('listImageFolder', classFolderSchema, options)
  const classes = new ClassCounts(path, labels === 'required')
  let found = false
  for await (const { name, image, isFolder } of walk(path, [])) {
    if (isFolder) {
      classes.begin(name)
    } else if (image === undefined) {
      classes.unread(name)
      onUnread?.(name)
    } else {
      found = true
      classes.read(name)
      yield image
    }
  }
  if (!found)
    throw errors.IMAGE_NO_IMAGES({ path, expected: 'JPEG, PNG, WebP, AVIF, TIFF or GIF files in class folders' })
  classes.requireImages()
}

/** An entry of a folder, by its path from the folder on. */
interface Entry {
  readonly name: string
  readonly isFolder?: boolean
  /** Undefined for a file that is not read. */
  readonly image?: EncodedImage
}

async function* walk(root: string, below: readonly string[]): AsyncGenerator<Entry> {
  const { join } = builtin('node:path')
  for (const entry of await readFolder(join(root, ...below))) {
    const parts = [...below, entry.name]
    const name = parts.join('/')
    if (isLeftBehind(entry.name)) continue
    if (entry.isDirectory()) {
      if (below.length === 0) yield { name, isFolder: true }
      yield* walk(root, parts)
    } else if (entry.isFile() && hasImageName(entry.name)) {
      const file = join(root, ...parts)
      yield { name, image: { id: name, ...(parts.length > 1 && { label: parts[0]! }), file, source: file } }
    } else {
      yield { name }
    }
  }
}

/** What is in a folder, ordered by name (by code units, the same on every machine). */
export async function readFolder(path: string): Promise<Dirent[]> {
  const { readdir } = builtin('node:fs/promises')
  try {
    const entries = await readdir(path, { withFileTypes: true })
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (cause) {
    throw readError(path, cause)
  }
}
