import type { UnreadFiles } from '@romae/internal/files'
import { builtin } from '@romae/internal/platform'
import type { ReadContext, Source } from '@romae/tokenizer/modality'
import type { EncodedImage } from '../readers/encoded-image.ts'
import { type ImageFolderOptions, listImageFolder } from '../readers/folder.ts'
import { listImageTable } from '../readers/table.ts'
import { listTinyImageNet } from '../readers/tiny-imagenet.ts'
import { archiveImages, isArchive, partOf } from './archive-images.ts'
import { type DecodeImage, type FoundImage, givenImage, listedImage } from './found-image.ts'
import { inGroup } from './in-group.ts'
import { isList } from './is-list.ts'
import type { ImageOptions } from './options.ts'

/** What means no label where nothing else is said. */
const MISSING = ['', 'NA', 'NaN', 'nan', '?']

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
