import { UnreadFiles } from '@romae/internal/files'
import type { ReadContext, ReadSamples, Source, SourceFile } from '@romae/tokenizer/modality'
import { errors } from '../errors.ts'
import type { Image } from '../image/image.ts'
import { type DecodeImage, type FoundImage, givenImage } from '../modality/found-image.ts'
import { inGroup } from '../modality/in-group.ts'
import type { ImageOptions } from '../modality/options.ts'
import { readSamplesOf } from '../modality/read-samples.ts'
import { hasImageName } from '../readers/encoded-image.ts'
import { decodeImage } from './decode-image.ts'
import { toPng } from './to-png.ts'

/**
 * All images of these files, of one size, decoded when they are needed. A file of a folder that was picked as a whole
 * (`<input webkitdirectory>`) has the label that it has in Node: the name of the folder in that one which it lies in.
 *
 * @throws RomaeError `IMAGE_*`
 */
export async function readImages(
  sources: readonly Source[],
  options: ImageOptions,
  { note }: Pick<ReadContext, 'note'>,
): Promise<ReadSamples<Image>> {
  const { size, channels, group = null, pattern = null } = options
  if (pattern !== null) {
    const expected = 'null in a browser, where labels are the names of folders'
    throw errors.IMAGE_INVALID_OPTION({ of: 'image', key: 'pattern', expected, got: pattern })
  }
  const resize = { width: size, height: size }
  const decode: DecodeImage = ({ id, label, source }) =>
    decodeImage(source as Uint8Array, {
      id,
      channels,
      frames: 'first',
      resize,
      onNote: note,
      ...(label !== undefined && { label }),
    })
  const found: FoundImage[] = []
  const unread = new UnreadFiles()
  for (const source of sources) {
    if (typeof source === 'string') {
      const reason = 'paths are for Node; a browser has files, of <input type="file"> or dropped'
      throw errors.IMAGE_CANNOT_READ({ file: source, reason })
    }
    const { path, label } = placeOf(source)
    if (path !== '' && !hasImageName(path)) {
      unread.add(path)
      continue
    }
    const image = givenImage(source, decode, {
      ...(path !== '' && { id: path }),
      ...(label !== undefined && { label }),
    })
    found.push(inGroup(image, path, group))
  }
  return readSamplesOf(found, unread.notes('the folder'), toPng)
}

/** The path of a file in the folder that was picked, and its label; empty where it was picked by itself. */
function placeOf(file: SourceFile): { readonly path: string; readonly label?: string } {
  const { webkitRelativePath = '' } = file as { readonly webkitRelativePath?: string }
  const [, ...parts] = webkitRelativePath.split('/')
  return { path: parts.join('/'), ...(parts.length > 1 && { label: parts[0]! }) }
}
