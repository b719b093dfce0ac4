import { expect, it, vi } from 'vitest'
import { readWideCsv } from './wide.ts'

// What a bundler takes for a page.
vi.mock('#csv-parse', () => import('csv-parse/browser/esm'))

const read = (text: string) => readWideCsv(new File([text], 'a.csv'), { time: 't', channels: ['a'] })

it('reads a table by the build of the parser that is for browsers', async () => {
  const { series } = await read('t,a\n0,1\n1,2\n')
  expect([...series[0]!.channels[0]!.values]).toEqual([1, 2])
})

it.each(['', '\ufeff', '\n\n', '\r'])('refuses %j, in which nothing is, as in Node', async (text) => {
  await expect(read(text)).rejects.toMatchObject({ code: 'TIMESERIES_NO_DATA' })
})
