import { inProcessCommunicators } from '@romae/engine'
import { expect, it } from 'vitest'
import { Ranks } from './ranks.ts'

const ones = (...shape: number[]) => ({ data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1), shape })

it('pads the rows of a rank without padding where another one’s have some, and a rank without rows has none', async () => {
  const given = [{ positions: ones(2, 1, 3), padding: ones(2, 3) }, { positions: ones(1, 1, 3) }, null]
  const ranks = inProcessCommunicators(3).map((communicator) => new Ranks(communicator, 5))
  const made = ranks.map((one, rank) => one.agreeOnInputs({ result: given[rank]! }, rank === 1, [rank, 2]))
  const agreed = await Promise.all(made)
  expect(agreed.map(({ totals }) => totals)).toEqual(ranks.map(() => [3, 6]))
  expect(agreed.map(({ inputs }) => inputs)).toEqual([
    given[0],
    { ...given[1], padding: { data: new Float32Array(3), shape: [1, 3] } },
    null,
  ])
  expect(ranks.map(({ isStopped }) => isStopped)).toEqual([true, true, true])
  expect(ranks.map((one) => one.rowsOf(3))).toEqual([
    { first: 0, end: 2 },
    { first: 2, end: 3 },
    { first: 3, end: 3 },
  ])
})
