import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { readUea } from '@romae/timeseries'
import type { Case, Workplace } from '../case.ts'
import { outputOf, requireCode, requireRefused } from './outcome.ts'

const read = (text: string, options: Parameters<typeof readUea>[1] = {}, encoding: BufferEncoding = 'utf8') => {
  async function* bytes() {
    yield Buffer.from(text, encoding)
  }
  return readUea(bytes(), options)
}

const header = '@problemName Waves\n@classLabel true a b\n'
const cases = '@data\n1,2,3:4,5,6:a\n3,2,1:6,5,4:b\n'

async function requireCases(text: string, encoding: BufferEncoding = 'utf8'): Promise<undefined> {
  const { series } = await read(text, {}, encoding)
  const found = series.map(({ channels, label }) => [...channels.map(({ values }) => values.join()), label].join(':'))
  if (found.join(' ') !== '1,2,3:4,5,6:a 3,2,1:6,5,4:b') throw new Error(`read ${found}`)
  return undefined
}

/** Unequal in the second case. */
const uneven = `${header}${cases}1,2,3,4,5:6,7,8:a\n`

/** Files of the UEA archive's format as they are published. */
export const tsFileCases: readonly Case[] = [
  ...(
    [
      ['a comment that is not UTF-8', `# Universit\xe9 de Gen\xe8ve\n${header}${cases}`],
      ['a comment of % in the header', `% made by hand\n${header}${cases}`],
      ['a comment of % among the cases', `${header}${cases.replace('a\n', 'a\n  % the next \xe9\n')}`],
      ['a key that others know', `@relation waves\n${header}@author me\n${cases}`],
      ['a key without words', `${header}@verified\n${cases}`],
      ['lines that carriage returns end', `${header}${cases}`.replaceAll('\n', '\r')],
    ] as const
  ).map(([what, text]) => ({ name: `a .ts file with ${what} is read`, try: () => requireCases(text, 'latin1') })),
  {
    name: 'a .ts file with a mistyped key, or a name that is not UTF-8, is refused',
    async try() {
      await requireCode('TIMESERIES_UEA_UNKNOWN_KEY', () => read(`@seriesLenght 3\n${header}${cases}`))
      await requireCode('TIMESERIES_NOT_TEXT', () => read(`@problemName Gen\xe8ve\n${cases}`, {}, 'latin1'))
      return undefined
    },
  },
  {
    name: 'channels of different lengths in one case are refused, or have times as it is said',
    async try() {
      await requireCode('TIMESERIES_UEA_CHANNEL_LENGTHS', () => read(uneven))
      const times = async (channelLengths: 'from-start' | 'same-span') =>
        (await read(uneven, { channelLengths })).series[2]!.channels[1]!.times.join()
      const found = [await times('from-start'), await times('same-span')].join(' ')
      if (found !== '0,1,2 0,2,4') throw new Error(found)
      return found
    },
  },
  {
    name: 'pretrain refuses channels of different lengths with the option that says what they mean, and names unknown keys',
    async try(place: Workplace) {
      await writeFile(path.join(place.folder, 'in.ts'), `@relation x\n${uneven}`)
      const words = ['pretrain', 'in.ts', '--preset', 'smoke', '--dry-run']
      requireRefused(await place.run('timeseries', ...words), 'TIMESERIES_UEA_CHANNEL_LENGTHS', 'same-span')
      const result = await place.run('timeseries', ...words, '--channel-lengths', 'same-span')
      outputOf(result)
      if (!result.stderr.includes('@relation')) throw new Error(`not named: ${result.stderr.slice(0, 200)}`)
      return undefined
    },
  },
]
