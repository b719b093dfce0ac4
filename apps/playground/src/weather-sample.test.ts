import { expect, it } from 'vitest'
import { readUnknown } from '../page/guess-columns.ts'
import { weatherSample } from './weather-sample.ts'

const file = (text: string, name = 'table.csv') => new File([text], name)
const understand = async (text: string) => {
  const [header] = text.split('\n')
  return readUnknown(file(text), header!.replace(/^\uFEFF/, '').split(/[,;\t]/), null)
}

it('is a table of four years whose columns all have gaps, of one day and of more', async () => {
  const { roles, table } = await understand(await weatherSample())
  expect(roles).toEqual({ time: 'date', id: null, ignore: [], nonNegative: ['precipitation'], timeFormat: null })
  expect(table.channels).toEqual(['precipitation', 'temp_max', 'temp_min', 'wind'])
  expect(table.series[0]!.channels[0]!.times).toHaveLength(1461)
  for (const { values } of table.series[0]!.channels) {
    const missing = values.filter(Number.isNaN).length
    expect(missing).toBeGreaterThan(100)
    expect(missing).toBeLessThan(300)
  }
})

it('understands what spreadsheets of other countries write', async () => {
  const rows = ['01.02.2024;1,5;', '02.02.2024;;-3,25', '13.02.2024;2,5;4', '14.02.2024;3;5']
  const { roles, table } = await understand(`\uFEFFDatum;Höhe;Tiefe\n${rows.join('\n')}\n`)
  expect(roles.time).toBe('Datum')
  expect([...table.series[0]!.channels[0]!.values]).toEqual([1.5, Number.NaN, 2.5, 3])
})

it('takes a column that tells series apart where times come again', async () => {
  const rows = ['a', 'b'].flatMap((name) => [1, 2, 3, 4, 5].map((time) => `${name},${time},${time * 2}`))
  const { roles, table } = await understand(`station,hour,level\n${rows.join('\n')}\n`)
  expect(roles).toMatchObject({ time: 'hour', id: 'station' })
  expect(table.series.map(({ id }) => id)).toEqual(['a', 'b'])
})

it('says of the likeliest column why a table cannot be read', async () => {
  await expect(understand('date,level\nyesterday,1\ntoday,2\n')).rejects.toThrow(/yesterday/)
})
