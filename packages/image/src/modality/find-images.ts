import type { UnreadFiles } from '@romae/internal/files'
import { isList, listOf, SplitCounts } from '@romae/internal/lists'
import { builtin } from '@romae/internal/platform'
import type { ReadContext, Source } from '@romae/tokenizer/modality'
import { errors } from '../errors.ts'
import type { EncodedImage } from '../readers/encoded-image.ts'
import { type ImageFolderOptions, listImageFolder } from '../readers/folder.ts'
import { listImageTable } from '../readers/table.ts'
import { listTinyImageNet } from '../readers/tiny-imagenet.ts'
import { archiveImages, isArchive, partOf } from './archive-images.ts'
import { placedBy } from './by-name.ts'
import { type DecodeImage, type FoundImage, givenImage, listedImage } from './found-image.ts'
import { type ImageOptions, imageOptions } from './options.ts'

/** What means no label where nothing else is said. */
const MISSING = ['', 'NA', 'NaN', 'nan', '?']
/** What the option has where nobody has said it: `path` does as well then. */
const DEFAULT_FILE = imageOptions.file.default

/** The images that a source means: those of a list, an archive or a folder, or one. */
export async function* findImages(
  source: Source,
  options: ImageOptions,
  decode: DecodeImage,
  { purpose, memory, note }: Pick<ReadContext, 'purpose' | 'memory' | 'note'>,
  unread: UnreadFiles,
): AsyncGenerator<FoundImage> {
  const placed = await placedBy(options)
  const folders: ImageFolderOptions = {
    // Folders are no classes where names say them.
    labels: purpose === 'predict' || options.pattern != null ? 'optional' : 'required',
    onUnread: unread.add,
  }
  if (typeof source !== 'string') {
    yield placed(givenImage(source, decode), '')
  } else if (isList(source)) {
    // The list gives each its group.
    for await (const image of listed(source, options, note)) yield listedImage(image, decode)
  } else if (isArchive(source)) {
    const within = partOf(source) ?? ''
    for await (const image of archiveImages(source, decode, folders, memory)) {
      const isBelow = within !== '' && image.id.startsWith(`${within}/`)
      yield placed(image, isBelow ? image.id.slice(within.length + 1) : image.id)
    }
  } else if (await isFolder(source)) {
    for await (const image of await folderImages(source, folders)) {
      yield placed(listedImage(image, decode), image.id)
    }
  } else {
    yield placed(listedImage({ id: source, file: source, source }, decode), '')
  }
}

/** The images of a list, or of the split of it that is meant. */
async function* listed(
  source: string,
  { file, label, labels, labelSeparator, group, missing = MISSING, split = 'split' }: ImageOptions,
  note: (note: string) => void,
): AsyncGenerator<EncodedImage> {
  const [path] = listOf(source)
  const splits = new SplitCounts(source)
  const images = listImageTable(path, {
    ...(file !== DEFAULT_FILE && { file }),
    ...(label !== null && { label }),
    ...(labels != null && { labels }),
    ...(labelSeparator != null && { labelSeparator }),
    ...((label !== null || labels != null) && { missing }),
    ...(group != null && { group }),
    split,
  })
  for await (const image of images) if (splits.take(image.split)) yield image
  if (splits.problem !== null) throw errors.IMAGE_LIST_SPLIT({ file: path, reason: splits.problem })
  if (splits.note !== null) note(splits.note)
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
