import { readPieces } from '@romae/files'
import type { ReadEntry } from 'tar'
import { MAX_BYTES } from '../decode/decode-options.ts'
import { readError } from '../decode/read-bytes.ts'
import { errors } from '../errors.ts'
import { checkOptions, requireCount, requireText } from '../options.ts'
import { type EncodedImage, hasImageName } from './encoded-image.ts'

/** Options of {@link listImageTar}. */
export interface ImageTarOptions {
  /** Only what lies in this folder of the archive, e.g. `cifar10-5k/train`. Absent: everything. */
  readonly within?: string
  /** The most bytes that one image may have. Defaults to 256 MiB. */
  readonly maxBytes?: number
}

/**
 * Lists the images of a tar archive (also gzip-compressed) in its order, with their bytes: nothing is unpacked to disk,
 * and about one image is held at a time. The label is the name of the folder below `within` that an image lies in; the
 * id is its name in the archive. Files without the ending of an image format are left out.
 *
 * @throws RomaeError `IMAGE_CANNOT_READ`, `IMAGE_TAR` for a damaged or truncated archive or an image that is a link,
 * `IMAGE_UNSAFE_NAME`, `IMAGE_FILE_TOO_LARGE`, `IMAGE_NO_IMAGES`
 */
export async function* listImageTar(path: string, options: ImageTarOptions = {}): AsyncGenerator<EncodedImage> {
  checkOptions('listImageTar', options, ['within', 'maxBytes'])
  const { within, maxBytes = MAX_BYTES } = options
  if (within !== undefined) requireText('listImageTar', 'within', within)
  requireCount('listImageTar', 'maxBytes', maxBytes)
  const prefix = within === undefined ? '' : folderPrefix(within)

  let found = false
  for await (const { name, bytes } of readTar(
    path,
    (name) => name.startsWith(prefix) && hasImageName(name),
    maxBytes,
  )) {
    found = true
    const [label, ...rest] = name.slice(prefix.length).split('/')
    yield { id: name, ...(rest.length > 0 && { label: label! }), file: `${path}/${name}`, source: bytes }
  }
  if (!found) throw errors.IMAGE_NO_IMAGES({ path, expected: `image files${within ? ` in the folder ${within}` : ''}` })
}

/** A folder's name with one slash at its end. */
function folderPrefix(within: string): string {
  let end = within.length
  while (within[end - 1] === '/') end -= 1
  return `${within.slice(0, end)}/`
}

interface TarFile {
  readonly name: string
  readonly bytes: Uint8Array
}

async function* readTar(path: string, isWanted: (name: string) => boolean, limit: number): AsyncGenerator<TarFile> {
  const { Parser } = await import('tar')
  const files: TarFile[] = []
  let failure: Error | undefined
  let complete = false

  function onReadEntry(entry: ReadEntry) {
    const name = entry.path.replace(/^(\.\/)+/, '')
    failure ??= isWanted(name) ? entryProblem(path, name, entry, limit) : undefined
    if (failure !== undefined || !isWanted(name)) {
      entry.resume()
      return
    }
    const chunks: Buffer[] = []
    entry.on('data', (chunk) => chunks.push(chunk))
    entry.on('end', () => files.push({ name, bytes: Buffer.concat(chunks) }))
  }

  const parser = new Parser({ strict: true, onReadEntry })
  parser.on('error', (cause: Error) => {
    failure ??= errors.IMAGE_TAR({ file: path, reason: cause.message }, cause)
  })
  // Two blocks of zeros end an archive: without them it was cut between two files.
  parser.on('eof', () => {
    complete = true
  })
  const ended = new Promise<void>((resolve) => {
    parser.on('end', resolve)
    parser.on('error', () => resolve())
  })

  for await (const chunk of filePieces(path)) {
    parser.write(chunk as Buffer)
    if (failure !== undefined) throw failure
    yield* files.splice(0)
  }
  parser.end()
  await ended
  if (failure === undefined && !complete) {
    failure = errors.IMAGE_TAR({ file: path, reason: 'the blocks that end an archive are missing' })
  }
  if (failure !== undefined) throw failure
  yield* files
}

/** Why an image of the archive is not taken, or undefined. */
function entryProblem(file: string, name: string, { type, size }: ReadEntry, limit: number): Error | undefined {
  if (name.split(/[/\\]/).includes('..') || /^([/\\]|[a-z]:)/i.test(name))
    return errors.IMAGE_UNSAFE_NAME({ file, name })
  if (type !== 'File' && type !== 'OldFile' && type !== 'ContiguousFile') {
    return errors.IMAGE_TAR({ file, reason: `"${name}" is a ${type}, not a file` })
  }
  if (size > limit) return errors.IMAGE_FILE_TOO_LARGE({ file: `${file}/${name}`, bytes: size, limit })
  return undefined
}

async function* filePieces(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* readPieces(path)
  } catch (cause) {
    throw readError(path, cause)
  }
}
