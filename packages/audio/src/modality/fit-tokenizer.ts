import { inOrder } from '@romae/internal/iteration'
import type { Samples } from '@romae/tokenizer/modality'
import type { Spectrogram } from '../spectrogram/spectrogram.ts'
import { fitOneByOne, type SpectrogramTokenizer } from '../tokenizer/tokenizer.ts'
import type { SpectrogramOptions } from './options.ts'

/** A tokenizer with the statistics of these spectrograms. @throws RomaeError what `spectrogramTokenizer.fit` throws */
export function fitTokenizer(
  samples: Samples<Spectrogram>,
  { patch, frames, fill, standardize, positions }: SpectrogramOptions,
): Promise<SpectrogramTokenizer> {
  return fitOneByOne(inOrder(samples), {
    patch,
    standardize,
    positions,
    ...(frames !== null && { frames }),
    ...(fill !== null && { fill }),
  })
}
