import { stat } from 'node:fs/promises'
import { basename, dirname, extname } from 'node:path'
import type { SampleSet, Settings } from '@romae/app-common'
import {
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
  /** Columns of lists; null: no labels. */
  readonly file: string
  readonly label: string | null
  /** What happens to images in fine-tuning. */
  readonly augment: Augmentation
}

/** Decodes all images that the paths mean, small enough to be held in memory together. */
export async function readImages(paths: readonly string[], settings: Settings): Promise<SampleSet<Image>> {
  const data = settings as ImageData
  const { size, channels } = data
  if (channels !== 1 && channels !== 3) throw new InvalidArgumentError(`data.channels must be 1 or 3; got ${channels}`)
  const samples: Image[] = []
  for (const path of paths) {
    const options = { channels, frames: 'first', resize: { width: size, height: size } } as const
    for await (const image of decodeImages(await listImages(path, data), options)) samples.push(image)
  }
  return {
    samples,
    ids: samples.map(({ id }) => id),
    labels: samples.map(({ label }) => label),
    data,
  }
}

/** What a path means: an archive, a list, a split of Tiny ImageNet, a folder, or an image. */
async function listImages(
  path: string,
  { file, label }: ImageData,
): Promise<AsyncIterable<EncodedImage> | EncodedImage[]> {
  const [archive, within] = path.split('#')
  if (/\.(tar|tgz|tar\.gz)$/i.test(archive!)) return listImageTar(archive!, within === undefined ? {} : { within })
  if (['.csv', '.jsonl'].includes(extname(path).toLowerCase())) {
    return listImageTable(path, { file, ...(label !== null && { label }) })
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
