import { splitLines } from '@romae/internal/files'
import { listError, MAX_ROW, textOf } from '@romae/internal/lists'
import type { OptionsOf, Schema } from '@romae/internal/options'
import { builtin } from '@romae/internal/platform'
import { readError } from '../decode/read-bytes.ts'
import { errors } from '../errors.ts'
import { readOptions } from '../options.ts'
import { type EncodedImage, hasImageName } from './encoded-image.ts'
import { readFolder } from './folder.ts'
import { pathBelow } from './safe-path.ts'

const schema = {
  split: { kind: 'choice', of: ['train', 'val', 'test'], required: true, help: '`test` has no labels' },
} as const satisfies Schema

/** Options of {@link listTinyImageNet}. */
export interface TinyImageNetOptions extends OptionsOf<typeof schema> {}

/**
 * Lists Tiny ImageNet as it is distributed: `train/<class>/images/…`, `val/images/…` with `val/val_annotations.txt`,
 * `test/images/…`. Labels are WordNet ids such as `n01443537`.
 *
 * @param path the folder that holds `train`, `val` and `test`
 * @throws RomaeError `IMAGE_CANNOT_READ`, `IMAGE_NO_IMAGES`, `IMAGE_LIST_SYNTAX`, `IMAGE_UNSAFE_NAME`
 */
export async function* listTinyImageNet(path: string, options: TinyImageNetOptions): AsyncGenerator<EncodedImage> {
  const { split } = readOptions('listTinyImageNet', schema, options)
  let found = false
  for await (const image of split === 'train' ? train(path) : split === 'val' ? val(path) : test(path)) {
    found = true
    yield image
  }
  if (!found) throw errors.IMAGE_NO_IMAGES({ path, expected: `the ${split} split of Tiny ImageNet` })
}

async function* train(path: string): AsyncGenerator<EncodedImage> {
  const { join } = builtin('node:path')
  for (const entry of await readFolder(join(path, 'train'))) {
    if (!entry.isDirectory()) continue
    for await (const image of imagesOf(path, `train/${entry.name}/images`)) yield { ...image, label: entry.name }
  }
}

/** The annotations have a line for each image: file name, class, and a box; parted by tabs. */
async function* val(path: string): AsyncGenerator<EncodedImage> {
  const { join } = builtin('node:path')
  const list = join(path, 'val', 'val_annotations.txt')
  try {
    for await (const { text, number: line } of splitLines(textOf(list), MAX_ROW)) {
      if (text === '') continue
      const [name, label] = text.split('\t')
      if (!name || !label) {
        const reason = 'expected a file name, a tab and a class'
        throw errors.IMAGE_LIST_SYNTAX({ file: list, line, reason })
      }
      const file = pathBelow(join(path, 'val', 'images'), name, list)
      yield { id: `val/images/${name}`, label, file, source: file }
    }
  } catch (cause) {
    throw listError(cause, {
      syntax: (line, reason) => errors.IMAGE_LIST_SYNTAX({ file: list, line, reason }, cause),
      unreadable: () => readError(list, cause),
    })
  }
}

function test(path: string): AsyncGenerator<EncodedImage> {
  return imagesOf(path, 'test/images')
}

async function* imagesOf(path: string, below: string): AsyncGenerator<EncodedImage> {
  const { join } = builtin('node:path')
  const folder = join(path, ...below.split('/'))
  for (const entry of await readFolder(folder)) {
    if (!entry.isFile() || !hasImageName(entry.name)) continue
    const file = join(folder, entry.name)
    yield { id: `${below}/${entry.name}`, file, source: file }
  }
}
