import { caught } from '@romae/internal/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutWindows } from './cut-windows.ts'
import { fromGrid } from './from-grid.ts'
import { windows } from './windows.ts'

const at = (...times: readonly number[]) => fromGrid({ id: 'a', values: [times.map(() => 1)], times })
const cut = (times: readonly number[], length: number, stride = length) =>
  Array.from(cutWindows(at(...times), { length, stride }), ({ index, window }) => ({
    index,
    times: [...window.channels[0]!.times],
  }))

/** Increasing times whose steps are of very different sizes. */
const irregular = fc
  .array(fc.oneof(fc.double({ min: 1e-3, max: 2, noNaN: true }), fc.double({ min: 1e3, max: 1e8, noNaN: true })), {
    minLength: 1,
    maxLength: 30,
  })
  .map((steps) =>
    steps.map(
      (
        (now) => (step: number) =>
          (now += step)
      )(0),
    ),
  )

describe('cutWindows', () => {
  it('puts every time into one window side by side, and into at least one that overlaps', () => {
    fc.assert(
      fc.property(irregular, fc.double({ min: 0.01, max: 10, noNaN: true }), (times, length) => {
        expect(cut(times, length).flatMap((one) => one.times)).toEqual(times)
        for (const part of [1 - 1e-16, 1 - 1e-12, 0.5, 0.3]) {
          const found = new Set(cut(times, length, part * length).flatMap((one) => one.times))
          expect(times.filter((time) => !found.has(time))).toEqual([])
        }
      }),
    )
  })

  it('gives the windows that going through all of them would give', () => {
    const times = [0, 1, 2.5, 1003, 1004, 90_000]
    for (const [length, stride] of [
      [7, 7],
      [7, 3],
      [3, 7],
    ] as const) {
      const all = Array.from({ length: Math.ceil(90_000 / stride) + 1 }, (_, index) => ({
        index,
        times: times.filter((time) => time >= index * stride && time < index * stride + length),
      }))
      const last = all.findIndex(({ index }) => index * stride + length > 90_000)
      expect(cut(times, length, stride)).toEqual(all.slice(0, last + 1).filter((one) => one.times.length > 0))
    }
  })

  it('costs nothing where nothing is', () => {
    expect(cut([0, 1e12], 1e-3, 5e-4).map(({ times }) => times)).toEqual([[0], [1e12]])
    expect(windows(at(0, 1, 7e9), { length: 4 }).map(({ id }) => id)).toEqual(['a@0', 'a@1750000000'])
  })

  it.each([
    [0, 1, 1e-9],
    [0, 1e300, 1e-3],
  ])('refuses more windows than anybody wants: times %d and %d, stride %d', async (first, second, stride) => {
    const error = await caught(() => cut([first, second], 1, stride))
    expect(error).toMatchObject({ code: 'TIMESERIES_TOO_MANY_WINDOWS', fields: { id: 'a', stride } })
  })
})
