import { createRandom } from '@romae/internal/random'
import { acceptModality } from '@romae/tokenizer/modality'
import { decode } from 'fast-png'
import { beforeAll, describe, expect, it } from 'vitest'
import * as entry from '../modality.ts'
import type { Spectrogram } from '../spectrogram/spectrogram.ts'
import { resolvedOptions } from '../testing/reading.ts'
import { noiseSpectrograms } from '../testing/spectrograms.ts'
import { audio } from './audio.ts'
import { augmentation } from './augmentation.ts'

const patches = { patch: [8, 16], frames: null, fill: null, standardize: 'per-bin', positions: 'patches' } as const
let spectrograms: readonly Spectrogram[]
beforeAll(async () => {
  spectrograms = await noiseSpectrograms([0.25, 0.5], { bins: 32 })
})

it('is the default of the entry, and what the contract wants', () => {
  expect(entry.default).toBe(audio)
  expect(acceptModality(entry.default, '@romae/audio/modality')).toBe(audio)
})

it('has options in the order that runs have recorded', () => {
  const keys = ['pattern', 'rate', 'bins', 'frameLength', 'frameShift', 'seconds', 'augment']
  expect(Object.keys(resolvedOptions())).toEqual(keys)
  const all = resolvedOptions({ openEnd: true, strict: false, group: 'fold' })
  expect(Object.keys(all)).toEqual([...keys, 'group', 'strict', 'openEnd'])
})

it('admits a pattern of 500 characters', () => {
  expect(resolvedOptions({ pattern: `\n${'.'.repeat(499)}` }).pattern).toHaveLength(500)
  expect(() => resolvedOptions({ pattern: '.'.repeat(501) })).toThrowRomae('AUDIO_INVALID_OPTION', { key: 'pattern' })
})

it('suggests the paper’s Table 11', () => {
  expect(audio.suggests!.paper).toMatchObject({
    model: { size: 'small' },
    tokenizer: { frames: 1024, fill: 0 },
    pretraining: { learningRate: 5e-4, batchSize: 64, epochs: 150, clipNorm: 1, warmupSteps: 1000 },
    finetuning: { learningRate: 1e-3, batchSize: 48, epochs: 50, warmupSteps: 50, labelSmoothing: 0.2, clipNorm: 1 },
  })
})

it('fits the same tokenizer to sounds that are held and to sounds that are read', async () => {
  const lazy = { length: spectrograms.length, sample: async (index: number) => spectrograms[index]! }
  const held = await audio.fit(spectrograms, patches)
  const read = await audio.fit(lazy, patches)
  expect(JSON.stringify(read.toJSON!())).toBe(JSON.stringify(held.toJSON!()))
  const again = audio.restore({ name: held.name, state: held.toJSON!() })
  expect(again.tokenize(spectrograms[0]!)).toEqual(held.tokenize(spectrograms[0]!))
  expect(await audio.fit(lazy, { ...patches, frames: 16, fill: 0 })).toMatchObject({ options: { frames: 16, fill: 0 } })
})

describe('augmentation', () => {
  it('masks bands by the options alone, differently each time', () => {
    const { augment } = resolvedOptions()
    expect(augmentation({ augment: { ...augment, timeMasks: 0, frequencyWidth: 0 } })).toBeNull()
    const change = augmentation({ augment })!
    const [first, again, other] = [1, 1, 2].map((seed) => change(spectrograms[1]!, createRandom(seed)).values)
    expect(again).toEqual(first)
    expect(other).not.toEqual(first)
  })

  it('says which options have no effect', () => {
    const unused = (timeMasks: number, frequencyMasks: number) =>
      Object.keys(audio.unusedOptions!({ data: { augment: { timeMasks, frequencyMasks } } }, ['list.csv', 'sounds']))
    expect(unused(0, 1)).toEqual(['data.augment.timeWidth'])
    expect(unused(1, 0)).toEqual(['data.augment.frequencyWidth'])
  })
})

it('shows the original, the masked and the reconstructed sound, the masked patches in grey', async () => {
  const tokenizer = await audio.fit(spectrograms, patches)
  const sample = spectrograms[0]!
  const tokens = await tokenizer.tokenize(sample)
  const masked = new Uint8Array(tokens.length)
  masked[0] = 1
  const shown = { id: 'noise', sample, tokens, masked, filled: tokens }
  const [figure] = await audio.figures!([shown, shown], { tokenizer, options: resolvedOptions({ rate: 8000 }) })
  if (figure?.kind !== 'pictures') throw new Error('no pictures')
  const captions = ['noise', 'masked', 'reconstructed']
  expect(figure.pictures.map(({ caption }) => caption)).toEqual([...captions, ...captions])
  // 23 frames, filled up to whole patches.
  const x = { label: 'time', from: '0 s', to: '0.24 s' }
  const y = { label: 'mel scale', from: '20 Hz', to: '4 kHz' }
  expect(figure).toMatchObject({ across: 3, pictures: captions.concat(captions).map(() => ({ x, y })) })
  const [original, greyed, filled] = figure.pictures.map(({ png }) => decode(png).data)
  expect(filled).toEqual(original)
  // The palette's last colour is grey.
  const grey = greyed!.filter((value) => value === 255).length
  expect(grey / greyed!.length).toBeCloseTo(1 / tokens.length, 5)
  expect(original!.includes(255)).toBe(false)
})

it('tells of sounds what they hold', () => {
  const lines = audio.inspect!(spectrograms, { ...resolvedOptions({ rate: 8000 }) })
  expect(lines).toEqual([
    ['length', '0.23 s to 0.48 s, cut to 5 s (--seconds); 0.71 s in all'],
    ['rate', '8000 samples a second, whatever the files have (--rate)'],
    ['spectrograms', '32 bins, 100 frames a second'],
  ])
  expect(audio.inspect!([], {})).toEqual([])
})
