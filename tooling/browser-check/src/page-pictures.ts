import { decodeImage, type Image, image, toPng } from '@romae/image/browser'
import type { LazySamples, ReadContext } from '@romae/tokenizer/modality'

/** A file by its name, as numbers that JSON holds, and how it is to be decoded. */
export interface PictureFile {
  readonly name: string
  readonly bytes: readonly number[]
  readonly channels?: 1 | 3
  /** To a square of this side, by the modality. */
  readonly size?: number
}

/** What a page has made of a picture: its samples in [0, 1], or the code of the error. */
export type PagePicture = Omit<Image, 'data'> & { readonly data: readonly number[] }

/** What the modality is asked for besides. */
export const imageOptions = {
  file: 'file',
  label: null,
  augment: { flip: false, leastArea: 1, operations: 0, magnitude: 0 },
} as const

/** Decodes pictures as the author of a page would. */
export async function pagePictures(files: readonly PictureFile[]): Promise<readonly (PagePicture | string)[]> {
  return Promise.all(
    files.map(async (asked) => {
      try {
        const { data, ...rest } = await pictureOf(asked)
        return { ...rest, data: [...data] }
      } catch (error) {
        return (error as { readonly code?: string }).code ?? String(error)
      }
    }),
  )
}

async function pictureOf({ name, bytes, channels = 3, size }: PictureFile): Promise<Image> {
  const file = new File([Uint8Array.from(bytes)], name)
  if (size === undefined) return decodeImage(file, { channels, frames: 'first' })
  const context = { purpose: 'train', note: () => {} } as unknown as ReadContext
  const { samples } = await image.read([file], { ...imageOptions, channels, size }, context)
  return (samples as LazySamples<Image>).sample(0)
}

/** A picture decoded, written as PNG and decoded again: whether that has changed anything; labels of a folder that was picked. */
export async function pageFolder({ bytes }: PictureFile) {
  const content = Uint8Array.from(bytes)
  const first = await decodeImage(content)
  const second = await decodeImage(await toPng(first))
  const picked = ['photos/cat/1.png', 'photos/2.png', 'photos/notes.txt'].map((path) => {
    return Object.defineProperty(new File([content], path.split('/').at(-1)!), 'webkitRelativePath', { value: path })
  })
  const context = { purpose: 'train', note: () => {} } as unknown as ReadContext
  const { ids, labels, notes } = await image.read(picked, { ...imageOptions, channels: 3, size: 8 }, context)
  return {
    isSame: first.data.every((value, place) => value === second.data[place]),
    ids,
    labels: labels?.map((label) => label ?? null),
    notes,
  }
}
