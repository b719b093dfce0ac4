import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { imageFromPixels, toPng } from '@romae/image'
import { createRandom } from '@romae/internal/random'
import * as wavefile from 'wavefile'
import type { App } from '../app.ts'
import type { Case, Workplace } from '../case.ts'
import { outputOf, requireRefused } from './outcome.ts'
import { noise, withColumns, writeTable } from './series-files.ts'
import { giveRun, type RunName } from './series-runs.ts'

// Node has what a CommonJS library exports under `default`, loaders that turn it into a module have the names.
const { WaveFile } = 'default' in wavefile ? (wavefile.default as typeof wavefile) : wavefile

const kinds = ['calm', 'wild'] as const

function requireRows(csv: string, expected: number): string {
  const got = csv.trim().split('\n').length - 1
  if (got !== expected) throw new Error(`${got} rows, not ${expected}`)
  return `${got} rows`
}

/** Files in class folders, the same without, and lists of them with a label and without. */
async function writeMedia(
  folder: string,
  ending: string,
  make: (kind: number, number: number) => Promise<Uint8Array> | Uint8Array,
) {
  const names: string[] = []
  for (const [kind, name] of kinds.entries()) {
    for (let number = 0; number < 3; number++) {
      const file = `${name}-${number}.${ending}`
      const bytes = await make(kind, number)
      for (const place of [path.join('classes', name), 'flat', 'list/audio']) {
        await mkdir(path.join(folder, place), { recursive: true })
        await writeFile(path.join(folder, place, file), bytes)
      }
      names.push(file)
    }
  }
  const labelled = names.map((file) => `flat/${file},${file.split('-')[0]}`)
  await writeFile(path.join(folder, 'labelled.csv'), ['file,kind', ...labelled, ''].join('\n'))
  await writeFile(path.join(folder, 'new.csv'), ['file', ...names.map((file) => `flat/${file}`), ''].join('\n'))
  await mkdir(path.join(folder, 'list/meta'))
  await writeFile(path.join(folder, 'list/meta/esc50.csv'), ['filename', ...names, ''].join('\n'))
}

function picture(kind: number, number: number) {
  const random = createRandom(1, 'picture', kind, number)
  const data = Float32Array.from({ length: 8 * 8 * 3 }, () => 0.2 + 0.5 * kind + 0.1 * random.uniform())
  return toPng(imageFromPixels({ width: 8, height: 8, data }))
}

function sound(kind: number, number: number) {
  const file = new WaveFile()
  file.fromScratch(
    1,
    8000,
    '16',
    Int16Array.from({ length: 1600 }, (_, at) => 8000 * Math.sin((0.3 + kind + 0.01 * number) * at)),
  )
  return file.toBuffer()
}

/** Trains on labelled files, and classifies new ones without labels. */
async function classifyNew(
  { folder, run }: Workplace,
  app: App,
  training: readonly string[],
  news: readonly string[],
): Promise<string> {
  if (app === 'image') await writeMedia(folder, 'png', picture)
  else await writeMedia(folder, 'wav', sound)
  const brief = ['--preset', 'smoke', '--set', 'finetuning.steps=1', '--held-out', '0.34', '--out', 'run']
  outputOf(await run(app, 'finetune', ...training, ...brief))
  for (const name of news) requireRows(outputOf(await run(app, 'classify', name, '--model', 'run')), 6)
  return news.join(', ')
}

const small = ['--set', 'data.size=8', '--set', 'tokenizer.patch=4']
const short = ['--set', 'data.bins=16', '--set', 'tokenizer.patch=[8,8]']

/** New files, of which nobody knows the labels. */
export const newDataCases: readonly Case[] = [
  ...(
    [
      ['classify', 'classifier'],
      ['regress', 'regression'],
      ['embed', 'classifier'],
      ['embed', 'pretrained'],
    ] as [string, RunName][]
  ).map(([command, model]) => ({
    name: `${command} takes a file without the label’s column, by the model of ${model}, and answers as with it`,
    async try(place: Workplace) {
      await giveRun(place, model)
      await writeTable(place.folder, 'new.csv', withColumns(noise(), ['id', 't', 'v']))
      await writeTable(place.folder, 'old.csv', noise())
      const answer = async (file: string) => outputOf(await place.run('timeseries', command, file, '--model', model))
      const csv = await answer('new.csv')
      if ((await answer('old.csv')) !== csv) throw new Error('the label changes the answer')
      return requireRows(csv, 12)
    },
  })),
  {
    name: 'evaluate needs the label’s column, and says so before a damaged model is loaded',
    async try(place) {
      await giveRun(place, 'classifier')
      await writeTable(place.folder, 'new.csv', withColumns(noise(), ['id', 't', 'v']))
      await writeFile(path.join(place.folder, 'classifier/checkpoint/model.safetensors'), 'damaged')
      requireRefused(
        await place.run('timeseries', 'evaluate', 'new.csv', '--model', 'classifier'),
        'TIMESERIES_CSV_NO_COLUMN',
        '"y"',
      )
      return undefined
    },
  },
  {
    name: 'new images need neither class folders nor a column of labels in their list',
    try: (place) => classifyNew(place, 'image', ['labelled.csv', '--label', 'kind', ...small], ['new.csv', 'flat']),
  },
  {
    name: 'new sounds need neither labels in their names nor class folders nor a list of classes',
    async try(place) {
      const pattern = ['flat', '--pattern', '^(?<label>[a-z]+)-\\d$', ...short]
      return classifyNew(place, 'audio', pattern, ['flat', 'classes', 'list'])
    },
  },
]
