import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { zip } from '@romae/internal/testing/archives'
import { describe, expect, it } from 'vitest'
import type { SeriesData } from '../../modality/options.ts'
import { readSeries } from '../../modality/read-series.ts'
import { MISSING_TEXTS } from '../csv/missing.ts'
import { readWideCsv } from '../csv/wide.ts'
import { npyHeader } from './npy-header.ts'

/** An array as `numpy.save` writes it. */
function npy(shape: readonly number[], values: readonly number[] | readonly string[]): Buffer {
  if (typeof values[0] !== 'string') {
    return Buffer.concat([npyHeader(shape, 'f8'), new Uint8Array(Float64Array.from(values as number[]).buffer)])
  }
  const codes = (values as string[]).flatMap((text) => [...text.padEnd(3, '\0')].map((char) => char.codePointAt(0)!))
  return Buffer.concat([npyHeader(shape, 'U3'), new Uint8Array(Uint32Array.from(codes).buffer)])
}

const none: SeriesData = {
  time: 'time',
  id: 'series',
  label: null,
  channel: null,
  value: null,
  ignore: null,
  unit: null,
  delimiter: null,
  decimal: null,
  allowMissingChannels: false,
  missing: MISSING_TEXTS,
}
const context = { standardInput: () => Promise.reject(new Error('nothing stands in standard input')) }

/** Three series of two steps and two channels. */
const values = npy([3, 2, 2], [0, 1, 2, 3, 4, Number.NaN, 6, 7, 8, 9, 10, 11])
const options = { time: 'time', id: 'series', channels: 'rest' } as const

async function read(files: Record<string, Buffer>, more: object, name = 'X_train.npy') {
  const folder = await temporaryFolder({ [name]: values, ...files })
  return { folder, read: () => readWideCsv(join(folder, name), { ...options, ...more }) }
}

describe('labels beside an array', () => {
  it.each(['y.npy', 'X_train_y.npy', 'y_train.npy'])('are read of %s, when they are asked for', async (name) => {
    const beside = { [name]: npy([3], ['up', 'dow', 'up']), 'who.npy': npy([3], [7, 7, 8]) }
    const found = await (await read(beside, { label: 'y', group: 'who' })).read()
    expect(found.series.map(({ label, group }) => [label, group])).toEqual([
      ['up', '7'],
      ['dow', '7'],
      ['up', '8'],
    ])
    expect(found.channels).toEqual(['channel 1', 'channel 2'])
    const without = await (await read(beside, {})).read()
    expect(without.series.map(({ label }) => label)).toEqual([undefined, undefined, undefined])
    expect(without.channels).toEqual(found.channels)
  })

  it.each(['X.npy', 'X.npz'])('are several of an array of two axes, of %s', async (name) => {
    const labels = npy([3, 2], [1, 0, 0, 0, Number.NaN, 1])
    const archive = zip({ name: 'X.npy', content: values }, { name: 'y.npy', content: labels })
    const folder = await temporaryFolder({ 'X.npy': values, 'y.npy': labels, 'X.npz': archive })
    const found = await readSeries([join(folder, name)], { ...none, labels: ['y'] }, context)
    expect(found.labels).toEqual([
      { has: ['y 1'], unknown: [] },
      { has: [], unknown: [] },
      { has: ['y 2'], unknown: ['y 1'] },
    ])
    expect(found.classes).toEqual(['y 1', 'y 2'])
    expect(found.options).toMatchObject({ labels: ['y'], channels: ['channel 1', 'channel 2'] })
  })

  it.each<[string, Record<string, Buffer>, string, object]>([
    [
      'several of that name',
      { 'y.npy': npy([3], [1, 2, 3]), 'y_train.npy': npy([3], [1, 2, 3]) },
      'TIMESERIES_NPY_BESIDE',
      { reason: expect.stringMatching(/^y may be .*y\.npy or .*y_train\.npy: keep one of them/) },
    ],
    [
      'another length',
      { 'y.npy': npy([4], [1, 2, 3, 4]) },
      'TIMESERIES_NPY_BESIDE',
      { reason: 'its shape is [4], and there are 3 series of 2 steps: it needs an entry for each series, or step' },
    ],
    ['what is cut short', { 'y.npy': npy([3], [1, 2, 3]).subarray(0, -1) }, 'TIMESERIES_NOT_NPY', {}],
    ['what is no array', { 'y.npy': Buffer.from('label\n1\n2\n') }, 'TIMESERIES_NOT_NPY', {}],
    [
      'nothing of that name',
      { 'labels.npy': npy([3], [1, 2, 3]) },
      'TIMESERIES_CSV_NO_COLUMN',
      { looked: ['y.npy', 'X_train_y.npy', 'y_train.npy'].map((name) => expect.stringMatching(`/${name}$`)) },
    ],
  ])('are refused for %s', async (_, files, code, fields) => {
    await expect((await read(files, { label: 'y' })).read()).rejects.toThrowRomae(
      code,
      fields as Record<string, unknown>,
    )
  })

  it('are never looked for in another folder', async () => {
    const { read: reading } = await read({}, { label: '../y' })
    await expect(reading()).rejects.toThrowRomae('TIMESERIES_CSV_NO_COLUMN', { looked: [] })
  })
})
