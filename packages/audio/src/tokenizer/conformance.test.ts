import { registerConformance } from '@romae/tokenizer/testing'
import { describe, test } from 'vitest'
import type { Spectrogram } from '../spectrogram/spectrogram.ts'
import { noiseSpectrograms } from '../testing/spectrograms.ts'
import { type SpectrogramTokenizer, spectrogramTokenizer } from './tokenizer.ts'

const speech = await noiseSpectrograms([0.5, 0.3, 1.2], { bins: 64 })
const whole = speech.map((spectrogram) => firstFrames(spectrogram, 16))
const empty = { ...speech[0]!, frames: 0, values: new Float32Array(0) }

function firstFrames(spectrogram: Spectrogram, frames: number): Spectrogram {
  return { ...spectrogram, frames, values: spectrogram.values.slice(0, frames * spectrogram.bins) }
}

/** All that tokens hold: identity is not among it. */
const sameValues = (original: Spectrogram, restored: Spectrogram) =>
  original.frames === restored.frames &&
  original.bins === restored.bins &&
  original.framesPerSecond === restored.framesPerSecond &&
  original.values.every(
    (value, index) => Math.abs(value - restored.values[index]!) <= 1e-5 * Math.max(1, Math.abs(value)),
  )

const onWarning = (warning: Error) => {
  throw warning
}

function conforms(
  name: string,
  tokenizer: () => SpectrogramTokenizer,
  samples: Spectrogram[],
  equal?: (original: Spectrogram, restored: Spectrogram) => boolean,
) {
  describe(name, () => {
    const { fromJSON } = spectrogramTokenizer
    const ways = { fromJSON: (json: unknown) => fromJSON(json), onWarning, ...(equal && { equal }) }
    registerConformance(test, { tokenizer, samples, emptySamples: [empty], ...ways })
  })
}

conforms('as they are', () => spectrogramTokenizer({ bins: 64, framesPerSecond: 100 }), whole, sameValues)
conforms('fitted, any length', () => spectrogramTokenizer.fit(speech), speech)
conforms(
  'fitted globally, 128 frames, positions in seconds and bins',
  () => spectrogramTokenizer.fit(speech, { standardize: 'global', frames: 128, positions: 'seconds', fill: 0 }),
  speech,
)
conforms('cut to 16 frames', () => spectrogramTokenizer.fit(speech, { frames: 16 }), whole, sameValues)
conforms(
  'long, thin patches and a limit',
  () => spectrogramTokenizer.fit(speech, { patch: [128, 2], maxFrames: 128, positions: 'seconds' }),
  speech,
)
conforms('one value a token', () => spectrogramTokenizer.fit(whole, { patch: [1, 1] }), whole, sameValues)
