import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { createRandom } from '@romae/core'
import { type Image, imageFromPixels, toPng } from '@romae/image'
import { image as modality } from '@romae/image/modality'
import { hostModality, memoryBudget, type Settings } from 'romae'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { runApp, spawnApp } from './testing/run-app.ts'

const images = hostModality<Image>(modality)
const { presets } = images
const readImages = (paths: readonly string[], data: Settings, memory = memoryBudget()) =>
  images.read(paths, data, memory, 'train')

const folder = await temporaryFolder()
const photos = join(folder, 'photos')

/** Bright and dark squares, told apart in one glance. */
beforeAll(async () => {
  for (const [name, level] of [
    ['bright', 0.8],
    ['dark', 0.2],
  ] as const) {
    mkdirSync(join(photos, name), { recursive: true })
    for (let number = 0; number < 10; number++) {
      const data = Float32Array.from({ length: 24 * 20 * 3 }, (_, index) => level + 0.1 * Math.sin(index + number))
      const png = await toPng(imageFromPixels({ width: 24, height: 20, data }))
      writeFileSync(join(photos, name, `${number}.png`), png)
    }
  }
  writeFileSync(join(folder, 'list.csv'), 'file,class\nphotos/dark/3.png,night\n')
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
const image = (...words: string[]) => runApp(folder, ...words)
const spawnImage = (...words: string[]) => spawnApp(folder, ...words)

describe('readImages', () => {
  const { data } = presets.smoke
  beforeEach(() => void vi.spyOn(process.stderr, 'write').mockReturnValue(true))
  afterEach(() => vi.restoreAllMocks())

  it('takes folders of classes, single files and lists, all of one size', async () => {
    const set = await readImages([photos, join(photos, 'dark/1.png')], data)
    expect(set.samples).toHaveLength(21)
    expect(set.samples.held!.every(({ width, height }) => width === 32 && height === 32)).toBe(true)
    expect([set.labels[0], set.labels[19], set.labels[20]]).toEqual(['bright', 'dark', undefined])
    const listed = await readImages([join(folder, 'list.csv')], { ...data, label: 'class' })
    expect(listed.labels).toEqual(['night'])
  })

  it('takes a part of an archive by #', async () => {
    const archive = join(folder, 'photos.tar')
    await promisify(execFile)('tar', ['-cf', archive, '-C', folder, 'photos'])
    const { labels } = await readImages([`${archive}#photos`], data)
    expect(new Set(labels)).toEqual(new Set(['bright', 'dark']))
    await expect(readImages([`${archive}#photos`], data, memoryBudget(400_000e-9))).rejects.toThrowRomae(
      'IMAGE_ARCHIVE_TOO_LARGE',
      { archive },
    )
  })

  it('holds what came out of an archive while files beside it are read on demand', async () => {
    const archive = join(folder, 'dark.tar')
    await promisify(execFile)('tar', ['-cf', archive, '-C', folder, 'photos/dark'])
    const { samples, ids } = await readImages([archive, photos], data, memoryBudget(500_000e-9))
    expect([samples.held, samples.length]).toEqual([null, 30])
    const [inArchive, inFolder] = [ids.indexOf('photos/dark/3.png'), ids.indexOf('dark/3.png')]
    const fromArchive = await samples.sample(inArchive)
    expect(await samples.sample(inArchive)).toBe(fromArchive)
    expect((await samples.sample(inFolder)).data).toEqual(fromArchive.data)
  })

  it('knows images again by the bytes of their files, also in an archive', async () => {
    const archive = join(folder, 'again.tar')
    await promisify(execFile)('tar', ['-cf', archive, '-C', folder, 'photos/dark'])
    const { ids, keys } = await readImages([archive, photos], data)
    const contents = await Promise.all(ids.map((_, index) => keys!.content!(index)))
    expect(new Set(contents).size).toBe(20)
    for (const name of ['dark/0.png', 'dark/9.png']) {
      expect(contents[ids.indexOf(`photos/${name}`)]).toBe(contents[ids.indexOf(name)])
    }
  })

  it('takes what images belong to from the column of a list, or a level of folders', async () => {
    const patients = join(folder, 'patients')
    for (const [place, from] of [
      ['dark/anna', 'dark/0.png'],
      ['dark/ben', 'dark/1.png'],
      ['bright/anna', 'bright/0.png'],
    ] as const) {
      cpSync(join(photos, from), join(patients, place, '0.png'))
    }
    const groupsOf = async (path: string, group: string) => (await readImages([path], { ...data, group })).keys!.groups
    expect(await groupsOf(patients, '2')).toEqual(['anna', 'anna', 'ben'])
    expect(await groupsOf(patients, '1')).toEqual(['bright', 'dark', 'dark'])
    await promisify(execFile)('tar', ['-cf', join(folder, 'patients.tar'), '-C', folder, 'patients'])
    expect(new Set(await groupsOf(`${join(folder, 'patients.tar')}#patients`, '2'))).toEqual(new Set(['anna', 'ben']))
    writeFileSync(join(folder, 'patients.csv'), 'file,patient\nphotos/dark/3.png,cleo\n')
    expect(await groupsOf(join(folder, 'patients.csv'), 'patient')).toEqual(['cleo'])
    for (const group of ['3', '0', 'patient']) {
      await expect(groupsOf(patients, group)).rejects.toThrowRomae('IMAGE_NO_GROUP', { group })
    }
  })

  it('takes a label that says missing for none', async () => {
    const list = join(folder, 'some.csv')
    writeFileSync(list, 'file,class\nphotos/dark/3.png,night\nphotos/dark/4.png,NA\nphotos/dark/5.png,\n')
    expect((await readImages([list], { ...data, label: 'class' })).labels).toEqual(['night', undefined, undefined])
    const words = { ...data, label: 'class', missing: [''] }
    expect((await readImages([list], words)).labels).toEqual(['night', 'NA', undefined])
  })

  it('says which image is gone', async () => {
    const copy = join(folder, 'copy')
    cpSync(photos, copy, { recursive: true })
    const { samples } = await readImages([copy], data, memoryBudget(1e-9))
    rmSync(join(copy, 'dark/3.png'))
    await expect(samples.sample(13)).rejects.toThrowRomae('IMAGE_CANNOT_READ', { file: join(copy, 'dark/3.png') })
  })

  it('fits the same tokenizer to images that are held and to images that are not', async () => {
    const { tokenizer } = presets.smoke
    const fitTo = async (gigabytes: number) => {
      const { samples } = await readImages([photos], data, memoryBudget(gigabytes))
      return JSON.stringify((await images.fit(samples, tokenizer)).toJSON!())
    }
    const fitted = await fitTo(1)
    expect(fitted).toContain('"std"')
    expect(await fitTo(1e-9)).toBe(fitted)
  })
})

it('augments by the settings alone, differently each time, and keeps the size', () => {
  const sample: Image = imageFromPixels({ width: 8, height: 8, data: new Uint8Array(192).map((_, index) => index) })
  const data = presets.paper.data as { augment: object }
  const none = { ...data, augment: { flip: false, leastArea: 1, operations: 0, magnitude: 9 } }
  expect(images.augment(none)).toBeNull()
  const change = images.augment({ ...data, augment: { flip: true, leastArea: 0.3, operations: 2, magnitude: 9 } })!
  const [first, again, other] = [1, 1, 2].map((seed) => change(sample, createRandom(seed)))
  expect(first).toMatchObject({ width: 8, height: 8 })
  expect(again!.data).toEqual(first!.data)
  expect(other!.data).not.toEqual(first!.data)
})

it('has the paper’s Table 10', () => {
  expect(images.presets.paper).toMatchObject({
    model: { size: 'small', decoder: 'tiny-shallow' },
    pretraining: { learningRate: 2e-4, batchSize: 1024, epochs: 200, clipNorm: 1, warmupSteps: 2000, maskRatio: 0.75 },
    finetuning: { learningRate: 1e-3, batchSize: 1024, epochs: 15, warmupSteps: 500, labelSmoothing: 0.1 },
  })
})

it('goes from a folder of photos to classes of new ones, with pictures', { timeout: 180_000 }, async () => {
  await spawnImage('pretrain', 'photos', '--preset', 'smoke', '--set', 'pretraining.steps=4', '--out', 'first')
  const report = readFileSync(join(folder, 'first/report.html'), 'utf8')
  expect(report).toContain('Original, masked, reconstructed')
  expect(report.match(/data:image\/png/g)!.length).toBeGreaterThanOrEqual(8)
  await image('finetune', 'photos', '--from', 'first', '--preset', 'smoke', '--out', 'second')
  expect(existsSync(join(folder, 'second/checkpoint/model.safetensors'))).toBe(true)
  const classified = await image('classify', 'photos/dark/1.png', 'photos/bright/2.png', '--model', 'second')
  expect(classified).toMatch(/1\.png.*dark[\s\S]*2\.png.*bright/)
})

it('trains and predicts bit by bit the same where images are read as they are needed', {
  timeout: 300_000,
}, async () => {
  const outcomes = []
  for (const memory of ['1', '0.000001']) {
    const [first, second] = [`first-${memory}`, `second-${memory}`]
    const common = ['photos', '--preset', 'smoke', '--memory', memory]
    await image('pretrain', ...common, '--set', 'pretraining.steps=6', ...small, '--out', first)
    const steps = ['--set', 'finetuning.steps=6', '--validation', '0.3']
    await image('finetune', ...common, ...steps, '--from', first, '--out', second)
    const classes = await image('classify', 'photos', '--model', second, '--memory', memory)
    const vectors = await image('embed', 'photos', '--model', first, '--memory', memory)
    const weights = [first, second].map((run) => readFileSync(join(folder, run, 'checkpoint/model.safetensors'), 'hex'))
    outcomes.push({ losses: [lossesOf(first), lossesOf(second)], classes, vectors, weights })
  }
  const [held, read] = outcomes
  expect(held!.losses.map(({ length }) => length)).toEqual([6, 6])
  expect(read!.losses).toEqual(held!.losses)
  expect(read).toEqual(held)
})

describe('cifar10', () => {
  it('with --dry-run says what each method would do, and trains nothing', { timeout: 60_000 }, async () => {
    for (const split of ['train', 'test']) cpSync(photos, join(folder, 'splits', split), { recursive: true })
    const printed = await image(
      'cifar10',
      '--data',
      'splits',
      '--methods',
      'rope-cls',
      'scratch',
      '--dry-run',
      '--out',
      'dry',
    )
    const runs = ['pre-training, rope-cls', 'fine-tuning, RoPE, [CLS]', 'fine-tuning, RoPE, mean head, from scratch']
    for (const run of runs) expect(printed).toContain(`${run}, resolved:`)
    expect(printed.match(/^operations /gm)).toHaveLength(3)
    expect(existsSync(join(folder, 'dry'))).toBe(false)
  })
})
