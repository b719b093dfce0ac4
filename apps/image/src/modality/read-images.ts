import { stat } from 'node:fs/promises'
import { basename, dirname, extname } from 'node:path'
import {
  type DecodeImagesOptions,
  decodeImages,
  type EncodedImage,
  type Image,
  type ImageFolderOptions,
  listImageFolder,
  listImageTable,
  listImageTar,
  listTinyImageNet,
} from '@romae/image'
import { InvalidArgumentError } from 'commander'
import {
  appErrors,
  bytesChecksum,
  fileChecksum,
  heldSize,
  holdOrRead,
  type MemoryBudget,
  memoryBudget,
  type SampleSet,
  type Settings,
  tellOnce,
  UnreadFiles,
} from 'romae'
import type { Augmentation } from './augmentation.ts'

/** How files are read. */
export interface ImageData extends Settings {
  /** The side that every image is resized to, in pixels. */
  readonly size: number
  readonly channels: number
  /** Columns of lists; null: no labels. Records of runs that read no list lack them. */
  readonly file?: string
  readonly label?: string | null
  /** Of lists the column, of folders and archives the level, of what images belong to; null or absent: nothing. */
  readonly group?: string | null
  /** Texts of the label's column that mean no label. */
  readonly missing?: readonly string[]
  /** False where labels are not needed: a class folder may be without an image. Not part of any record. */
  readonly isLabelled?: boolean
  /** What happens to images in fine-tuning. */
  readonly augment: Augmentation
}

/** What means no label where nothing else is said. */
const MISSING = ['', 'NA', 'NaN', 'nan', '?']

/** An image of a set: a file that is listed, or one that came out of an archive decoded. */
interface Found extends Omit<EncodedImage, 'source'> {
  /** Null for one that is decoded when it is needed. */
  readonly held: { readonly image: Image; readonly checksum: string } | null
}

/**
 * All images that the paths mean, of one size: held in memory where they fit into the budget, else decoded whenever they
 * are needed. What comes out of archives is always held.
 *
 * @throws RomaeError `APP_ARCHIVE_TOO_LARGE`, `APP_FILE_CHANGED`, `IMAGE_*`
 */
export async function readImages(
  paths: readonly string[],
  settings: Settings,
  memory: MemoryBudget = memoryBudget(),
): Promise<SampleSet<Image>> {
  const data = settings as ImageData
  const { size, channels } = data
  if (channels !== 1 && channels !== 3) throw new InvalidArgumentError(`data.channels must be 1 or 3; got ${channels}`)
  const options: DecodeImagesOptions = {
    channels,
    frames: 'first',
    onNote: tellOnce,
    resize: { width: size, height: size },
  }
  const found: Found[] = []
  const notes: string[] = []
  const unread = new UnreadFiles()
  for (const path of paths) {
    const folders: ImageFolderOptions = {
      labels: data.isLabelled === false ? 'optional' : 'required',
      onUnread: unread.add,
    }
    const images = isArchive(path)
      ? fromArchive(path, options, folders, memory)
      : listed(await listImages(path, data, folders))
    for await (const image of images) found.push(inGroup(image, path, data))
    notes.push(...unread.notes(path))
  }
  const samples = await holdOrRead<Image>(
    {
      length: found.length,
      alike: true,
      file: (index) => fileOf(found[index]!),
      decode: (index) => decoded(found[index]!, options),
      bytes: (image, index) => (found[index]!.held === null ? image.data.byteLength : 0),
    },
    'images',
    memory,
  )
  const keys = {
    groups: found.map(({ group }) => group),
    content: (index: number) => found[index]!.held?.checksum ?? fileChecksum(found[index]!.file),
  }
  return { samples, ids: found.map(({ id }) => id), keys, labels: found.map(({ label }) => label), data, notes }
}

/** Null for an image that is decoded already. */
function fileOf({ held, file }: Found): string | null {
  return held === null ? file : null
}

