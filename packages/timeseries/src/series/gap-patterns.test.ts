import { createRandom } from '@romae/internal/random'
import { describe, expect, it } from 'vitest'
import { drawGaps } from './draw-gaps.ts'
import { fromGrid } from './from-grid.ts'
import { gapsOf } from './gaps.ts'
import { type HiddenValues, type HidingPattern, hidePattern } from './hide-pattern.ts'
import { gapLengths, rowsOf } from './rows.ts'
import type { TimeSeries } from './series.ts'

const gap = Number.NaN
const count = (length: number) => Array.from({ length }, (_, index) => index)
const isOut = (day: number) => day >= 80 && day < 100
/** 400 days of two channels that fail together for 20 days, and of a third that lacks one day in seven. */
const station = fromGrid({
  id: 'station',
  values: [
    count(400).map((day) => (isOut(day) ? gap : Math.sin(day))),
    count(400).map((day) => (isOut(day) ? gap : Math.cos(day))),
    count(400).map((day) => (day % 7 === 3 ? gap : day)),
  ],
})
const observed = ({ channels }: TimeSeries) =>
  channels.map(({ values }) => values.filter((value) => !Number.isNaN(value)).length)
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
const total = (series: readonly TimeSeries[]) => sum(series.flatMap(observed))
const hide = (series: readonly TimeSeries[], pattern: HidingPattern, fraction = 0.2, seed = 1) =>
  hidePattern(series, pattern, fraction, seed)

describe('gaps', () => {
  it('of channels that lack the same rows are one', () => {
    const gaps = gapsOf([station])
    expect(gaps.filter(({ channels }) => channels.length === 2)).toEqual([
      { channels: [0, 1], rows: 20, place: 'between' },
    ])
    expect(gaps.filter(({ channels }) => channels[0] === 2)).toHaveLength(57)
  })

  it('know whether values stand on both sides', () => {
    const series = fromGrid({ id: 'ends', values: [[gap, gap, 1, gap, 2, gap], count(6).map(() => gap)] })
    expect(gapsOf([series]).map(({ rows, place }) => `${rows} ${place}`)).toEqual(['2 start', '1 between', '1 end'])
  })

  it('are drawn as they are, each to where values stand around it', () => {
    const hidden = drawGaps([station], gapsOf([station]), createRandom(5), 30)[0]!
    expect(sum(hidden.map((flags) => sum([...flags])))).toBeGreaterThanOrEqual(30)
    // What fails together is hidden together.
    expect(hidden[0]).toEqual(hidden[1])
    const flags = hidden.map((one, channel) => one.map((flag, row) => flag | rowsOf(station).missing[channel]![row]!))
    expect(new Set(gapLengths(flags[0]!))).toEqual(new Set([0, 20]))
    expect(new Set(gapLengths(flags[2]!))).toEqual(new Set([0, 1]))
  })

  it('leave half of every channel, and what is missing alone', () => {
    const hidden = drawGaps([station], gapsOf([station]), createRandom(5), 1e9)[0]!
    hidden.forEach((flags, channel) => {
      const own = station.channels[channel]!.values
      expect(sum([...flags])).toBeLessThanOrEqual(observed(station)[channel]! / 2)
      expect(sum([...flags])).toBeGreaterThan(20)
      flags.forEach((flag, row) => {
        if (flag === 1) expect(own[row]).not.toBeNaN()
      })
    })
  })

  it('at an end are drawn to an end', () => {
    const late = fromGrid({ id: 'late', values: [count(50).map((day) => (day < 10 ? gap : day))] })
    const hidden = drawGaps([late], gapsOf([late]), createRandom(1), 5)[0]![0]!
    expect([...hidden].map((flag, row) => flag * row).filter((row) => row > 0)).toEqual(
      count(10).map((day) => day + 10),
    )
  })
})

