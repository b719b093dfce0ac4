import { errors } from '../errors.ts'
import type { FoundImage } from './found-image.ts'

/**
 * The image with its group: the name of the folder of that level.
 *
 * @param path of the image from the folder, or the part of the archive, on
 */
export function inGroup(image: FoundImage, path: string, group: string | null): FoundImage {
  if (group === null) return image
  const level = Number(group)
  const name = Number.isSafeInteger(level) && level >= 1 ? path.split('/').slice(0, -1)[level - 1] : undefined
  if (name !== undefined) return { ...image, group: name }
  const expected =
    'a column where images are listed, and in folders and archives a level (1 is the class folder, 2 is in it) or a group of --pattern'
  throw errors.IMAGE_NO_GROUP({ id: image.id, group, expected })
}
