import {
  type ArchiveEntry,
  ArchiveProblem,
  expanded,
  LONGEST_NAME,
  leavesFolder,
  tarEntries,
} from '@romae/internal/archives'
import { readPieces } from '@romae/internal/files'
import { count, type OptionsOf, type Schema, text } from '@romae/internal/options'
import { MAX_BYTES } from '../decode/decode-options.ts'
import { readError } from '../decode/read-bytes.ts'
import { errors } from '../errors.ts'
import { readOptions } from '../options.ts'
import { ClassCounts, isLeftBehind } from './class-counts.ts'
import { type EncodedImage, hasImageName } from './encoded-image.ts'
import { classFolderSchema } from './folder.ts'

/** Of an archive; ImageNet has 1.3 million images. An entry that holds nothing takes a microsecond, and hardly any bytes. */
const MAX_ENTRIES = 2_000_000

const schema = {
  ...classFolderSchema,
  within: {
    ...text,
    help: 'only what lies in this folder of the archive, e.g. `cifar10-5k/train`; absent: everything',
  },
  maxBytes: { ...count, default: MAX_BYTES, help: 'the most bytes that one image may have' },
  maxEntries: { ...count, default: MAX_ENTRIES, help: 'the most entries that the archive may have, images or not' },
} as const satisfies Schema

/** Options of {@link listImageTar}. */
export interface ImageTarOptions extends OptionsOf<typeof schema> {}

/**
 * Lists the images of a tar archive (also gzip-compressed) in its order, with their bytes: nothing is unpacked to disk,
 * and about one image is held at a time. The label is the name of the folder below `within` that an image lies in; the
 * id is its name in the archive. Files without the ending of an image format are left out: `onUnread` is told of them.
 *
 * @throws RomaeError `IMAGE_CANNOT_READ`, `IMAGE_TAR` for a damaged or truncated archive or an image that is a link,
 * `IMAGE_TAR_TOO_LARGE`, `IMAGE_UNSAFE_NAME`, `IMAGE_FILE_TOO_LARGE`, `IMAGE_NO_IMAGES`,
 * `IMAGE_EMPTY_CLASS`
 */
export async function* listImageTar(path: string, options: ImageTarOptions = {}): AsyncGenerator<EncodedImage> {
  const { within, labels, onUnread, maxBytes, maxEntries } = readOptions('listImageTar', schema, options)
  const prefix = within === undefined ? '' : folderPrefix(within)

  const classes = new ClassCounts(path, labels === 'required')
  let entries = 0
  let found = false
  try {
    for await (const entry of tarEntries(expanded(readPieces(path)))) {
      entries += 1
      if (entries > maxEntries) throw ArchiveProblem.tooLarge('entries', entries, maxEntries)
      const name = entry.name.replace(/^(\.\/)+/, '')
      const below = name.slice(prefix.length)
      if (!name.startsWith(prefix)) continue
      if (!hasImageName(name)) {
        if (below.split('/').some(isLeftBehind)) continue
        if (entry.kind === 'folder') {
          const [label, rest] = below.split('/')
          if (label && !rest) classes.begin(label)
        } else {
          classes.unread(below)
          onUnread?.(name)
        }
        continue
      }
      checkEntry(path, name, entry, maxBytes)
      const [label, ...rest] = below.split('/')
      const source = await bytesOf(entry)
      classes.read(below)
      found = true
      yield { id: name, ...(rest.length > 0 && { label: label! }), file: `${path}/${name}`, source }
    }
  } catch (cause) {
    throw tarError(path, cause)
  }
  if (!found) throw errors.IMAGE_NO_IMAGES({ path, expected: `image files${within ? ` in the folder ${within}` : ''}` })
  classes.requireImages()
}

/** A folder's name with one slash at its end. */
function folderPrefix(within: string): string {
  let end = within.length
  while (within[end - 1] === '/') end -= 1
  return `${within.slice(0, end)}/`
}

/** Throws unless it is an image that is taken. */
function checkEntry(file: string, name: string, { kind, size }: ArchiveEntry, limit: number): void {
  if (leavesFolder(name) || name.length > LONGEST_NAME) throw errors.IMAGE_UNSAFE_NAME({ file, name })
  if (kind !== 'file') throw errors.IMAGE_TAR({ file, reason: `"${name}" is a ${kind}, not a file` })
  if (size > limit) throw errors.IMAGE_FILE_TOO_LARGE({ file: `${file}/${name}`, bytes: size, limit })
}

async function bytesOf({ contents }: ArchiveEntry): Promise<Uint8Array> {
  // No room is made for what the archive only says.
  const pieces: Uint8Array[] = []
  for await (const piece of contents) pieces.push(piece)
  return Buffer.concat(pieces)
}

function tarError(file: string, cause: unknown): Error {
  if (!(cause instanceof ArchiveProblem)) return readError(file, cause)
  const { kind, what, got, limit } = cause
  if (kind === 'too large') return errors.IMAGE_TAR_TOO_LARGE({ file, what, got, limit }, cause)
  return errors.IMAGE_TAR({ file, reason: cause.message }, cause)
}
