import { copyFile } from 'node:fs/promises'
import path from 'node:path'
import { sharedFolder } from '@romae/build/shared'
import { readLongCsv, readWideCsv } from '@romae/timeseries'
import { type Case, Skipped, type Workplace } from '../case.ts'
import { outputOf, requireCode, requireRefused } from './outcome.ts'
import { noise, writeTable } from './series-files.ts'
import { giveRun } from './series-runs.ts'

/** A model that was pre-trained with the label as a channel, and the file that it was pre-trained on. */
async function spoiled(place: Workplace): Promise<void> {
  await writeTable(place.folder, 'noise.csv', noise())
  await giveRun(place, 'spoiled')
}

async function* rows() {
  yield 'id,t,v,y\na,0,1,5\na,1,2,5\n'
}

const wide = { id: 'id', time: 't', label: 'y', channels: ['v'] }
const long = { id: 'id', time: 't', value: 'v', label: 'y' }
const twice = 'TIMESERIES_CSV_COLUMN_ROLE'

/** Columns that are given two roles, of which one is the answer. */
export const roleCases: readonly Case[] = [
  {
    name: 'a channel that a model was pre-trained on cannot become its label',
    async try(place) {
      await spoiled(place)
      const result = await place.run('timeseries', 'finetune', 'noise.csv', '--from', 'spoiled', '--label', 'y')
      requireRefused(result, 'TIMESERIES_COLUMN_ROLE', '"y"', '--label y', '--ignore y')
      return undefined
    },
  },
  {
    name: 'nor the number that it is to predict',
    async try(place) {
      await spoiled(place)
      const task = ['--label', 'y', '--set', 'finetuning.task=regression']
      requireRefused(
        await place.run('timeseries', 'finetune', 'noise.csv', '--from', 'spoiled', ...task),
        'TIMESERIES_COLUMN_ROLE',
      )
      return undefined
    },
  },
  {
    name: '--value that contradicts the channels of a model is refused',
    async try(place) {
      await spoiled(place)
      const words = ['finetune', 'noise.csv', '--from', 'spoiled', '--value', 'v', '--dry-run']
      requireRefused(await place.run('timeseries', ...words), 'TIMESERIES_OTHER_CHANNELS', '--value', 'v, y')
      return undefined
    },
  },
  {
    name: 'a channel cannot be ignored where the model has learned from it',
    async try(place) {
      await spoiled(place)
      requireRefused(
        await place.run('timeseries', 'embed', 'noise.csv', '--model', 'spoiled', '--ignore', 'y'),
        'TIMESERIES_COLUMN_ROLE',
      )
      return undefined
    },
  },
  {
    name: 'a column that looks like a label is named before it becomes a channel',
    async try({ folder, run }) {
      await writeTable(folder, 'noise.csv', noise())
      const { stderr } = await run('timeseries', 'pretrain', 'noise.csv', '--time', 't', '--id', 'id', '--dry-run')
      if (!stderr.includes('note: "y"') || !stderr.includes('--label y')) throw new Error(`it says: ${stderr}`)
      return undefined
    },
  },
  {
    name: 'the label of pre-training, ignored or named, may be that of fine-tuning',
    async try(place) {
      await writeTable(place.folder, 'noise.csv', noise())
      await giveRun(place, 'pretrained')
      const words = ['finetune', 'noise.csv', '--from', 'pretrained', '--dry-run']
      outputOf(await place.run('timeseries', ...words, '--label', 'y'))
      return undefined
    },
  },
  {
    name: 'noise is predicted by chance where the label stays out',
    async try({ folder, run }) {
      const shared = sharedFolder()
      if (shared === null) throw new Skipped('needs ../shared')
      await copyFile(path.join(shared, 'cases/tables/noise.csv'), path.join(folder, 'noise.csv'))
      const smoke = ['--preset', 'smoke']
      outputOf(
        await run(
          'timeseries',
          'pretrain',
          'noise.csv',
          '--time',
          't',
          '--id',
          'id',
          '--label',
          'y',
          ...smoke,
          '--out',
          'pre',
        ),
      )
      const printed = outputOf(
        await run('timeseries', 'finetune', 'noise.csv', '--from', 'pre', ...smoke, '--out', 'fine'),
      )
      const accuracy = Number(/accuracy +([\d.]+)/.exec(printed)?.[1])
      if (!(Math.abs(accuracy - 0.5) <= 0.34)) throw new Error(`accuracy ${accuracy} of 12 series`)
      return `accuracy ${accuracy}`
    },
  },
  ...[
    { ...wide, channels: ['v', 'y'] },
    { ...wide, channels: ['v', 't'] },
    { ...wide, channels: ['id'] },
    { ...wide, label: 't' },
    { ...wide, ignore: ['v'] },
  ].map((options) => ({
    name: `readWideCsv refuses ${JSON.stringify(options)}`,
    try: async () => void (await requireCode(twice, () => readWideCsv(rows(), options))),
  })),
  ...[
    { ...long, label: 'v' },
    { ...long, value: 't' },
    { ...long, channel: 'id' },
    { ...long, error: 'v' },
  ].map((options) => ({
    name: `readLongCsv refuses ${JSON.stringify(options)}`,
    try: async () => void (await requireCode(twice, () => readLongCsv(rows(), options))),
  })),
]
