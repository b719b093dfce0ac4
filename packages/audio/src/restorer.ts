import type { TokenizerRestorer } from '@romae/tokenizer'
import type { Spectrogram } from './spectrogram/spectrogram.ts'
import { spectrogramTokenizer } from './tokenizer/tokenizer.ts'

/** Spectrograms of sounds, for `loadModel`: makes the tokenizer of a model again. */
export const audio: TokenizerRestorer<Spectrogram> = {
  name: 'audio',
  /** @throws RomaeError `AUDIO_INVALID_OPTION` for another tokenizer's state, or what the options' own checks throw */
  restore: ({ state }) => spectrogramTokenizer.fromJSON(state),
}
