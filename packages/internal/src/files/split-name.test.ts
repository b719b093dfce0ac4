import { expect, it } from 'vitest'
import { splitName } from './index.ts'

it.each([
  ['data.csv', ['data', '.csv', '']],
  ['/a.b/data.CSV.gz', ['data', '.csv', '.gz']],
  ['C:\\a\\x.y.jsonl.ZST', ['x.y', '.jsonl', '.zst']],
  ['data.gz', ['data', '', '.gz']],
  ['.gz', ['.gz', '', '.gz']],
  ['.csv', ['.csv', '', '']],
  ['data', ['data', '', '']],
])('parts %s', (path, expected) => {
  const { stem, ending, compression } = splitName(path)
  expect([stem, ending, compression]).toEqual(expected)
})
