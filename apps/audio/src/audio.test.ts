import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readFsdd } from '@romae/app-common'
import type { Spectrogram } from '@romae/audio'
import { audio as modality } from '@romae/audio/modality'
import { needsShared } from '@romae/build/shared'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { toneWav } from '@romae/build/tone-wav'
import { createRandom } from '@romae/core'
import { hostModality, memoryBudget, type Settings } from 'romae'
import { beforeAll, describe, expect, it } from 'vitest'
import { runApp, spawnApp } from './testing/run-app.ts'

const folder = await temporaryFolder()
const sounds = hostModality<Spectrogram>(modality)
const { presets } = sounds
const readSounds = (paths: readonly string[], settings: Settings, memory = memoryBudget()) =>
  sounds.read(paths, settings, memory, 'train')
const data = presets.smoke.data

beforeAll(() => {
  mkdirSync(join(folder, 'flat'))
  for (const [name, frequency] of [
    ['high', 3000],
    ['low', 300],
  ] as const) {
    mkdirSync(join(folder, 'sounds', name), { recursive: true })
    for (let number = 0; number < 10; number++) {
      const bytes = toneWav(frequency + 20 * number, number)
      writeFileSync(join(folder, 'sounds', name, `${number}.wav`), bytes)
      writeFileSync(join(folder, 'flat', `${name}_${number}.wav`), bytes)
      mkdirSync(join(folder, 'lengths', name), { recursive: true })
      const longer = toneWav(frequency + 20 * number, number, 4000 + 2000 * (number % 3))
      writeFileSync(join(folder, 'lengths', name, `${number}.wav`), longer)
    }
  }
})

/** The losses of a run's steps. */
function lossesOf(run: string): number[] {
  const events = readFileSync(join(folder, run, 'metrics.jsonl'), 'utf8')
    .trim()
    .split('\n')
  return events.map((line) => JSON.parse(line)).flatMap(({ type, loss }) => (type === 'step' ? [loss] : []))
}

/** A model that is soon compiled, where it is no matter which. */
const small = ['--set', 'model.size=16x2x1', '--set', 'model.decoder=16x2x1']
const audio = (...words: string[]) => runApp(folder, ...words)
const spawnAudio = (...words: string[]) => spawnApp(folder, ...words)

describe('readSounds', () => {
  it('takes class folders, names with labels, folders without, and single files', async () => {
    const labelsOf = async (path: string, pattern: string | null = null) =>
      new Set((await readSounds([join(folder, path)], { ...data, pattern })).labels)
    expect(await labelsOf('sounds')).toEqual(new Set(['high', 'low']))
    expect(await labelsOf('flat', '^(?<label>\\w+)_\\d$')).toEqual(new Set(['high', 'low']))
    expect(await labelsOf('flat')).toEqual(new Set([undefined]))
    expect(await labelsOf('flat/low_3.wav')).toEqual(new Set([undefined]))
    await expect(labelsOf('flat', '(')).rejects.toThrowRomae('AUDIO_INVALID_OPTION', { key: 'pattern' })
  })

  it('knows what sounds belong to by a group of the pattern, and sounds again by their files', async () => {
    const named = { ...data, pattern: '^(?<label>\\w+)_(?<take>\\d)$', group: 'take' }
    const { keys } = await readSounds([join(folder, 'flat')], named)
    expect(keys!.groups!.slice(0, 3)).toEqual(['0', '1', '2'])
    const { keys: others } = await readSounds([join(folder, 'sounds')], data)
    expect(await others!.content!(4)).toBe(await keys!.content!(4))
    expect(await others!.content!(4)).not.toBe(await keys!.content!(5))
    expect(others!.groups![0]).toBeUndefined()
    await expect(readSounds([join(folder, 'flat')], { ...named, group: 'speaker' })).rejects.toMatchObject({
      code: 'AUDIO_NO_GROUP',
      message: expect.stringMatching(/a group of --pattern: take/),
    })
  })

  it('resamples, and cuts what is too long', async () => {
    const path = [join(folder, 'flat/low_3.wav')]
    const { samples: whole } = await readSounds(path, { ...data, seconds: null })
    const { samples: part } = await readSounds(path, { ...data, seconds: 0.2 })
    expect(await whole.sample(0)).toMatchObject({ bins: 64, framesPerSecond: 100, frames: 48 })
    expect(await part.sample(0)).toMatchObject({ frames: 18 })
  })
})

describe('the spoken digits', () => {
  needsShared(it)(
    'come in their official split',
    async (shared) => {
      const { train, test, classes } = await readFsdd(
        `${shared}/data/fsdd.tar.xz`,
        { ...data, rate: 8000 },
        memoryBudget(),
      )
      expect([train.samples.length, test.samples.length, classes.length]).toEqual([2700, 300, 10])
      expect(test.ids.slice(0, 2)).toEqual(['0_george_0.wav', '0_george_1.wav'])
      expect(new Set(test.labels)).toEqual(new Set(classes))
    },
    60_000,
  )
})

