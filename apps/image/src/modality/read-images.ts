import { stat } from 'node:fs/promises'
import { basename, dirname, extname } from 'node:path'
import {
  appErrors,
  heldSize,
  holdOrRead,
  type MemoryBudget,
  memoryBudget,
  type SampleSet,
  type Settings,
} from '@romae/app-common'
import {
  type DecodeImagesOptions,
  decodeImages,
  type EncodedImage,
  type Image,
  listImageFolder,
  listImageTable,
  listImageTar,
  listTinyImageNet,
} from '@romae/image'
import { InvalidArgumentError } from 'commander'
import type { Augmentation } from './augmentation.ts'

/** How files are read. */
export interface ImageData extends Settings {
  /** The side that every image is resized to, in pixels. */
  readonly size: number
  readonly channels: number
  /** Columns of lists; null: no labels. Records of runs that read no list lack them. */
  readonly file?: string
  readonly label?: string | null
  /** What happens to images in fine-tuning. */
  readonly augment: Augmentation
}

/** An image of a set: a file that is listed, or one that came out of an archive decoded. */
type Found = EncodedImage | Image

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
  const options: DecodeImagesOptions = { channels, frames: 'first', resize: { width: size, height: size } }
  const found: Found[] = []
  for (const path of paths) {
    const images = isArchive(path) ? fromArchive(path, options, memory) : await listImages(path, data)
    for await (const image of images) found.push(image)
  }
  const samples = await holdOrRead<Image>(
    {
      length: found.length,
      alike: true,
      file: (index) => fileOf(found[index]!),
      decode: (index) => decoded(found[index]!, options),
      bytes: (image, index) => (fileOf(found[index]!) === null ? 0 : image.data.byteLength),
    },
    'images',
    memory,
  )
  return { samples, ids: found.map(({ id }) => id), labels: found.map(({ label }) => label), data }
}

/** Null for an image that is decoded already. */
function fileOf(image: Found): string | null {
  return 'file' in image ? image.file : null
}

async function decoded(image: Found, options: DecodeImagesOptions): Promise<Image> {
  if (!('file' in image)) return image
  const { value } = await decodeImages([image], options).next()
  return value
}

function isArchive(path: string): boolean {
  return /\.(tar|tgz|tar\.gz)$/i.test(path.split('#')[0]!)
}

/** An archive's images, which can be read only one after the other. `archive.tar#folder` is a part of it. */
async function* fromArchive(path: string, options: DecodeImagesOptions, memory: MemoryBudget): AsyncGenerator<Image> {
  const [archive, within] = path.split('#')
  for await (const image of decodeImages(listImageTar(archive!, within === undefined ? {} : { within }), options)) {
    if (!memory.take(heldSize(image.data.byteLength))) {
      throw appErrors.APP_ARCHIVE_TOO_LARGE({ archive: archive!, bytes: memory.bytes })
    }
    yield image
  }
}

/** Whether a path is a list of images, and not an image or a folder of them. */
export function isList(path: string): boolean {
  return ['.csv', '.jsonl'].includes(extname(path).toLowerCase())
}

/** What a path means: a list, a split of Tiny ImageNet, a folder, or an image. */
async function listImages(
  path: string,
  { file, label }: ImageData,
): Promise<AsyncIterable<EncodedImage> | EncodedImage[]> {
  if (isList(path)) {
    return listImageTable(path, { ...(file !== undefined && { file }), ...(label != null && { label }) })
  }
  if (!(await isFolder(path))) return [{ id: path, file: path, source: path }]
  const split = basename(path)
  const isTinyImageNet = (split === 'train' || split === 'val') && (await isFile(`${dirname(path)}/wnids.txt`))
  return isTinyImageNet ? listTinyImageNet(dirname(path), { split }) : listImageFolder(path)
}

async function isFolder(path: string): Promise<boolean> {
  const entry = await stat(path).catch(() => null)
  return entry?.isDirectory() === true
}

async function isFile(path: string): Promise<boolean> {
  const entry = await stat(path).catch(() => null)
  return entry?.isFile() === true
}
