import { expect, it } from 'vitest'
import { toCsv } from './to-csv.ts'

const rows = [
  ['id', '=class', 'p(-1)'],
  ["=cmd|'/C calc'!A0", '-1', -0.25],
  ['-2+3', '@SUM(1)', 1e-7],
]

it('writes texts as they are', () => {
  expect(toCsv(rows)).toBe("id,=class,p(-1)\n=cmd|'/C calc'!A0,-1,-0.25\n-2+3,@SUM(1),1e-7\n")
})

it('writes formulas as text where it is asked to, and numbers as numbers', () => {
  expect(toCsv(rows, true)).toBe("id,'=class,p(-1)\n'=cmd|'/C calc'!A0,-1,-0.25\n'-2+3,'@SUM(1),1e-7\n")
})