async function decoded({ held, ...image }: Found, options: DecodeImagesOptions): Promise<Image> {
  if (held !== null) return held.image
  const { value } = await decodeImages([{ ...image, source: image.file }], options).next()
  return value
}

/** Images that are decoded when they are needed. */
async function* listed(images: AsyncIterable<EncodedImage> | EncodedImage[]): AsyncGenerator<Found> {
  for await (const { source: _, ...image } of images) yield { ...image, held: null }
}

/** The image with its group: of a list the cell that the list gave it, else the name of the folder of that level. */
function inGroup(image: Found, path: string, { group }: ImageData): Found {
  if (group == null || isList(path)) return image
  const level = Number(group)
  const [, within = ''] = path.split('#')
  const below = within !== '' && image.id.startsWith(`${within}/`) ? image.id.slice(within.length + 1) : image.id
  const folders = below.split('/').slice(0, -1)
  const name = Number.isSafeInteger(level) && level >= 1 ? folders[level - 1] : undefined
  if (name !== undefined) return { ...image, group: name }
  const expected =
    'a column where images are listed, and in folders and archives a level: 1 is the class folder, 2 is in it'
  throw appErrors.APP_NO_GROUP({ id: image.id, group, expected })
}

function isArchive(path: string): boolean {
  return /\.(tar|tgz|tar\.gz)$/i.test(path.split('#')[0]!)
}

/** An archive's images, which can be read only one after the other. `archive.tar#folder` is a part of it. */
async function* fromArchive(
  path: string,
  options: DecodeImagesOptions,
  folders: ImageFolderOptions,
  memory: MemoryBudget,
): AsyncGenerator<Found> {
  const [archive, within] = path.split('#')
  const waiting: (Omit<EncodedImage, 'source'> & { readonly checksum: string })[] = []
  async function* encoded(): AsyncGenerator<EncodedImage> {
    for await (const image of listImageTar(archive!, { ...folders, ...(within !== undefined && { within }) })) {
      const { source, ...rest } = image
      waiting.push({ ...rest, checksum: bytesChecksum(source as Uint8Array) })
      yield image
    }
  }
  for await (const image of decodeImages(encoded(), options)) {
    if (!memory.take(heldSize(image.data.byteLength))) {
      throw appErrors.APP_ARCHIVE_TOO_LARGE({ archive: archive!, bytes: memory.bytes })
    }
    // Images are decoded some ahead, and come in the archive's order.
    const { checksum, ...rest } = waiting.shift()!
    yield { ...rest, held: { image, checksum } }
  }
}

/** Whether a path is a list of images, and not an image or a folder of them. */
export function isList(path: string): boolean {
  return ['.csv', '.jsonl'].includes(extname(path).toLowerCase())
}

/** What a path means: a list, a split of Tiny ImageNet, a folder, or an image. */
async function listImages(
  path: string,
  { file, label, group, missing = MISSING }: ImageData,
  folders: ImageFolderOptions,
): Promise<AsyncIterable<EncodedImage> | EncodedImage[]> {
  if (isList(path)) {
    return listImageTable(path, {
      ...(file !== undefined && { file }),
      ...(label != null && { label, missing }),
      ...(group != null && { group }),
    })
  }
  if (!(await isFolder(path))) return [{ id: path, file: path, source: path }]
  const split = basename(path)
  const isTinyImageNet = (split === 'train' || split === 'val') && (await isFile(`${dirname(path)}/wnids.txt`))
  return isTinyImageNet ? listTinyImageNet(dirname(path), { split }) : listImageFolder(path, folders)
}

async function isFolder(path: string): Promise<boolean> {
  const entry = await stat(path).catch(() => null)
  return entry?.isDirectory() === true
}

async function isFile(path: string): Promise<boolean> {
  const entry = await stat(path).catch(() => null)
  return entry?.isFile() === true
}
