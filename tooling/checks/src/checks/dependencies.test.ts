import { expect, it } from 'vitest'
import { dependenciesPage } from '../dependencies/page.ts'
import { wrongRows } from './dependencies.ts'

const one = { name: '@a/one', version: '1.2.3', license: 'MIT', bytes: 1200, of: ['romae'] }
const two = { name: 'two', version: '0.1.0', license: '(MIT OR Apache-2.0)', bytes: 3_400_000, of: ['romae?'] }
const page = dependenciesPage([one, two], { two: { version: '2026-01-02', newest: '2026-03-04' } })

it('has a row for each package', () => {
  expect(page).toContain('| [two](https://www.npmjs.com/package/two)       | 0.1.0 ')
  expect(page).toMatch(/3\.4 MB +\| 2026-01-02 \| 2026-03-04 +\| `romae\?`/)
  expect(wrongRows([one, two], page)).toEqual([])
})

it('finds a package that is missing, changed, gone, or under a licence that binds', () => {
  const rules = (...all: (typeof one)[]) =>
    wrongRows(all, page).map(({ rule, problem }) => [rule, problem.split(' ')[0]])
  expect(rules(one)).toEqual([['row', 'two']])
  expect(rules({ ...one, version: '1.2.4' }, two)).toEqual([['row', '@a/one']])
  expect(rules(one, two, { ...one, name: 'three' })).toEqual([['row', 'three']])
  expect(rules({ ...one, license: 'GPL-3.0' }, two)).toEqual([
    ['licence', '@a/one'],
    ['row', '@a/one'],
  ])
})
