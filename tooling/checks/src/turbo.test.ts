import { rmSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { plantTree } from './planted-tree.ts'
import { fingerprint } from './turbo.ts'

it('fingerprints names, sizes and times of the files in a folder', () => {
  const root = plantTree({ 'data/a.csv': '1,2\n' })
  const file = path.join(root, 'data/a.csv')
  utimesSync(file, 1, 1)
  const first = fingerprint(root)
  expect(fingerprint(root)).toBe(first)

  utimesSync(file, 2, 2)
  expect(fingerprint(root)).not.toBe(first)
  utimesSync(file, 1, 1)
  expect(fingerprint(root)).toBe(first)
  writeFileSync(file, '1,2,3\n')
  utimesSync(file, 1, 1)
  expect(fingerprint(root)).not.toBe(first)
  rmSync(file)
  expect(fingerprint(root)).not.toBe(first)
})
