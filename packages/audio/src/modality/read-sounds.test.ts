import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import type { LazySamples, Source } from '@romae/tokenizer/modality'
import { decode } from 'fast-png'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Spectrogram } from '../spectrogram/spectrogram.ts'
import { readingContext, resolvedOptions } from '../testing/reading.ts'
import { tone } from '../testing/sounds.ts'
import { chunk, container, wav } from '../testing/wav-files.ts'
import { decodeWav } from '../wav/decode-wav.ts'
import { audio } from './audio.ts'
import type { SoundOptions } from './options.ts'
import { readSounds } from './read-sounds.ts'

let folder: string

beforeAll(async () => {
  const files = ['high', 'low'].flatMap((name) =>
    [0, 1].map((take) => {
      const bytes = wav([tone((name === 'high' ? 3000 : 300) + 20 * take, 8000, 4000)])
      return [`sounds/${name}/${take}.wav`, `flat/${name}_${take}.wav`].map((path) => [path, bytes] as const)
    }),
  )
  folder = await temporaryFolder(Object.fromEntries(files.flat()))
})

async function read(sources: readonly Source[], options: Partial<SoundOptions> = {}, context = readingContext()) {
  const set = await readSounds(sources, resolvedOptions(options), context)
  return { ...set, samples: set.samples as LazySamples<Spectrogram> }
}

describe('what sources mean', () => {
  const labelsOf = async (path: string, pattern: string | null = null) =>
    (await read([join(folder, path)], { pattern })).labels

  it('is class folders, names with labels, a folder without, or a single file', async () => {
    const labels = ['high', 'high', 'low', 'low']
    expect(await labelsOf('sounds')).toEqual(labels)
    expect(await labelsOf('flat', '^(?<label>\\w+)_\\d$')).toEqual(labels)
    expect(await labelsOf('flat')).toEqual(Array(4).fill(undefined))
    expect(await labelsOf('flat/low_1.wav')).toEqual([undefined])
    await expect(labelsOf('flat', '(')).rejects.toThrowRomae('AUDIO_INVALID_OPTION', { key: 'pattern' })
  })

  it('is a file that is no path, as a browser has them', async () => {
    const bytes = await readFile(join(folder, 'flat/low_1.wav'))
    const { samples, ids, labels, content } = await read([new File([bytes], 'dropped.wav'), join(folder, 'sounds')])
    expect([ids[0], labels![0], samples.file!(0)]).toEqual(['dropped.wav', undefined, null])
    const place = ids.indexOf('low/1.wav')
    const [dropped, listed] = await Promise.all([samples.sample(0), samples.sample(place)])
    expect(dropped.values).toEqual(listed.values)
    expect(await content!(0)).toBe(await content!(place))
    expect(await content!(0)).not.toBe(await content!(place - 1))
    const { samples: texts } = await read([new File(['this is no sound'], 'a.wav')])
    await expect(async () => texts.sample(0)).rejects.toThrowRomae('AUDIO_NOT_WAV', { file: 'a.wav' })
  })

  it('is resampled, and cut where it is too long', async () => {
    const path = [join(folder, 'flat/low_1.wav')]
    const whole = (await read(path, { seconds: null })).samples
    const sample = await whole.sample(0)
    expect(sample).toMatchObject({ bins: 64, framesPerSecond: 100, frames: 48 })
    expect([whole.bytes!(sample, 0), whole.file!(0)]).toEqual([48 * 64 * 4, path[0]])
    expect(await (await read(path, { seconds: 0.2 })).samples.sample(0)).toMatchObject({ frames: 18 })
  })

  it('is resampled as well as is asked for', async () => {
    const loud = async (options: object) => {
      const file = new File([wav([tone(1800, 8000, 8000)]) as Uint8Array<ArrayBuffer>], 'tone.wav')
      const { values } = await (await read([file], { rate: 4000, ...options })).samples.sample(0)
      // Of a frame in the middle: the tone begins with a click of all frequencies.
      return Math.max(...values.subarray(50 * 64, 51 * 64))
    }
    // 90 % of the bandwidth: `fastest` lets less of it pass.
    expect(await loud({})).toBe(await loud({ resampling: 'medium' }))
    expect(await loud({ resampling: 'fastest' })).toBeLessThan((await loud({})) - 1)
  })

  it('is shown as a spectrogram and heard, in part where it is long', async () => {
    const long = wav([tone(300, 16_000, 100_000)])
    const { preview } = await read(
      [join(folder, 'flat/low_1.wav'), new File([long as Uint8Array<ArrayBuffer>], 'long.wav')],
      {
        rate: 8000,
      },
    )
    const [short, cutOff] = await Promise.all([preview!(0), preview!(1)])
    const heard = await decodeWav(short.wav!, { id: 'heard' })
    expect([heard.rate, heard.channels[0]!.length]).toEqual([8000, 4000])
    expect(heard.channels[0]![100]).toBeCloseTo(tone(320, 8000, 4000)[100]!, 3)
    expect(short).toMatchObject({ x: { label: 'time', from: '0 s', to: '0.48 s' }, y: { to: '4 kHz' } })
    expect([decode(short.png).width, decode(short.png).height]).toEqual([48, 64])
    // Cut to 5 s before the model, of which 24,000 samples are heard, and every other frame is drawn.
    expect(cutOff).toMatchObject({ note: 'heard: the first 3.0 s', x: { to: '4.98 s' } })
    expect((await decodeWav(cutOff.wav!, { id: 'heard' })).channels[0]!.length).toBe(24_000)
    expect(decode(cutOff.png).width).toBe(249)
  })

  it('is told what is wrong with it, and refused where that is asked for', async () => {
    const rest = new Uint8Array(await readFile(join(folder, 'flat/low_1.wav'))).subarray(12)
    // The container says that it has four bytes more than there are.
    const bytes = container([rest, chunk('LIST', new Uint8Array(4))], 'RIFF', rest.length + 4 + 12 + 4)
    const file = new File([bytes as Uint8Array<ArrayBuffer>], 'odd.wav')
    const context = readingContext()
    await (await read([file], {}, context)).samples.sample(0)
    expect(context.noted).toEqual([expect.stringContaining('odd.wav')])
    const { samples } = await read([file], { strict: true })
    await expect(async () => samples.sample(0)).rejects.toThrowRomae('AUDIO_TRUNCATED', {
      file: 'odd.wav',
      needed: bytes.length + 4,
    })
  })
})

describe('what sounds belong to', () => {
  it('is a group of the pattern', async () => {
    const flat = [join(folder, 'flat')]
    const pattern = '^(?<label>\\w+)_(?<take>\\d)$'
    expect((await read(flat, { pattern, group: 'take' })).groups).toEqual(['0', '1', '0', '1'])
    expect((await read(flat)).groups).toEqual(Array(4).fill(undefined))
    for (const group of ['speaker', 'toString']) {
      const expected = 'a column of a list or of esc50.csv, or a group of --pattern: take'
      await expect(read(flat, { pattern, group })).rejects.toThrowRomae('AUDIO_NO_GROUP', { group, expected })
    }
    await expect(read([new File([], 'a.wav')], { group: 'take' })).rejects.toThrowRomae('AUDIO_NO_GROUP')
  })

  it('is asked of no new sounds, nor are labels', () => {
    const saved = { ...resolvedOptions(), pattern: '(?<label>.)', group: 'speaker' }
    expect(audio.optionsForModel!(saved, 'predict')).toEqual({ ...saved, pattern: null, group: null, label: null })
    expect(audio.optionsForModel!(saved, 'evaluate')).toEqual(saved)
  })
})
