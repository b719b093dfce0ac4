import type { Dirent } from 'node:fs'
import { readError } from '../decode/read-bytes.ts'
import { errors } from '../errors.ts'
import { type EncodedImage, hasImageName } from './encoded-image.ts'

/**
 * Lists a folder of class folders: the label of an image is the name of the folder below `path` that it lies in, at any
 * depth; images in `path` itself have none. Ordered by name. Files without the ending of an image format are left out,
 * as is what begins with a dot. Links are not followed.
 *
 * @throws RomaeError `IMAGE_CANNOT_READ`, `IMAGE_NO_IMAGES`
 */
export async function* listImageFolder(path: string): AsyncGenerator<EncodedImage> {
  let found = false
  for await (const image of walk(path, [])) {
    found = true
    yield image
  }
  if (!found)
    throw errors.IMAGE_NO_IMAGES({ path, expected: 'JPEG, PNG, WebP, AVIF, TIFF or GIF files in class folders' })
}

async function* walk(root: string, below: readonly string[]): AsyncGenerator<EncodedImage> {
  const { join } = await import('node:path')
  for (const entry of await readFolder(join(root, ...below))) {
    const parts = [...below, entry.name]
    if (entry.name.startsWith('.')) continue
    if (entry.isDirectory()) yield* walk(root, parts)
    if (!entry.isFile() || !hasImageName(entry.name)) continue
    const file = join(root, ...parts)
    yield { id: parts.join('/'), ...(parts.length > 1 && { label: parts[0]! }), file, source: file }
  }
}

/** What is in a folder, ordered by name (by code units, the same on every machine). */
export async function readFolder(path: string): Promise<Dirent[]> {
  const { readdir } = await import('node:fs/promises')
  try {
    const entries = await readdir(path, { withFileTypes: true })
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (cause) {
    throw readError(path, cause)
  }
}
