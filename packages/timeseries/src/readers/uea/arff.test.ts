import { expect, it } from 'vitest'
import { readUea } from './read-uea.ts'

const read = (...lines: string[]) => readUea(new File([lines.join('\n')], 'a.arff'))
const steps = ['@attribute att0 numeric', '@ATTRIBUTE att1 REAL', "@attribute 'att 2' integer"]

it('reads univariate series with classes', async () => {
  const { header, series } = await read(
    '% a comment',
    "@relation 'Gun Point'",
    '',
    ...steps,
    "@attribute target {1, 'a, b', \"it's\"}",
    '@data',
    '1.5,?,-2e1,1',
    "0,1,2,'a, b'",
    '0,1,2,"it\'s"',
  )
  expect(header).toEqual({
    problemName: 'Gun Point',
    univariate: true,
    equalLength: true,
    seriesLength: 3,
    classLabels: ['1', 'a, b', "it's"],
  })
  expect(series.map(({ id, label }) => [id, label])).toEqual([
    ['Gun Point/0', '1'],
    ['Gun Point/1', 'a, b'],
    ['Gun Point/2', "it's"],
  ])
  expect([...series[0]!.channels[0]!.values]).toEqual([1.5, Number.NaN, -20])
})

it('reads a relation as channels', async () => {
  const { series } = await read(
    '@relation x',
    '@attribute r relational',
    ...steps.slice(0, 2),
    '@end r',
    '@attribute activity {walk,run}',
    '@data',
    String.raw`'1,2\n3,4',run`,
    String.raw`"5,6\n7,?" , walk`,
  )
  expect(series.map(({ label }) => label)).toEqual(['run', 'walk'])
  expect(series.map(({ channels }) => channels.map(({ values }) => [...values]))).toEqual([
    [
      [1, 2],
      [3, 4],
    ],
    [
      [5, 6],
      [7, Number.NaN],
    ],
  ])
})

it('reads a number to be predicted, and series without labels', async () => {
  const { header, series } = await read('@relation x', ...steps, '@attribute target numeric', '@data', '1,2,3,4.5')
  expect([header.targetLabel, series[0]!.label, series[0]!.channels[0]!.values.length]).toEqual([true, '4.5', 3])
  const plain = await read('@relation x', ...steps, '@data', '1,2,3')
  expect([plain.series[0]!.label, plain.series[0]!.channels[0]!.values.length]).toEqual([undefined, 3])
})

it('names the place of what is wrong', async () => {
  const head = ['@relation x', ...steps, '@attribute c {a,b}', '@data']
  await expect(read(...head, '1,2,x,a')).rejects.toThrowRomae('TIMESERIES_BAD_NUMBER', { line: 7, column: 5 })
  await expect(read(...head, '1,2,3,c')).rejects.toThrowRomae('TIMESERIES_UEA_LABEL', { line: 7 })
  await expect(read(...head, '1,2,a')).rejects.toThrowRomae('TIMESERIES_UEA_LENGTH', { got: 2, expected: 3 })
  await expect(read(...head, '{0 1, 3 a}')).rejects.toThrow('no sparse row')
  await expect(read(...head, '1')).rejects.toThrow('a row that ends with a label')
  await expect(read('@relation x', '@attribute a string', '@data')).rejects.toThrowRomae('TIMESERIES_UEA_SYNTAX')
  await expect(read('@relation x', '@attribute a', '@data')).rejects.toThrow('@attribute NAME TYPE')
  await expect(read('@relation x', '@attribute c {a,b}', '@data', 'a')).rejects.toThrowRomae('TIMESERIES_UEA_SYNTAX')
  await expect(read('@relation x', ...steps)).rejects.toThrowRomae('TIMESERIES_NO_DATA')
})

it('leaves @relation of a .ts file to those that know it', async () => {
  const { header } = await read('@relation x', '@univariate true', '@classLabel false', '@data', '1,2')
  expect(header.unknownKeys).toEqual(['@relation'])
})
