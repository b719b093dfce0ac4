import { readFile } from 'node:fs/promises'
import path from 'node:path'
import {
  fillMissing,
  observationTokenizer,
  readLongCsv,
  readWideCsv,
  timestepTokenizer,
  toWideCsv,
} from '@romae/timeseries'
import type { Case, Workplace } from '../case.ts'
import { outputOf, requireCode, requireRefused } from './outcome.ts'
import {
  asLong,
  csvOf,
  noise,
  recordsOf,
  type TableFile,
  weather,
  withColumns,
  withExtra,
  writeTable,
} from './series-files.ts'
import { giveRun } from './series-runs.ts'

async function* chunk(table: TableFile) {
  yield csvOf(table)
}
const readTable = async (table: TableFile) =>
  (await readWideCsv(chunk(table), { time: 'day', channels: 'rest' })).series[0]!
const swapped = () => withColumns(weather(), ['wind', 'day', 'temp'])

/** Fills a file by the imputer. @returns what was printed, and the filled rows where there are some */
async function impute(place: Workplace, table: TableFile, ...words: readonly string[]) {
  await writeTable(place.folder, 'in.csv', table)
  const checkpoint = ['--model', 'imputer', '--out', 'filled.csv']
  return place.run('timeseries', 'impute', 'in.csv', '--time', 'day', ...checkpoint, ...words)
}

async function filledBy(place: Workplace, table: TableFile, ...words: readonly string[]) {
  outputOf(await impute(place, table, ...words))
  const text = await readFile(path.join(place.folder, 'filled.csv'), 'utf8')
  return { text, records: recordsOf(text) }
}

function requireSame(got: unknown, expected: unknown): void {
  if (JSON.stringify(got) !== JSON.stringify(expected)) throw new Error('another answer')
}

