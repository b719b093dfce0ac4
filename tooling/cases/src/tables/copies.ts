import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { imageFromPixels, toPng } from '@romae/image'
import { fromGrid, windows } from '@romae/timeseries'
import { holdOut, joinGroups, kFold } from '@romae/trainer/node'
import type { Case, Workplace } from '../case.ts'
import { outputOf, requireRefused } from './outcome.ts'
import { noise, type TableFile, writeTable } from './series-files.ts'
import { giveRun } from './series-runs.ts'

const series = ['--time', 't', '--id', 'id', '--label', 'y', '--preset', 'smoke']

/** The same series under other ids. */
function renamed({ columns, rows }: TableFile): TableFile {
  return { columns, rows: rows.map(([id, ...rest]) => [`other-${id}`, ...rest]) }
}

/** The first series only. */
function first(count: number, { columns, rows }: TableFile): TableFile {
  return { columns, rows: rows.filter(([id]) => Number(String(id).replace(/\D+/, '')) < count) }
}

function joined(a: TableFile, b: TableFile): TableFile {
  return { columns: a.columns, rows: [...a.rows, ...b.rows] }
}

/** Forty series of eight patients. */
function patients(): TableFile {
  const { columns, rows } = noise(40)
  const patientOf = (id: string | number) => `p${Math.floor(Number(String(id).slice(1)) / 5)}`
  return { columns: [...columns, 'patient'], rows: rows.map((row) => [...row, patientOf(row[0]!)]) }
}

/** A command that is to be refused, or to say something before it trains. */
interface Attempt {
  readonly files: Readonly<Record<string, TableFile>>
  readonly words: readonly string[]
  /** Before it runs. */
  readonly prepare?: (place: Workplace) => Promise<unknown>
}

async function attempt(place: Workplace, { files, words, prepare }: Attempt) {
  for (const [name, table] of Object.entries(files)) await writeTable(place.folder, name, table)
  await prepare?.(place)
  return place.run('timeseries', 'finetune', ...words)
}

function refused(what: string, given: Attempt, code: string, ...parts: readonly string[]): Case {
  return {
    name: `fine-tuning on ${what} is refused`,
    async try(place) {
      requireRefused(await attempt(place, given), code, ...parts)
      return undefined
    },
  }
}

function said(what: string, given: Attempt, ...lines: readonly RegExp[]): Case {
  return {
    name: `fine-tuning on ${what} says so before it begins`,
    async try(place) {
      const output = outputOf(await attempt(place, { ...given, words: [...given.words, '--dry-run'] }))
      const missing = lines.find((line) => !line.test(output))
      if (missing !== undefined) throw new Error(`it does not say ${missing}`)
      return output.split('\n')[0]
    },
  }
}

/** What a run of two steps says that it was trained on: samples, and different ones by a kind of keys. */
async function trainedOn(place: Workplace, given: Attempt, kind: 'contents' | 'groups') {
  outputOf(await attempt(place, { ...given, words: [...given.words, '--set', 'finetuning.steps=2', '--out', 'run'] }))
  const { training } = JSON.parse(await readFile(path.join(place.folder, 'run/checkpoint/samples.json'), 'utf8'))
  return { samples: training.samples as number, different: training[kind].length / 16 }
}

/** Each of the different things is in training with all that it has, or not at all. */
function whole(what: string, given: Attempt, kind: 'contents' | 'groups', each: number): Case {
  return {
    name: `${what} are not divided between training and test`,
    async try(place) {
      const { samples, different } = await trainedOn(place, given, kind)
      if (samples !== each * different) throw new Error(`${different} are in training with ${samples} series`)
      return `${different} in training, whole`
    },
  }
}

/** A folder of six small images. */
async function photos(folder: string): Promise<void> {
  for (const [name, level] of Object.entries({ bright: 0.8, dark: 0.2 })) {
    await mkdir(path.join(folder, 'photos', name), { recursive: true })
    for (let number = 0; number < 3; number++) {
      const data = Float32Array.from({ length: 8 * 8 * 3 }, (_, at) => level + 0.1 * Math.sin(at + number))
      const png = await toPng(imageFromPixels({ width: 8, height: 8, data }))
      await writeFile(path.join(folder, 'photos', name, `${number}.png`), png)
    }
  }
}

