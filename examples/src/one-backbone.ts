/**
 * A series, an image and a sound become tokens, and one and the same backbone learns from each in turn: what it learned
 * from the one is where it starts with the next. `pnpm --filter @romae/examples start` runs it.
 *
 * The three share nothing but the contract: tokens at positions on named axes. Here all have two axes and one value a
 * token, so that even the projection of tokens is the same; where token sizes differ, `finetune` carries over the rest.
 * That the tokens come from another tokenizer than the backbone's would be an error: `otherTokenizer: 'accept'` means it.
 */
import { filterBank, fromSamples, spectrogramTokenizer } from '@romae/audio'
import { imageFromPixels, imageTokenizer } from '@romae/image'
import { fromGrid, observationTokenizer } from '@romae/timeseries'
import type { Tokenizer } from '@romae/tokenizer'
import { type PretrainedModel, pretrain, runToEnd } from '@romae/trainer/node'

const count = Array.from({ length: 16 }, (_, index) => index) // samples of each kind

// Sixteen series of two channels, observed at uneven times.
const times = Array.from({ length: 32 }, (_, index) => index + 0.4 * Math.sin(7 * index))
const series = count.map((phase) =>
  fromGrid({
    id: `series ${phase}`,
    times,
    values: [times.map((time) => Math.sin(time / 3 + phase)), times.map((time) => Math.cos(time / 5 + phase))],
  }),
)

// Sixteen grey images of stripes, 8 × 8 pixels.
const images = count.map((angle) => {
  const pixel = (_: unknown, at: number) =>
    0.5 + 0.5 * Math.sin((at % 8) * Math.cos(angle) + (at >> 3) * Math.sin(angle))
  const data = Float32Array.from({ length: 64 }, pixel)
  return imageFromPixels({ id: `image ${angle}`, width: 8, height: 8, channels: 1, data })
})

// Sixteen chirps of a tenth of a second, as spectrograms of 8 bins.
const toSpectrogram = await filterBank({ rate: 8000, bins: 8 })
const sounds = count.map((pitch) => {
  const samples = Float32Array.from({ length: 800 }, (_, at) => 0.5 * Math.sin(at * (0.1 + pitch / 40 + at / 4000)))
  return toSpectrogram(fromSamples({ id: `sound ${pitch}`, rate: 8000, samples }))
})

let backbone: PretrainedModel | undefined
await learn('series', observationTokenizer.fit(series), series)
await learn('images', imageTokenizer.fit(images, { patch: [1, 1] }), images)
await learn('sounds', spectrogramTokenizer.fit(sounds, { patch: [1, 1] }), sounds)

async function learn<Sample>(name: string, tokenizer: Tokenizer<Sample>, samples: Sample[]): Promise<void> {
  const { length } = await tokenizer.tokenize(samples[0]!)
  const training = { steps: 20, batchSize: 16, seed: 1 }
  const losses: number[] = []
  const start = backbone && ({ from: backbone, otherTokenizer: 'accept' } as const)
  backbone = await runToEnd(pretrain({ tokenizer, samples, training, ...start }), (event) => {
    if (event.type === 'step') losses.push(event.loss)
  })
  const axes = tokenizer.axes.join(', ')
  console.log(`${name}: ${length} tokens at [${axes}], loss ${losses[0]!.toFixed(3)} -> ${losses.at(-1)!.toFixed(3)}`)
}
