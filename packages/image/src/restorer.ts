import type { TokenizerRestorer } from '@romae/tokenizer'
import type { Image } from './image/image.ts'
import { imageTokenizer } from './tokenizer/image-tokenizer.ts'

/** Images and short videos, for `loadModel`: makes the tokenizer of a model again. */
export const image: TokenizerRestorer<Image> = {
  name: 'image',
  /** @throws RomaeError `IMAGE_INVALID_OPTION` for another tokenizer's state, or what the options' own checks throw */
  restore: ({ state }) => imageTokenizer.fromJSON(state),
}