/** Files whose channels are not those of the model, or come in another order. */
export const channelCases: readonly Case[] = [
  {
    name: 'impute --model fills swapped columns with the same values, and leaves them where they are',
    async try(place) {
      await giveRun(place, 'imputer')
      const expected = await filledBy(place, weather())
      const { text, records } = await filledBy(place, withColumns(weather(), ['day', 'wind', 'temp']))
      if (!text.startsWith('day,wind,temp\n')) throw new Error(`the columns are ${text.split('\n')[0]}`)
      for (const column of ['temp', 'wind']) {
        requireSame(
          records.map((row) => row[column]),
          expected.records.map((row) => row[column]),
        )
      }
      return undefined
    },
  },
  ...(
    [
      ['a renamed channel', ['day', 'temp', 'wind>windd'], ['did you mean "wind"', 'temp, wind']],
      ['another channel', ['day', 'temp', 'wind>humidity'], ['"humidity"', 'wind is missing']],
      ['a missing channel', ['day', 'temp'], ['wind is missing', '--allow-missing-channels']],
      ['a channel more', ['day', 'temp', 'wind', 'wind>rain'], ['"rain"', '--ignore rain']],
    ] as const
  ).map(([what, columns, parts]) => ({
    name: `impute --model refuses ${what}, and says both sides`,
    async try(place: Workplace) {
      await giveRun(place, 'imputer')
      requireRefused(await impute(place, withColumns(weather(), columns)), 'TIMESERIES_OTHER_CHANNELS', ...parts)
      return undefined
    },
  })),
  {
    name: 'impute --model goes on without a channel where that is said, and writes none',
    async try(place) {
      await giveRun(place, 'imputer')
      const { text } = await filledBy(place, withColumns(weather(), ['day', 'temp']), '--allow-missing-channels')
      if (!text.startsWith('day,temp\n')) throw new Error(`the columns are ${text.split('\n')[0]}`)
      return undefined
    },
  },
  {
    name: 'impute --model takes a long file by its names, whichever comes first',
    async try(place) {
      await giveRun(place, 'imputer')
      const words = ['--channel', 'channel', '--value', 'value']
      const sorted = async (channels: readonly string[]) =>
        (await filledBy(place, asLong(weather(), channels, ['day']), ...words)).text.trim().split('\n').sort()
      requireSame(await sorted(['wind', 'temp']), await sorted(['temp', 'wind']))
      const renamed = asLong(withColumns(weather(), ['day', 'temp>heat', 'wind']), ['heat', 'wind'], ['day'])
      requireRefused(await impute(place, renamed, ...words), 'TIMESERIES_OTHER_CHANNELS', 'heat')
      return undefined
    },
  },
  {
    name: 'impute --model refuses dates where the model knows numbers',
    async try(place) {
      await giveRun(place, 'imputer')
      const { columns, rows } = weather()
      const dates = rows.map(([day, ...rest]) => [new Date(864e5 * Number(day)).toISOString().slice(0, 10), ...rest])
      requireRefused(await impute(place, { columns, rows: dates }), 'TIMESERIES_OTHER_TIMES')
      return undefined
    },
  },
  {
    name: 'classify gives shuffled columns the same answers',
    async try(place) {
      await giveRun(place, 'classifier')
      const answers = []
      for (const columns of [
        ['id', 't', 'v', 'y'],
        ['y', 'v', 't', 'id'],
        ['v', 'id', 't'],
      ]) {
        await writeTable(place.folder, 'in.csv', withColumns(noise(), columns))
        answers.push(outputOf(await place.run('timeseries', 'classify', 'in.csv', '--model', 'classifier')))
      }
      for (const answer of answers) requireSame(answer, answers[0])
      return undefined
    },
  },
  {
    name: 'embed names a column that the model does not know, and leaves it out where asked',
    async try(place) {
      await giveRun(place, 'pretrained')
      await writeTable(place.folder, 'in.csv', withExtra(noise(), 'ward', 7))
      const words = ['embed', 'in.csv', '--model', 'pretrained']
      requireRefused(await place.run('timeseries', ...words), 'TIMESERIES_OTHER_CHANNELS', '"ward"', '--ignore ward')
      outputOf(await place.run('timeseries', ...words, '--ignore', 'ward'))
      return undefined
    },
  },
  ...([timestepTokenizer, observationTokenizer] as const).map((make) => ({
    name: `${make({ channels: 1 }).name}: swapped columns give the same tokens, others are refused`,
    async try() {
      const options = 'missing' in make({ channels: 1 }).options ? { missing: 'zero' } : {}
      const tokenizer = make.fit([await readTable(weather())], options as object)
      requireSame(tokenizer.tokenize(await readTable(swapped())), tokenizer.tokenize(await readTable(weather())))
      const renamed = await readTable(withColumns(weather(), ['day', 'temp', 'wind>rain']))
      await requireCode('TIMESERIES_CHANNELS', () => tokenizer.tokenize(renamed))
      const fewer = await readTable(withColumns(weather(), ['day', 'temp']))
      await requireCode('TIMESERIES_CHANNELS', () => tokenizer.tokenize(fewer))
      const restored = make.fromJSON(JSON.parse(JSON.stringify(tokenizer)))
      await requireCode('TIMESERIES_CHANNELS', () => restored.tokenize(renamed))
      return undefined
    },
  })),
  {
    name: 'a long file whose first channel is another gives the same tokens',
    async try() {
      const read = async (channels: readonly string[]) => {
        const options = { time: 'day', channel: 'channel', value: 'value' }
        return (await readLongCsv(chunk(asLong(weather(), channels, ['day'])), options)).series[0]!
      }
      const tokenizer = observationTokenizer.fit([await read(['temp', 'wind'])])
      requireSame(tokenizer.tokenize(await read(['wind', 'temp'])), tokenizer.tokenize(await read(['temp', 'wind'])))
      return undefined
    },
  },
  {
    name: 'values and times in another unit than the tokenizer’s are refused',
    async try() {
      const read = (units: Record<string, string>, timeUnit: 'days' | 'hours') => {
        const text = async function* () {
          yield 'day,temp\n2024-01-01,1\n2024-01-02,2\n'
        }
        return readWideCsv(text(), { time: 'day', channels: 'rest', units, timeUnit })
      }
      const tokenizer = observationTokenizer.fit((await read({ temp: 'K' }, 'days')).series)
      const [celsius] = (await read({ temp: 'C' }, 'days')).series
      const [hours] = (await read({ temp: 'K' }, 'hours')).series
      await requireCode('TIMESERIES_UNIT', () => tokenizer.tokenize(celsius!))
      await requireCode('TIMESERIES_UNIT', () => tokenizer.tokenize(hours!))
      return undefined
    },
  },
  {
    name: 'fillMissing and toWideCsv go by the names of channels',
    async try() {
      const tokenizer = observationTokenizer.fit([await readTable(weather())])
      const fill = async (
        all: readonly { tokens: { values: Float32Array; positions: Float32Array; length: number } }[],
      ) => all.map(({ tokens }) => ({ ...tokens, values: tokens.positions.filter((_, index) => index % 2 === 0) }))
      const filled = async (table: TableFile) => {
        const series = await fillMissing(await readTable(table), { tokenizer, length: 10, fill })
        return toWideCsv([series], { time: 'day', channels: ['temp', 'wind'] })
      }
      requireSame(await filled(swapped()), await filled(weather()))
      const series = [await readTable(weather())]
      await requireCode('TIMESERIES_CHANNELS', () => toWideCsv(series, { time: 'day', channels: ['temp', 'rain'] }))
      return undefined
    },
  },
]
