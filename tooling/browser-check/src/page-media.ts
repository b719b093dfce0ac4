import { audio } from '@romae/audio/modality'
import type { ReadContext } from '@romae/tokenizer/modality'

/** The spectrogram of a WAV file, as the modality for sounds reads it, without anything of Node. */
export async function spectrogramOf(wav: readonly number[]): Promise<readonly number[]> {
  const options = { pattern: null, rate: 16_000, bins: 64, frameLength: 25, frameShift: 10, seconds: 5, group: null }
  const augment = { timeMasks: 1, timeWidth: 8, frequencyMasks: 1, frequencyWidth: 8 }
  const context = { purpose: 'train', note: () => {} } as unknown as ReadContext
  const file = new File([Uint8Array.from(wav)], 'sound.wav')
  const { samples } = await audio.read([file], { ...options, augment } as never, context)
  const { sample } = samples as { sample(index: number): Promise<{ readonly values: Float32Array }> }
  return [...(await sample(0)).values]
}
