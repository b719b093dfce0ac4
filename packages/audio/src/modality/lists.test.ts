import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '@romae/build/temporary-folder'
import type { LazySamples } from '@romae/tokenizer/modality'
import { describe, expect, it } from 'vitest'
import { listSoundTable } from '../readers/table.ts'
import type { Spectrogram } from '../spectrogram/spectrogram.ts'
import { readingContext, resolvedOptions } from '../testing/reading.ts'
import { tone } from '../testing/sounds.ts'
import { wav } from '../testing/wav-files.ts'
import { audio } from './audio.ts'
import type { SoundOptions } from './options.ts'
import { readSounds } from './read-sounds.ts'

const formats = fileURLToPath(new URL('../testing/formats/', import.meta.url))
const sound = wav([tone(400, 8000, 4000)])

async function read(source: string, options: Partial<SoundOptions> = {}, context = readingContext()) {
  const { ids, labels, groups, samples } = await readSounds([source], resolvedOptions(options), context)
  return { ids, labels, groups, samples: samples as LazySamples<Spectrogram>, notes: context.noted }
}

describe('a list of sounds', () => {
  it('is a Parquet file of pandas, of which a split is read', async () => {
    const list = join(formats, 'list.parquet')
    const train = await read(`${list}#train`, { label: 'label', group: 'speaker' })
    expect([train.ids, train.labels, train.groups]).toEqual([
      ['sound.wav', 'sound.flac'],
      ['a', 'b'],
      ['1', '1'],
    ])
    const [one, other] = await Promise.all([train.samples.sample(0), train.samples.sample(1)])
    expect(one).toMatchObject({ bins: 64, frames: other.frames })
    expect((await read(`${list}#test`)).labels).toEqual([undefined, undefined])
    expect((await read(list)).notes).toEqual([expect.stringContaining('has the splits train (2), test (2)')])
  })

  it.each([
    ['list.csv', 'file,kind,fold\na.wav,x,1\nsub/b.wav,NA,2\n'],
    ['list.jsonl', '{"file":"a.wav","kind":"x","fold":1}\n{"file":"sub/b.wav","kind":"NA","fold":2}\n'],
  ])('is %s', async (name, text) => {
    const folder = await temporaryFolder({ [name]: text, 'a.wav': sound, 'sub/b.wav': sound })
    const list = join(folder, name)
    expect(await read(list, { label: 'kind' })).toMatchObject({ ids: ['a.wav', 'sub/b.wav'], labels: ['x', undefined] })
    expect(await read(`${list}#2`, { split: 'fold' })).toMatchObject({ ids: ['sub/b.wav'] })
    await expect(read(`${list}#3`, { split: 'fold' })).rejects.toThrowRomae('AUDIO_LIST_SPLIT', {
      reason: 'no row is of the split "3": it has the splits 1 (1), 2 (1)',
    })
    await expect(read(list, { group: 'speaker' })).rejects.toThrowRomae('AUDIO_LIST', { file: list, line: 1 })
    await expect(read(list, { group: 'fold', file: 'kind' })).resolves.toMatchObject({ groups: ['1', '2'] })
  })

  it('says of several classes whether a sound is of them', async () => {
    const text = 'file,tags,rain,wind\na.wav,rain;wind,1,1\nsub/b.wav,,0,\n'
    const folder = await temporaryFolder({ 'list.csv': text, 'a.wav': sound, 'sub/b.wav': sound })
    const list = join(folder, 'list.csv')
    expect((await read(list, { labels: ['wind', 'rain'] })).labels).toEqual([
      { has: ['wind', 'rain'], unknown: [] },
      { has: [], unknown: ['wind'] },
    ])
    expect((await read(list, { label: 'tags', labelSeparator: ';' })).labels).toEqual([
      { has: ['rain', 'wind'], unknown: [] },
      { has: [], unknown: [] },
    ])
    await expect(read(list, { labels: ['tags'] })).rejects.toThrowRomae('AUDIO_LIST', {
      line: 2,
      reason: '"tags" must be 1, 0 or empty; got "rain;wind"',
    })
  })

  it.each([
    ['a file outside', 'path\n../x.wav\n', 'AUDIO_UNSAFE_NAME', { name: '../x.wav' }],
    ['an empty cell', 'path,label\na.wav,\n', 'AUDIO_LIST', { line: 2 }],
    ['a short row', 'path,label\na.wav\n', 'AUDIO_LIST', { line: 2 }],
    ['no row', 'path,label\n', 'AUDIO_NO_FILES', {}],
  ])('names %s', async (_, text, code, fields) => {
    const folder = await temporaryFolder({ 'list.csv': text })
    const all = async () => {
      for await (const _ of listSoundTable(join(folder, 'list.csv'), {
        label: text.includes('label') ? 'label' : 'path',
      }));
    }
    await expect(all).rejects.toThrowRomae(code, fields)
  })

  it('says which options have no effect', () => {
    const idle = (sources: readonly string[]) =>
      Object.keys(audio.unusedOptions!({ data: resolvedOptions(), tokenizer: {} } as never, sources))
    expect(idle(['list.csv#train'])).toContain('data.pattern')
    expect(idle(['folder'])).toContain('data.label')
  })
})

it('takes labels from the name of a single file too', async () => {
  const folder = await temporaryFolder({ '7_theo.wav': sound })
  const pattern = '^(?<label>\\d)_(?<speaker>[a-z]+)$'
  expect(await read(join(folder, '7_theo.wav'), { pattern, group: 'speaker' })).toMatchObject({
    labels: ['7'],
    groups: ['theo'],
  })
})

it('has sounds of any rate, mono among stereo, in one set', async () => {
  const files = {
    'a.wav': wav([tone(400, 8000, 4000)]),
    'b.wav': wav([tone(400, 44_100, 22_050), tone(400, 44_100, 22_050)]),
    'c.wav': wav([tone(400, 16_000, 8000), tone(400, 16_000, 8000)]),
  }
  const rates = { 'a.wav': 8000, 'b.wav': 44_100, 'c.wav': 16_000 }
  const folder = await temporaryFolder(
    Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, withRate(bytes, rates[name as 'a.wav'])])),
  )
  const { samples } = await read(folder, { rate: 8000, bins: 32 })
  const all = await Promise.all([0, 1, 2].map((index) => samples.sample(index)))
  expect(new Set(all.map(({ bins, framesPerSecond }) => `${bins} ${framesPerSecond}`)).size).toBe(1)
  // Half a second of the same tone each.
  for (const { frames, values } of all) {
    expect(Math.abs(frames - all[0]!.frames)).toBeLessThanOrEqual(1)
    const loudest = (of: Float32Array) =>
      of.subarray(20 * 32, 21 * 32).indexOf(Math.max(...of.subarray(20 * 32, 21 * 32)))
    expect(loudest(values)).toBe(loudest(all[0]!.values))
  }
})

/** A WAV file whose header says another rate. */
function withRate(bytes: Uint8Array, rate: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  view.setUint32(24, rate, true)
  view.setUint32(28, rate * view.getUint16(32, true), true)
  return bytes
}
