import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Case, Workplace } from '../case.ts'
import { outputOf, requireRefused } from './outcome.ts'
import { noise, weather, writeTable } from './series-files.ts'
import { giveRun, type RunName } from './series-runs.ts'

const data = ['noise.csv', '--time', 't', '--id', 'id', '--label', 'y']
const from = ['noise.csv', '--from', 'pretrained']

function refused(run: RunName | null, command: string, words: readonly string[], ...parts: readonly string[]): Case {
  return {
    name: `${command} ${words.filter((word) => word.startsWith('--') || word.includes('=')).join(' ')} is refused`,
    async try(place: Workplace) {
      await writeTable(place.folder, 'noise.csv', noise())
      await writeTable(place.folder, 'weather.csv', weather())
      if (run !== null) await giveRun(place, run)
      requireRefused(await place.run('timeseries', command, ...words), 'APP_SETTING_NO_EFFECT', ...parts)
      return undefined
    },
  }
}

async function recordOf({ folder }: Workplace, run: string) {
  const text = await readFile(path.join(folder, run, 'checkpoint/experiment.json'), 'utf8')
  return JSON.parse(text).experiment as Record<string, Record<string, unknown>>
}

/** Settings that change nothing where they are given, and records of what was used. */
export const settingCases: readonly Case[] = [
  refused(
    'pretrained',
    'finetune',
    [...from, '--set', 'tokenizer.standardize=none'],
    'tokenizer.standardize',
    'pretrain',
  ),
  refused('pretrained', 'finetune', [...from, '--set', 'model.size=small'], 'model.size', 'pretrain'),
  refused('pretrained', 'finetune', [...from, '--set', 'pretraining.epochs=7'], 'pretraining.epochs', 'pretrain'),
  refused(null, 'finetune', [...data, '--set', 'pretraining.epochs=7'], 'pretraining.epochs', '--from'),
  refused(null, 'finetune', [...data, '--set', 'model.decoder=small'], 'model.decoder'),
  refused(
    null,
    'finetune',
    [...data, '--set', 'finetuning.epochs=3', '--set', 'finetuning.steps=2'],
    'finetuning.epochs',
  ),
  refused(null, 'finetune', [...data, '--test', 'noise.csv', '--held-out', '0.3'], '--held-out'),
  refused(null, 'pretrain', [...data, '--set', 'finetuning.epochs=7'], 'finetuning.epochs', 'finetune'),
  refused(null, 'pretrain', [...data, '--set', 'data.augment.dropTimes=0.5'], 'data.augment.dropTimes', 'finetune'),
  refused(
    null,
    'pretrain',
    [...data, '--set', 'tokenizer.kind=observations', '--set', 'tokenizer.missing=zero'],
    'tokenizer.missing',
  ),
  ...[['--steps', '9'], ['--set', 'data.window=4'], ['--dry-run']].map((words) =>
    refused('imputer', 'impute', ['weather.csv', '--time', 'day', '--model', 'imputer', ...words], words[0]!),
  ),
  {
    name: 'the record of a run holds what it used',
    async try(place) {
      await writeTable(place.folder, 'noise.csv', noise())
      const before = await recordOf(place, await giveRun(place, 'pretrained'))
      if ('finetuning' in before) throw new Error('pretrain records finetuning')
      const words = ['finetune', ...from, '--preset', 'smoke', '--set', 'finetuning.steps=1', '--out', 'fine']
      outputOf(await place.run('timeseries', ...words))
      const after = await recordOf(place, 'fine')
      for (const part of ['model', 'tokenizer', 'pretraining']) {
        if (part in after) throw new Error(`finetune --from records ${part} of the preset`)
      }
      const found = JSON.stringify([after.data!.channels, after.data!.label, 'epochs' in after.finetuning!])
      if (found !== '[["v"],"y",false]') throw new Error(found)
      return undefined
    },
  },
  {
    name: '--value of a training is what its record has, whatever the order of columns',
    async try(place) {
      await writeTable(place.folder, 'weather.csv', weather())
      const words = ['pretrain', 'weather.csv', '--time', 'day', '--value', 'wind', '--out', 'run']
      outputOf(await place.run('timeseries', ...words, '--preset', 'smoke', '--set', 'pretraining.steps=1'))
      const found = (await recordOf(place, 'run')).data!
      if (JSON.stringify([found.channels, found.unused]) !== '[["wind"],["temp"]]')
        throw new Error(JSON.stringify(found))
      return undefined
    },
  },
]
