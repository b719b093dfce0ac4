import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { sharedPath, whySkipped } from '../../testing/shared-data.ts'
import { readUea } from './read-uea.ts'

/** Counts and sums of all values, worked out apart from this reader by a few lines of Python (`math.fsum`). */
const files = [
  { name: 'BasicMotions', split: 'TRAIN', cases: 40, channels: 6, lengths: [100, 100], classes: 4, sum: 646.184441 },
  { name: 'BasicMotions', split: 'TEST', cases: 40, channels: 6, lengths: [100, 100], classes: 4, sum: -278.362599 },
  { name: 'JapaneseVowels', split: 'TRAIN', cases: 270, channels: 12, lengths: [7, 26], classes: 9, sum: -1057.452303 },
  { name: 'JapaneseVowels', split: 'TEST', cases: 370, channels: 12, lengths: [7, 29], classes: 9, sum: -2146.51343 },
  { name: 'LSST', split: 'TRAIN', cases: 2459, channels: 6, lengths: [36, 36], classes: 14, sum: 17810177.783769 },
  { name: 'LSST', split: 'TEST', cases: 2466, channels: 6, lengths: [36, 36], classes: 14, sum: 30462124.272689 },
]

const reason = whySkipped('data', 'uea')

describe.skipIf(reason !== null)(`UEA archive${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  it.each(files)('$name $split reads exactly', async ({ name, split, cases, channels, lengths, classes, sum }) => {
    const path = sharedPath('data', 'uea', name, `${name}_${split}.ts`)
    const { header, series } = await readUea(path)
    expect(series).toHaveLength(cases)
    expect(new Set(series.map((item) => item.channels.length))).toEqual(new Set([channels]))
    const all = series.flatMap((item) => item.channels.map(({ values }) => values))
    const found = all.map(({ length }) => length)
    expect([Math.min(...found), Math.max(...found)]).toEqual(lengths)
    expect(header.classLabels).toHaveLength(classes)
    expect(new Set(series.map(({ label }) => label))).toEqual(new Set(header.classLabels))
    const total = all.reduce((outer, values) => values.reduce((inner, value) => inner + value, outer), 0)
    expect(total).toBeCloseTo(sum, 5)

    const lines = (await readFile(path, 'utf8')).split(/\r?\n/)
    const data = lines.slice(lines.findIndex((line) => /^@data/i.test(line)) + 1).filter((line) => line !== '')
    const text = series.map((item) =>
      [...item.channels.map(({ values }) => [...values].join(',')), item.label].join(':'),
    )
    const canonical = (line: string) =>
      line
        .split(':')
        .map((part, index, { length }) =>
          index === length - 1 ? part : part.split(',').map(Number.parseFloat).join(','),
        )
        .join(':')
    expect(text).toEqual(data.map(canonical))
  })
})
