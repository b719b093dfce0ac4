import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { caught } from '@romae/internal/testing'
import { observationTokenizer, type TimeSeries } from '@romae/timeseries'
import { describe, expect, it } from 'vitest'
import { type Replacements, writeElasticc } from '../../testing/elasticc-file.ts'
import { type H5wasm, loadH5wasm } from './load-h5wasm.ts'
import { type ElasticcOptions, openElasticc } from './open-elasticc.ts'

const path = join(await temporaryFolder(), 'elasticc_final.h5')
await writeElasticc(path)

async function readAll(options?: ElasticcOptions): Promise<readonly TimeSeries[]> {
  const file = await openElasticc(path, options)
  const curves = Array.from({ length: file.count }, (_, row) => file.read(row))
  file.close()
  return curves
}

describe('openElasticc', () => {
  it('reads a curve: six bands with times, fluxes and errors of what was observed', async () => {
    const [, curve] = await readAll()
    expect([curve!.id, curve!.label, curve!.channels.length]).toEqual(['1002', '1', 6])
    expect(curve!.channels[1]).toEqual({
      times: Float64Array.of(1, 3, 5),
      values: Float64Array.of(101, 111, 121),
      extras: [Float64Array.of(0.5, 1.5, 2.5)],
    })
    expect(curve!.channels[5]!.times).toHaveLength(0)
  })

  it('orders times, and averages observations at one', async () => {
    const [curve] = await readAll()
    expect(curve!.channels[4]).toEqual({
      times: Float64Array.of(4, 9),
      values: Float64Array.of(24, 9),
      extras: [Float64Array.of(2.5, 1)],
    })
  })

  it('takes the alert mask when asked to', async () => {
    const [curve] = await readAll({ photometry: 'alert' })
    expect(curve!.channels[1]!.values).toEqual(Float64Array.of(11, 21))
  })

  it('gives the rows of each split and fold', async () => {
    for (const [fold, train, validation] of [
      [0, [0, 2], [1]],
      [1, [0, 1], [2]],
    ] as const) {
      const file = await openElasticc(path, { fold })
      expect([[...file.rows('train')], [...file.rows('validation')], [...file.rows('test')]]).toEqual([
        train,
        validation,
        [3],
      ])
      file.close()
    }
  })

  it('names the classes where ATAT’s list of them lies beside the file', async () => {
    const beside = join(await temporaryFolder(), 'elasticc_final.h5')
    await writeElasticc(beside)
    await writeFile(join(beside, '..', 'dict_classes.json'), '{"AGN": 0, "KN": 1}')
    const file = await openElasticc(beside)
    expect([0, 1].map((row) => file.read(row).label)).toEqual(['AGN', 'KN'])
    expect(file.classes).toEqual(['AGN', 'KN'])
    file.close()
    for (const [text, message] of [
      ['{"AGN": 0,', /not JSON/],
      ['{"AGN": -1}', /"AGN" has no number from 0/],
      ['["AGN", "KN"]', /"0" has no number/],
    ] as const) {
      await writeFile(join(beside, '..', 'dict_classes.json'), text)
      const error = await caught(() => openElasticc(beside))
      expect(error.code).toBe('DATASETS_SYNTAX')
      expect(error.message).toMatch(message)
    }
  })

  it('says what the classes and the labels of rows are, and how many observations they have', async () => {
    const file = await openElasticc(path, { photometry: 'alert' })
    expect(file.classes).toEqual(['0', '1'])
    expect(file.labels(Int32Array.of(3, 1))).toEqual(['0', '1'])
    expect(file.observations(Int32Array.of(1, 0))).toEqual(Int32Array.of(10, 10))
    for (const ask of [file.labels, file.observations]) {
      await expect(async () => ask(Int32Array.of(4))).rejects.toThrowRomae('DATASETS_INVALID_OPTION')
    }
    file.close()
  })

  it('gives series that the tokenizers take', async () => {
    const curves = await readAll()
    const tokens = observationTokenizer({ channels: 6, extras: 1 }).tokenize(curves[0]!)
    expect(tokens.length).toBe(14)
  })

  it('says where the data comes from when it is not there', async () => {
    const path = '/absent/elasticc_final.h5'
    await expect(openElasticc(path)).rejects.toThrowRomae('DATASETS_ELASTICC_MISSING', { path })
  })

  it('refuses what is no HDF5 file, or only the beginning of one', async () => {
    const bad = join(await temporaryFolder(), 'bad.h5')
    const bytes = await readFile(path)
    for (const content of [new Uint8Array(0), new TextEncoder().encode('hello'), bytes.subarray(0, 3000)]) {
      await writeFile(bad, content)
      await expect(async () => openElasticc(bad)).rejects.toThrowRomae('DATASETS_HDF5')
    }
  })

  const integers = (...values: bigint[]) => ({ data: BigInt64Array.from(values) as never, shape: [values.length] })
  it.each<[Replacements, RegExp]>([
    [{ mask: null }, /array "mask".*shape \[4, 5, 6\].*no such array/],
    [{ labels: integers(1n, 2n) }, /array "labels".*shape \[4\].*shape \[2\]/],
    [{ test: null }, /array "test"/],
    [{ labels: integers(0n, 1n, -1n, 0n) }, /array "labels".*integers from 0.*got -1/],
    [{ data: { data: new Float64Array(40) as never, shape: [4, 5, 2] } }, /array "data".*\[any, any, 6\].*\[4, 5, 2\]/],
    [{ test: integers(4n) }, /array "test".*rows below 4.*got 4/],
    [{ labels: { data: ['a', 'b', 'c', 'd'] as never, shape: [4], dtype: 'S1' } }, /array "labels".*numbers/],
  ])('refuses the layout %#', async (replacements, message) => {
    const other = join(await temporaryFolder(), 'other.h5')
    await writeElasticc(other, replacements)
    const error = await caught(async () => {
      const file = await openElasticc(other)
      try {
        file.rows('test')
        file.read(0)
      } finally {
        file.close()
      }
    })
    expect(error.code).toBe('DATASETS_HDF5_LAYOUT')
    expect(error.message).toMatch(message)
  })

  it.each([
    [{ fold: 5 }, 'DATASETS_INVALID_OPTION'],
    [{ photometry: 'some' }, 'DATASETS_INVALID_OPTION'],
    [{ folds: 1 }, 'DATASETS_UNKNOWN_OPTION'],
  ])('refuses %o', async (options, code) => {
    await expect(async () => openElasticc(path, options as ElasticcOptions)).rejects.toThrowRomae(code)
  })

  it('refuses a row that there is not', async () => {
    const file = await openElasticc(path)
    await expect(async () => file.read(4)).rejects.toThrowRomae('DATASETS_INVALID_OPTION')
    file.close()
  })

  it('says how to get h5wasm when it is not installed', async () => {
    const load = () => Promise.reject<H5wasm>(new Error("Cannot find package 'h5wasm'"))
    await expect(loadH5wasm(load)).rejects.toThrowRomae('DATASETS_NO_H5WASM')
  })
})