const images = ['--preset', 'smoke', '--held-out', '0.4', '--dry-run']

/** How many groups folds have in both of their parts. */
function parted(
  groups: readonly (string | number)[],
  folds: readonly { train: readonly number[]; test: readonly number[] }[],
) {
  return folds.reduce((sum, { train, test }) => {
    const tested = new Set(test.map((sample) => groups[sample]))
    return sum + new Set(train.map((sample) => groups[sample]).filter((group) => tested.has(group))).size
  }, 0)
}

function neverParted(what: string, labels: readonly string[], groups: readonly (string | number)[]): Case {
  return {
    name: `${what} are never parted by kFold and holdOut`,
    async try() {
      const folds = [2, 3, 5].flatMap((count) => kFold(labels, { folds: count, groups, stratify: false, seed: count }))
      const parts = [0, 1, 2].map((seed) => holdOut(labels, { fraction: 0.3, groups, seed }))
      const found = parted(groups, [...folds, ...parts])
      if (found > 0) throw new Error(`${found} are`)
      return undefined
    },
  }
}

const cuts = Array.from({ length: 6 }, (_, number) => {
  const values = [Array.from({ length: 40 }, (_, time) => Math.sin(time + number))]
  return windows(fromGrid({ id: `day ${number}`, values }), { length: 10, stride: 2 })
}).flat()
const classes = cuts.map((_, index) => 'abc'[index % 3]!)

