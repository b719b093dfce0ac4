import { expect, it } from 'vitest'
import { escapeFormula } from './index.ts'

it.each([
  '=1+1',
  '+1+1',
  '-2+3',
  '@SUM(1)',
  '\t=1',
  '\r=1',
  '＝1',
  '－1',
  "=cmd|'/C calc'!A0",
  '-',
  '+e5',
  '-1.5e',
  '-1,5',
])('makes text of %j', (cell) => expect(escapeFormula(cell)).toBe(`'${cell}`))

it.each(['-1', '-1.5', '+2', '-1.', '-5e-324', '+1E+21', '0', '', 'a=1', "'=1", ' -', '2024-01-01'])(
  'keeps %j',
  (cell) => expect(escapeFormula(cell)).toBe(cell),
)