describe('a pattern', () => {
  const patterns: readonly HidingPattern[] = [
    { kind: 'scattered' },
    { kind: 'mar' },
    { kind: 'gaps' },
    { kind: 'mixed' },
    { kind: 'blocks', length: 8 },
    { kind: 'rows', length: 3 },
  ]

  it.each(patterns.map((pattern) => [pattern.kind, pattern] as const))(
    'of %s hides a fraction, and no value is lost',
    (_, pattern) => {
      const series = [station, { ...station, id: 'other' }]
      const { kept, hidden } = hide(series, pattern)
      const wanted = Math.round(0.2 * total(series))
      expect(total(hidden)).toBeGreaterThanOrEqual(wanted)
      expect(total(hidden)).toBeLessThan(wanted + 60)
      expect(total(hidden) + total(kept)).toBe(total(series))
      kept.forEach((one, index) => {
        one.channels.forEach(({ times, values }, channel) => {
          expect(times).toEqual(station.channels[channel]!.times)
          const taken = hidden[index]!.channels[channel]!
          taken.times.forEach((time, place) => {
            expect(values[time]).toBeNaN()
            expect(taken.values[place]).toBe(station.channels[channel]!.values[time])
          })
        })
      })
      expect(hide(series, pattern)).toEqual({ kept, hidden })
      expect(hide(series, pattern, 0.2, 2)).not.toEqual({ kept, hidden })
    },
  )

  it('of blocks has its length, of one channel; of rows in all channels', () => {
    const full = fromGrid({ id: 'full', values: [count(300), count(300)] })
    const lengths = ({ kept }: HiddenValues) =>
      rowsOf(kept[0]!).missing.map((flags) => [...new Set(gapLengths(flags))].sort())
    const blocks = hide([full], { kind: 'blocks', length: 8 })
    expect(lengths(blocks)).toEqual([
      [0, 8],
      [0, 8],
    ])
    expect(blocks.hidden[0]!.channels[0]!.times).not.toEqual(blocks.hidden[0]!.channels[1]!.times)
    const rows = hide([full], { kind: 'rows', length: 3 })
    expect(rows.hidden[0]!.channels[0]!.times).toEqual(rows.hidden[0]!.channels[1]!.times)
  })

  it('of scattered values reaches short channels, in their share', () => {
    const short = { times: Float64Array.of(1, 2, 3), values: Float64Array.of(1, 2, 3) }
    const many = count(200).map((index) => ({ id: `s${index}`, channels: [station.channels[0]!, short] }))
    const { hidden } = hide(many, { kind: 'scattered' }, 0.1)
    const shares = [0, 1].map(
      (channel) => sum(hidden.map((one) => observed(one)[channel]!)) / sum(many.map((one) => observed(one)[channel]!)),
    )
    for (const share of shares) expect(Math.abs(share - 0.1)).toBeLessThan(0.04)
  })

  it('leaves two values of a channel', () => {
    const { kept } = hide([fromGrid({ id: 'few', values: [[1, 2, 3], count(3)] })], { kind: 'scattered' }, 1)
    expect(observed(kept[0]!)).toEqual([2, 2])
  })

  it('of mar depends on what is seen of another channel', () => {
    const random = createRandom(3)
    const values = [0, 1].map(() => count(2000).map(() => random.normal()))
    const { hidden, kept } = hide([fromGrid({ id: 'mar', values })], { kind: 'mar' }, 0.2)
    const means = [0, 1].map((channel) => {
      const others = [...hidden[0]!.channels[channel]!.times].map(
        (time) => kept[0]!.channels[1 - channel]!.values[time]!,
      )
      expect(others.every((value) => !Number.isNaN(value))).toBe(true)
      return sum(others) / others.length
    })
    for (const mean of means) expect(mean).toBeGreaterThan(0.4)
  })

  it('that needs more than there is says so', () => {
    const full = fromGrid({ id: 'full', values: [count(30)] })
    for (const kind of ['mar', 'gaps', 'mixed'] as const) {
      expect(() => hide([full], { kind })).toThrowRomae('TIMESERIES_INVALID_OPTION', { key: 'pattern' })
    }
  })
})
