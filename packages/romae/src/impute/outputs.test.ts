import { join } from 'node:path'
import { expect, it } from 'vitest'
import { userPath } from '../write-file.ts'
import { filesToFill } from './outputs.ts'

const places = (given: string, out?: string) => filesToFill([given], { out, tables: true })[0].out

it.each([
  ['a/data.csv', 'a/data.filled.csv'],
  ['a/data.tsv', 'a/data.filled.csv'],
  ['a/data.csv.gz', 'a/data.filled.csv.gz'],
  ['a/data.jsonl', 'a/data.filled.jsonl'],
  ['a/data.ndjson.gz', 'a/data.filled.ndjson.gz'],
  ['a/data.parquet', 'a/data.filled.parquet'],
  ['a/data', 'a/data.filled.csv'],
])('fills %s into %s', (given, expected) => {
  expect(places(given)).toBe(userPath(expected))
  expect(places(given, 'new/')).toBe(userPath(join('new', expected.slice(2))))
})

it('refuses a place that is called as another format', () => {
  expect(() => places('a.parquet', 'b.csv')).toThrowRomae('APP_OTHER_FORMAT', { format: 'Parquet', asked: 'CSV' })
  expect(() => places('a.csv.gz', 'b.jsonl')).toThrowRomae('APP_OTHER_FORMAT')
  expect(places('a.csv.gz', 'b.csv')).toBe(userPath('b.csv'))
  expect(places('a.txt', 'b.parquet.csv')).toBe(userPath('b.parquet.csv'))
})
