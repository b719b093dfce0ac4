import { type NamePattern, namePattern } from '@romae/internal/lists'
import { errors } from '../errors.ts'
import type { FoundImage } from './found-image.ts'
import { inGroup } from './in-group.ts'
import type { ImageOptions } from './options.ts'

/** What gives an image what its name and its folders say of it. @param path from the folder or the archive on */
export type Placed = (image: FoundImage, path: string) => FoundImage

/**
 * By the pattern of the options, whose group `label` is the label, or by folders alone.
 *
 * @throws RomaeError `IMAGE_INVALID_OPTION` for no such pattern; `IMAGE_FILE_NAME`, `IMAGE_NO_GROUP` when it is called
 */
export async function placedBy({
  pattern = null,
  group = null,
}: Pick<ImageOptions, 'pattern' | 'group'>): Promise<Placed> {
  if (pattern === null) return (image, path) => inGroup(image, path, group)
  const invalid = (expected: string, got: string, cause?: unknown) =>
    errors.IMAGE_INVALID_OPTION({ of: 'image', key: 'pattern', expected, got }, cause)
  const names = await namePattern(pattern, invalid)
  return (image, path) => {
    const { label, ...attributes } = groupsOf(names, image)
    const named = { ...image, label: label! }
    const own = group === null || !Object.hasOwn(attributes, group) ? undefined : attributes[group]
    return own === undefined ? inGroup(named, path, group) : { ...named, group: own }
  }
}

/** @throws RomaeError `IMAGE_FILE_NAME` for a name without a label */
function groupsOf(pattern: NamePattern, { id, file }: FoundImage): Readonly<Record<string, string | undefined>> {
  const name = id.slice(id.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')
  const groups = pattern.exec(name)?.groups
  if (groups?.label === undefined) throw errors.IMAGE_FILE_NAME({ file: file ?? id, pattern: String(pattern) })
  return groups
}
