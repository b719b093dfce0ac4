import { fromGrid, gapLengths, rowsOf, type TimeSeries } from '@romae/timeseries'
import { describe, expect, it } from 'vitest'
import { countMissing, longestUnseen } from './gaps.ts'
import { ofEachChannel as holdOut, holdOutInGaps } from './hold-out.ts'
import { unfilledLines } from './result-lines.ts'

const gap = Number.NaN
const one = (values: readonly number[], times?: readonly number[]) =>
  fromGrid({ id: 'one', values: [values], ...(times && { times }) })

/** 200 days, of which one in seven is missing, and twenty in a row. */
function withLongGap(): TimeSeries {
  const values = Array.from({ length: 200 }, (_, day) => (day % 7 === 3 || (day >= 80 && day < 100) ? gap : day))
  return one(values)
}
const lengthsOf = (series: TimeSeries) => gapLengths(rowsOf(series).missing[0]!)

describe('rows', () => {
  it('are the times of all channels, with gaps where a channel has none', () => {
    const channel = (...times: readonly number[]) => ({
      times: Float64Array.from(times),
      values: Float64Array.from(times),
    })
    const series = { id: 'a', channels: [channel(0, 2, 4), channel(1, 2)] }
    const { times, missing } = rowsOf(series)
    expect([...times]).toEqual([0, 1, 2, 4])
    expect(missing.map((flags) => [...flags])).toEqual([
      [0, 1, 0, 0],
      [1, 0, 0, 1],
    ])
    expect(countMissing([series, series])).toBe(6)
  })

  it('know the length of the gap that they are in', () => {
    expect([...lengthsOf(one([gap, 1, gap, gap, gap, 2, gap, gap]))]).toEqual([1, 0, 3, 3, 3, 0, 2, 2])
  })
})

describe('longestUnseen', () => {
  const times = [0, 1, 2, 3, 10, 11, 12, 30]
  const values = [gap, gap, 1, gap, gap, 2, gap, gap]
  const unseen = (...filled: readonly number[]) =>
    longestUnseen([one(values, times)], [one(filled.length === 0 ? values : filled, times)])

  it('is the time between observed values, or to an end, around what stayed empty', () => {
    expect(unseen()).toBe(19 - 0)
    expect(unseen(0, 0, 1, 0, gap, 2, 0, 0)).toBe(9)
    expect(unseen(gap, 0, 1, 0, 0, 2, 0, 0)).toBe(2)
    expect(unseen(0, 0, 1, 0, 0, 2, 0, 0)).toBe(0)
  })

  it('is 0 where nothing is observed', () => {
    expect(longestUnseen([one([gap, gap])], [one([gap, gap])])).toBe(0)
  })
})

describe('holdOutInGaps', () => {
  const series = [withLongGap()]
  const heldOut = holdOut(series, 0.1, 1)

  it('hides more around held-out values, in gaps of the lengths that the file has', () => {
    const inGaps = holdOutInGaps(series, heldOut, 1)!
    const lengths = lengthsOf(inGaps.kept[0]!)
    const { times } = inGaps.hidden[0]!.channels[0]!
    expect(times.length).toBeGreaterThan(0)
    for (const time of times) expect(lengths[time]).toBeGreaterThanOrEqual(20)
    // Held-out values only, as they were.
    const { channels } = heldOut.hidden[0]!
    expect([...channels[0]!.times]).toEqual(expect.arrayContaining([...times]))
    expect([...inGaps.hidden[0]!.channels[0]!.values]).toEqual([...times])
  })

  it('hides in all channels what is missing in all of them at once', () => {
    const isOut = (day: number) => day >= 80 && day < 100
    const values = [0, 1].map((channel) =>
      Array.from({ length: 200 }, (_, day) => (isOut(day) ? gap : Math.sin(day + channel))),
    )
    const both = [fromGrid({ id: 'both', values })]
    const inGaps = holdOutInGaps(both, holdOut(both, 0.1, 1), 1)!
    const { missing } = rowsOf(inGaps.kept[0]!)
    const measured = inGaps.hidden[0]!.channels.flatMap(({ times }) => [...times])
    expect(measured.length).toBeGreaterThan(0)
    for (const day of measured) expect(missing.map((flags) => flags[day])).toEqual([1, 1])
  })

  it('leaves half of a channel', () => {
    const observed = (all: readonly TimeSeries[]) => 200 - countMissing(all)
    for (let seed = 0; seed < 20; seed++) {
      const inGaps = holdOutInGaps(series, heldOut, seed)!
      expect(observed(inGaps.kept)).toBeGreaterThanOrEqual(observed(heldOut.kept) / 2)
    }
  })

  it('has nothing to measure in a file of single gaps', () => {
    const single = [one([1, 2, gap, 4, 5, gap, 7, 8, 9, 10])]
    expect(holdOutInGaps(single, holdOut(single, 0.2, 1), 1)).toBeNull()
  })
})

describe('what is said of a result', () => {
  const seen = one([1, gap, gap, gap, gap, 2])
  const unseen = one([gap, gap])
  const filled = one([1, 1, gap, gap, 2, 2])

  it('counts what stays empty, with the window that reaches it, and what no window can', () => {
    const [both] = unfilledLines([seen, unseen], [filled, unseen], 2)
    expect(both).toMatch(/4 of 6 missing cells stay empty: .* around 2 .*, --window 10 reaches them; 2 are in series/)
    expect(unfilledLines([unseen], [unseen], 2)[0]).not.toContain('--window')
    expect(unfilledLines([seen], [one([1, 1, 1, 2, 2, 2])], 2)).toEqual([])
  })
})
