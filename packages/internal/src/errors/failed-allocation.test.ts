import { expect, it } from 'vitest'
import { failedAllocation } from './failed-allocation.ts'

/** What a function throws. */
function thrownBy(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}

it.each<[string, () => unknown]>([
  ['a typed array', () => new Float32Array(2 ** 52)],
  ['a typed array that could be, were there the memory', () => new Float32Array(2 ** 46 / 4)],
  ['a buffer', () => new ArrayBuffer(2 ** 46)],
])('knows %s for which there is no memory', (_, allocate) => {
  const error = thrownBy(allocate)
  expect(failedAllocation(error)).toBe((error as Error).message)
})

it.each<[string, () => unknown]>([
  ['a negative length', () => new Float32Array(-1)],
  ['a list of an impossible length', () => new Array(-1)],
  ['too many digits', () => (1).toFixed(1000)],
  ['an offset outside', () => new Float32Array(new ArrayBuffer(8), 16)],
  ['a call of nothing', () => (undefined as never as () => void)()],
])('is not led astray by %s', (_, run) => {
  const error = thrownBy(run)
  expect(error).toBeInstanceOf(Error)
  expect(failedAllocation(error)).toBeNull()
})
