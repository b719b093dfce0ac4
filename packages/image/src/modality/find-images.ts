import { extensionOf, type UnreadFiles } from '@romae/internal/files'
import { builtin } from '@romae/internal/platform'
import type { ReadContext, Source } from '@romae/tokenizer/modality'
import { errors } from '../errors.ts'
import type { EncodedImage } from '../readers/encoded-image.ts'
import { type ImageFolderOptions, listImageFolder } from '../readers/folder.ts'
import { listImageTable } from '../readers/table.ts'
import { listTinyImageNet } from '../readers/tiny-imagenet.ts'
import { archiveImages, isArchive, partOf } from './archive-images.ts'
import { type DecodeImage, type FoundImage, givenImage, listedImage } from './found-image.ts'
import type { ImageOptions } from './options.ts'

/** What means no label where nothing else is said. */
const MISSING = ['', 'NA', 'NaN', 'nan', '?']

/** Whether a path is a list of images, and not an image or a folder of them. */
export function isList(path: string): boolean {
  return ['.csv', '.jsonl'].includes(extensionOf(path))
}

/** The images that a source means: those of a list, an archive or a folder, or one. */
export async function* findImages(
  source: Source,
  options: ImageOptions,
  decode: DecodeImage,
  { purpose, memory }: Pick<ReadContext, 'purpose' | 'memory'>,
  unread: UnreadFiles,
): AsyncGenerator<FoundImage> {
  const group = options.group ?? null
  const folders: ImageFolderOptions = {
    labels: purpose === 'predict' ? 'optional' : 'required',
    onUnread: unread.add,
  }
  if (typeof source !== 'string') {
    yield inGroup(givenImage(source, decode), '', group)
  } else if (isList(source)) {
    // The list gives each its group.
    for await (const image of listed(source, options)) yield listedImage(image, decode)
  } else if (isArchive(source)) {
    const within = partOf(source) ?? ''
    for await (const image of archiveImages(source, decode, folders, memory)) {
      const isBelow = within !== '' && image.id.startsWith(`${within}/`)
      yield inGroup(image, isBelow ? image.id.slice(within.length + 1) : image.id, group)
    }
  } else if (await isFolder(source)) {
    for await (const image of await folderImages(source, folders)) {
      yield inGroup(listedImage(image, decode), image.id, group)
    }
  } else {
    yield inGroup(listedImage({ id: source, file: source, source }, decode), '', group)
  }
}

/**
 * The image with its group: the name of the folder of that level.
 *
 * @param path of the image from the folder, or the part of the archive, on
 */
function inGroup(image: FoundImage, path: string, group: string | null): FoundImage {
  if (group === null) return image
  const level = Number(group)
  const name = Number.isSafeInteger(level) && level >= 1 ? path.split('/').slice(0, -1)[level - 1] : undefined
  if (name !== undefined) return { ...image, group: name }
  const expected =
    'a column where images are listed, and in folders and archives a level: 1 is the class folder, 2 is in it'
  throw errors.IMAGE_NO_GROUP({ id: image.id, group, expected })
}

function listed(path: string, { file, label, group, missing = MISSING }: ImageOptions): AsyncIterable<EncodedImage> {
  return listImageTable(path, {
    file,
    ...(label !== null && { label, missing }),
    ...(group != null && { group }),
  })
}

/** A folder's images, or those of a split of Tiny ImageNet. */
async function folderImages(path: string, folders: ImageFolderOptions): Promise<AsyncIterable<EncodedImage>> {
  const { basename, dirname } = builtin('node:path')
  const split = basename(path)
  const isTinyImageNet = (split === 'train' || split === 'val') && (await isFile(`${dirname(path)}/wnids.txt`))
  return isTinyImageNet ? listTinyImageNet(dirname(path), { split }) : listImageFolder(path, folders)
}

async function isFolder(path: string): Promise<boolean> {
  // Here alone: files of a browser are read without it.
  const { stat } = builtin('node:fs/promises')
  const entry = await stat(path).catch(() => null)
  return entry?.isDirectory() === true
}

async function isFile(path: string): Promise<boolean> {
  const { stat } = builtin('node:fs/promises')
  const entry = await stat(path).catch(() => null)
  return entry?.isFile() === true
}