/** Samples that are one, or belong together, in two parts. */
export const copyCases: readonly Case[] = [
  refused(
    'a file given twice',
    { files: { 'a.csv': noise() }, words: ['a.csv', 'a.csv', ...series] },
    'APP_GIVEN_TWICE',
  ),
  refused(
    'a file and a link to it',
    {
      files: { 'a.csv': noise() },
      words: ['a.csv', 'b.csv', ...series],
      prepare: ({ folder }) => symlink('a.csv', path.join(folder, 'b.csv')),
    },
    'APP_GIVEN_TWICE',
  ),
  refused(
    'a file that is tested on too',
    { files: { 'a.csv': noise() }, words: ['a.csv', '--test', './a.csv', ...series] },
    'APP_GIVEN_TWICE',
    '--test',
  ),
  refused(
    'a file of which a copy is tested on',
    { files: { 'a.csv': noise(), 'b.csv': noise() }, words: ['a.csv', '--test', 'b.csv', ...series] },
    'APP_IN_OTHER_SPLIT',
    'all 12',
  ),
  refused(
    'a file of which a copy with other ids is tested on',
    { files: { 'a.csv': noise(), 'b.csv': renamed(noise()) }, words: ['a.csv', '--test', 'b.csv', ...series] },
    'APP_IN_OTHER_SPLIT',
  ),
  refused(
    'one id in two files',
    { files: { 'a.csv': noise(), 'b.csv': first(3, noise()) }, words: ['a.csv', 'b.csv', ...series] },
    'TIMESERIES_ID_IN_TWO_FILES',
    '"s0"',
    '3 in common',
    '--ids-per-file',
  ),
  said(
    'series of which some are tested on',
    { files: { 'a.csv': noise(40), 'b.csv': first(6, noise()) }, words: ['a.csv', '--test', 'b.csv', ...series] },
    /left out of training: 6 of 40 series that --test has too \(6 by id, 6 by content; "s0", /,
    /samples {5}34,/,
  ),
  said(
    'series of which some are chosen by',
    {
      files: { 'a.csv': noise(40), 'b.csv': renamed(first(6, noise())) },
      words: ['a.csv', '--validation-data', 'b.csv', ...series],
    },
    /left out of training: 6 of 40 series that --validation-data has too \(6 by content; /,
  ),
  said(
    'a patient that is tested on',
    {
      files: { 'a.csv': patients(), 'b.csv': renamed(first(2, patients())) },
      words: ['a.csv', '--test', 'b.csv', '--group', 'patient', ...series],
    },
    /left out of training: 5 of 40 series that --test has too \(5 by group, 2 by content; /,
  ),
  whole(
    'copies with other ids',
    { files: { 'a.csv': joined(noise(20), renamed(noise(20))) }, words: ['a.csv', ...series] },
    'contents',
    2,
  ),
  whole(
    'copies in a file that counts ids anew',
    { files: { 'a.csv': noise(20), 'b.csv': noise(20) }, words: ['a.csv', 'b.csv', '--ids-per-file', ...series] },
    'contents',
    2,
  ),
  whole('patients', { files: { 'a.csv': patients() }, words: ['a.csv', '--group', 'patient', ...series] }, 'groups', 5),
  neverParted(
    'windows of one series',
    classes,
    cuts.map(({ group }) => group!),
  ),
  neverParted(
    'what patients and copies join',
    classes,
    joinGroups(
      cuts.map((_, index) => Math.floor(index / 3)),
      cuts.map((_, index) => (index % 17 === 0 ? 'the same' : undefined)),
    ),
  ),
  {
    name: 'images in a folder given twice are refused, and in a copy of it counted',
    async try({ folder, run }) {
      await photos(folder)
      requireRefused(await run('image', 'finetune', 'photos', 'photos/', ...images), 'APP_GIVEN_TWICE')
      await cp(path.join(folder, 'photos'), path.join(folder, 'again'), { recursive: true })
      const output = outputOf(await run('image', 'finetune', 'photos', 'again', ...images))
      if (!/^6 of 12 images hold the same as another one/m.test(output)) throw new Error('it is not said')
      const tested = await run('image', 'finetune', 'photos', '--test', 'again', '--preset', 'smoke', '--dry-run')
      requireRefused(tested, 'APP_IN_OTHER_SPLIT')
      return undefined
    },
  },
  {
    name: 'what pre-training has seen of the test is in the result; of older runs it is not known',
    async try(place) {
      const { folder, run } = place
      await writeTable(folder, 'noise.csv', noise())
      const from = ['finetune', 'noise.csv', '--from', await giveRun(place, 'pretrained'), '--preset', 'smoke']
      const brief = ['--set', 'finetuning.steps=2', '--out', 'fine']
      const output = outputOf(await run('timeseries', ...from, ...brief))
      if (!output.includes('pre-training has seen 2 of the 2 series to test')) throw new Error(output)
      const { seenInPretraining } = JSON.parse(await readFile(path.join(folder, 'fine/results.json'), 'utf8'))
      if (seenInPretraining.seen !== 2) throw new Error(JSON.stringify(seenInPretraining))
      await rm(path.join(folder, 'pretrained/checkpoint/samples.json'))
      const older = outputOf(await run('timeseries', ...from, '--dry-run'))
      if (!/whether pre-training has seen series to test is not known/.test(older)) throw new Error(older)
      return undefined
    },
  },
  {
    name: 'what finetune tests on is kept out of pre-training by --held-out',
    async try({ folder, run }) {
      await writeTable(folder, 'noise.csv', noise(20))
      const brief = ['--held-out', '0.2', '--set', 'pretraining.steps=2', '--out', 'pre']
      outputOf(await run('timeseries', 'pretrain', 'noise.csv', ...series, ...brief))
      const output = outputOf(
        await run('timeseries', 'finetune', 'noise.csv', '--from', 'pre', '--preset', 'smoke', '--dry-run'),
      )
      if (!output.includes('pre-training has seen none of the 4 series to test')) throw new Error(output.split('\n')[0])
      return undefined
    },
  },
  {
    name: 'an evaluation on what the model was trained on says so',
    async try(place) {
      await writeTable(place.folder, 'noise.csv', renamed(noise()))
      const model = await giveRun(place, 'classifier')
      const output = outputOf(await place.run('timeseries', 'evaluate', 'noise.csv', '--model', model))
      if (!/10 of these 12 series are among those that it was trained on \(by content\)/.test(output))
        throw new Error(output)
      return undefined
    },
  },
]
