import type { LabelSet } from '@romae/tokenizer/modality'
import type { ImageSource } from '../decode/read-bytes.ts'

/** An image that is listed but not yet decoded. */
export interface EncodedImage {
  /** Names it in its list: the path relative to the list's folder, with `/`, unless the list says otherwise. */
  readonly id: string
  readonly label?: string
  /** Instead of one label: those that it has, and those of which nobody knows, where a list says so. */
  readonly labels?: LabelSet
  /** What it belongs to, such as a patient: images of one group must not stand in two parts of a split. */
  readonly group?: string
  /** The split that it is of, where a list says so. */
  readonly split?: string
  /** How messages call it: the path of its file. */
  readonly file: string
  /** The path, or the bytes. */
  readonly source: ImageSource
}

/** Whether the name has the ending of a format that is decoded. Others are left out of folders and archives. */
export function hasImageName(name: string): boolean {
  return /\.(jpe?g|png|webp|avif|tiff?|gif)$/i.test(name)
}
