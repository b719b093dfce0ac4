import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { collect } from '../../testing/chunks.ts'
import { fillCsv } from '../../writers/fill-csv.ts'
import { readWideCsv } from '../csv/wide.ts'

const file = (name: string) => join(fileURLToPath(new URL('../../testing/parquet/', import.meta.url)), `${name}.npy`)
const options = { time: 'time', id: 'series', channels: 'rest' } as const
const numbersOf = async (source: string | File) =>
  (await readWideCsv(source, options)).series.map(({ channels }) => channels.map(({ values }) => [...values]))
const gaps = [
  [
    [0, 2, 4],
    [1, 3, 5],
  ],
  [
    [6, Number.NaN, 10],
    [7, 9, 11],
  ],
]

it.each(['half', 'single', 'double', 'fortran', 'version3'])('reads what numpy saves: %s', async (name) => {
  expect(await numbersOf(file(name))).toEqual(gaps)
})

it('reads integers to the last digit, and fewer axes', async () => {
  const { series } = await readWideCsv(file('int64'), options)
  expect(series[0]!.channels[1]!.text?.values?.[0]).toBe('9007199254740993')
  expect((await numbersOf(file('uint16')))[1]![1]).toEqual([60_007, 60_009, 60_011])
  expect(await numbersOf(file('flat'))).toEqual([[[0, 2, 4]]])
  expect(await numbersOf(file('plane'))).toEqual([
    [
      [0, 2, 4],
      [1, 3, 5],
    ],
  ])
})

it.each(['half', 'single', 'double', 'fortran'])('fills an array into one of its type: %s', async (name) => {
  const { series: read } = await readWideCsv(file(name), options)
  const filled = read.map((one) => ({
    ...one,
    channels: one.channels.map((channel) => ({ ...channel, values: channel.values.map((own) => own || 8) })),
  }))
  const write = async (series: typeof read) =>
    new File(
      (await collect(fillCsv(() => file(name), read, series, { time: 'time', id: 'series' }))) as never,
      'filled.npy',
    )
  expect(await numbersOf(await write(filled))).toEqual([
    gaps[0],
    [
      [6, 8, 10],
      [7, 9, 11],
    ],
  ])
  const same = await write(read)
  expect(await numbersOf(same)).toEqual(gaps)
  if (name === 'double')
    expect(Buffer.compare(Buffer.from(await same.arrayBuffer()), await readFile(file(name)))).toBe(0)
})

it('says what it does not read', async () => {
  await expect(numbersOf(file('objects'))).rejects.toThrowRomae('TIMESERIES_NOT_NPY', { file: file('objects') })
  await expect(numbersOf(file('objects'))).rejects.toThrow('pickle')
  const bytes = await readFile(file('double'))
  for (const end of [7, 40, bytes.length - 1]) {
    const cut = new File([bytes.subarray(0, end)], 'cut.npy')
    await expect(numbersOf(cut)).rejects.toThrowRomae('TIMESERIES_NOT_NPY', { file: 'cut.npy' })
  }
  const long = new File([bytes, Uint8Array.of(1)], 'long.npy')
  await expect(numbersOf(long)).rejects.toThrowRomae('TIMESERIES_NOT_NPY')
})
