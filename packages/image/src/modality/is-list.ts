import { extensionOf } from '@romae/internal/files'

/** Whether a path is a list of images, and not an image or a folder of them. */
export function isList(path: string): boolean {
  return ['.csv', '.jsonl'].includes(extensionOf(path))
}