it('masks bands by the settings alone, differently each time', async () => {
  const { samples } = await readSounds([join(folder, 'flat/low_3.wav')], data)
  const sample = await samples.sample(0)
  expect(sounds.augment(presets.paper.data)).toBeNull()
  const change = sounds.augment(data)!
  const [first, again, other] = [1, 1, 2].map((seed) => change(sample, createRandom(seed)).values)
  expect(again).toEqual(first)
  expect(other).not.toEqual(first)
})

it('has the paper’s Table 11', () => {
  expect(presets.paper).toMatchObject({
    model: { size: 'small', decoder: 'tiny-shallow', cls: false },
    tokenizer: { patch: [16, 16], frames: 1024, fill: 0 },
    pretraining: { learningRate: 5e-4, batchSize: 64, epochs: 150, clipNorm: 1, warmupSteps: 1000, maskRatio: 0.75 },
    finetuning: { learningRate: 1e-3, batchSize: 48, epochs: 50, warmupSteps: 50, labelSmoothing: 0.2 },
  })
})

it('goes from a folder of sounds to classes of new ones, with pictures', { timeout: 180_000 }, async () => {
  await spawnAudio('pretrain', 'sounds', '--preset', 'smoke', '--set', 'pretraining.steps=4', '--out', 'first')
  const report = readFileSync(join(folder, 'first/report.html'), 'utf8')
  expect(report).toContain('Original, masked, reconstructed')
  expect(report.match(/data:image\/png/g)!.length).toBeGreaterThanOrEqual(12)
  await audio('finetune', 'sounds', '--from', 'first', '--preset', 'smoke', '--out', 'second')
  const classified = await audio('classify', 'flat/low_1.wav', 'flat/high_2.wav', '--model', 'second')
  expect(classified).toMatch(/low_1\.wav.*low[\s\S]*high_2\.wav.*high/)
})

it('trains and predicts bit by bit the same where sounds are read as they are needed', {
  timeout: 180_000,
}, async () => {
  const outcomes = []
  for (const memory of ['1', '0.000001']) {
    const [run, steps] = [`run-${memory}`, ['--set', 'pretraining.steps=3', '--set', 'data.rate=8000', ...small]]
    await audio('pretrain', 'lengths', '--preset', 'smoke', ...steps, '--memory', memory, '--out', run)
    const vectors = await audio('embed', 'lengths', '--model', run, '--memory', memory)
    outcomes.push({ losses: lossesOf(run), vectors })
  }
  const [held, read] = outcomes
  expect(held!.losses).toHaveLength(3)
  expect(read).toEqual(held)
})

describe('fsdd', () => {
  beforeAll(() => {
    const recordings = join(folder, 'digits', 'recordings')
    mkdirSync(recordings, { recursive: true })
    for (let digit = 0; digit < 10; digit++) {
      for (const take of [0, 5, 6]) {
        writeFileSync(join(recordings, `${digit}_someone_${take}.wav`), toneWav(300 * (digit + 1), take))
      }
    }
  })

  it('with --dry-run says what each method would do, and trains nothing', { timeout: 60_000 }, async () => {
    const printed = await audio(
      'fsdd',
      '--data',
      'digits',
      '--preset',
      'smoke',
      '--dry-run',
      '--out',
      'dry',
      '--results',
      'kept',
    )
    const runs = ['pre-training, all', 'fine-tuning, pre-trained, all labels', 'fine-tuning, from scratch, all labels']
    for (const run of runs) expect(printed).toContain(`${run}, resolved:`)
    expect(printed.match(/^operations {2}[\d.]+ [GMT]FLOP a step/gm)).toHaveLength(5)
    expect(printed.match(/^memory {6}[\d.]+ [GM]B/gm)).toHaveLength(5)
    expect([existsSync(join(folder, 'dry')), existsSync(join(folder, 'kept'))]).toEqual([false, false])
  })

  it('pre-trains once for all methods that start from it, and goes on where it was', { timeout: 60_000 }, async () => {
    const short = ['--set', 'pretraining.steps=1', '--set', 'finetuning.steps=1', ...small]
    const command = ['fsdd', '--data', 'digits', '--preset', 'smoke', ...short, '--out', 'compared']
    const printed = await audio(...command)
    expect(printed).toContain('20 sounds to train on, 10 to test')
    const methods = ['pretrained-all', 'pretrained-half', 'scratch-all', 'scratch-half']
    const folders = readdirSync(join(folder, 'compared'))
    expect(folders.sort()).toEqual([...methods, 'pretraining-all', 'report.html', 'results.json'].sort())
    const { rows, runs } = JSON.parse(readFileSync(join(folder, 'compared/results.json'), 'utf8'))
    const figures = (row: { experiment: string; metric: string }) => `${row.experiment} ${row.metric}`
    expect(rows.map(figures).sort()).toEqual(
      methods.flatMap((key) => [`fsdd/${key} accuracy`, `fsdd/${key} macro F1`]).sort(),
    )
    expect(runs['fsdd/scratch-half'][0]).toMatchObject({ seed: 1, metrics: { confusion: expect.any(Array) } })
    const again = await audio(...command, '--resume')
    expect(again.match(/: already done, /g)).toHaveLength(5)
  })
})
