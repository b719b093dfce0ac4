import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { zip } from '@romae/internal/testing/archives'
import { expect, it } from 'vitest'
import { collect } from '../../testing/chunks.ts'
import { fillCsv } from '../../writers/fill-csv.ts'
import { readWideCsv } from '../csv/wide.ts'

const file = (name: string) => join(fileURLToPath(new URL('../../testing/parquet/', import.meta.url)), name)
const options = { time: 't', id: 'series', label: 'label', channels: ['channel 1', 'channel 2'] } as const

it.each(['labelled.npz', 'deflated.npz'])('reads what numpy saves, with labels and times beside: %s', async (name) => {
  const bytes = await readFile(file(name))
  for (const source of [file(name), `${file(name)}#X`, new File([bytes], name)]) {
    const { series } = await readWideCsv(source, options)
    expect(series.map(({ label }) => label)).toEqual(['rest', 'walk'])
    expect(series.map(({ channels }) => channels.map(({ times }) => [...times]))).toEqual([
      [
        [0.5, 1, 2.5],
        [0.5, 1, 2.5],
      ],
      [
        [0.5, 1, 2.5],
        [0.5, 1, 2.5],
      ],
    ])
    expect([...series[1]!.channels[0]!.values]).toEqual([6, Number.NaN, 10])
  }
})

it('has what is as long as there are series as a column', async () => {
  const { series } = await readWideCsv(file('labelled.npz'), { time: 't', id: 'series', channels: ['age'] })
  expect(series.map(({ channels }) => [...channels[0]!.values])).toEqual([
    [7, 7, 7],
    [8, 8, 8],
  ])
})

it('asks which of several arrays has the values', async () => {
  const read = (name: string) => readWideCsv(file(name), { time: 'time', id: 'series', channels: 'rest' })
  await expect(read('several.npz')).rejects.toThrow('say by FILE#X which has the values: X [2, 3, 2], Y [2, 3, 2]')
  expect((await read('several.npz#Y')).series[0]!.channels[0]!.values[1]).toBe(3)
  await expect(read('several.npz#Z')).rejects.toThrowRomae('TIMESERIES_NOT_NPZ')
})

it.each(['labelled.npz', 'deflated.npz'])(
  'fills the values and leaves the other arrays as they are: %s',
  async (name) => {
    const { series } = await readWideCsv(file(name), options)
    const filled = series.map((one) => ({
      ...one,
      channels: one.channels.map((channel) => ({ ...channel, values: channel.values.map((own) => own || 8) })),
    }))
    const pieces = await collect(fillCsv(() => file(name), series, filled, { time: 't', id: 'series' }))
    const { series: again } = await readWideCsv(new File(pieces as never, 'filled.npz'), options)
    expect([...again[1]!.channels[0]!.values]).toEqual([6, 8, 10])
    expect(again.map(({ label }) => label)).toEqual(['rest', 'walk'])
  },
)

it('says what it does not read', async () => {
  const read = (bytes: Uint8Array) => readWideCsv(new File([bytes as never], 'a.npz'), options)
  await expect(read(zip({ name: '[Content_Types].xml', content: '<a/>' }))).rejects.toThrow('save a sheet of it as CSV')
  await expect(read(zip({ name: 'a.csv', content: 't\n1\n' }))).rejects.toThrow('it is an archive, and holds "a.csv"')
  await expect(read(zip({ name: 'X.npy', content: 'x' }))).rejects.toThrowRomae('TIMESERIES_NOT_NPZ')
  const bytes = await readFile(file('labelled.npz'))
  await expect(read(bytes.subarray(0, 500))).rejects.toThrowRomae('TIMESERIES_NOT_NPZ')
  // A number of the values: the checksum of the array is another one then.
  const damaged = Uint8Array.from(bytes)
  damaged[bytes.indexOf('NUMPY') + 150]! ^= 1
  await expect(read(damaged)).rejects.toThrowRomae('TIMESERIES_NOT_NPZ')
})
