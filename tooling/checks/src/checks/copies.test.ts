import { expect, it } from 'vitest'
import { plantTree } from '../planted-tree.ts'
import { copies } from './copies.ts'

it.each([
  [3, true],
  [4, false],
  // Nothing was followed.
  [0, false],
])('of %i copies on the way to the engine: %s', async (training, ok) => {
  const count = `export const countCopies = async () => ({ reading: 2, training: ${training} })`
  const root = plantTree({ 'packages/trainer/src/testing/count-copies.ts': count })
  expect(await copies.run(root)).toMatchObject({ ok, figure: expect.stringMatching(new RegExp(`: ${training}$`)) })
})
