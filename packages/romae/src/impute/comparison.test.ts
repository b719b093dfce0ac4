import { fromGrid, type TimeSeries } from '@romae/timeseries'
import { describe, expect, it } from 'vitest'
import { choose, errorsOfChoice, fillByChoice } from './best.ts'
import { bestLines } from './best-lines.ts'
import { compare, type Measured, measure, type Trial } from './comparison.ts'
import { lengthOf, nameOfLength } from './gap-lengths.ts'
import { methodsCsv } from './methods-file.ts'
import { errorLines } from './result-lines.ts'

const gap = Number.NaN
const one = (values: readonly number[], times?: readonly number[]) =>
  fromGrid({ id: 'one', values: [values], ...(times && { times }) })
const at = (...rows: readonly number[]) => one(rows, rows)
const count = (length: number) => Array.from({ length }, (_, index) => index)

const methods = ['romae', 'linear']
const times = count(12)
const kept = [one([0, gap, 2, gap, gap, gap, gap, 7, 8, 9, gap, 11])]
function trial(hidden: TimeSeries, romae: (time: number) => number, linear = (time: number) => time): Trial {
  return {
    kept,
    hidden: [hidden],
    widths: new Map(),
    filled: new Map([
      ['romae', [one(times.map(romae))]],
      ['linear', [one(times.map(linear))]],
    ]),
  }
}
const compared = (...trials: readonly Trial[]) => compare(measure(trials, methods, 1), 1, 2)[0]!

describe('lengths of gaps', () => {
  it('are 1, 2–3, 4–8, 9–24, and more', () => {
    const names = [1, 2, 3, 4, 8, 9, 24, 25, 1e6].map((rows) => nameOfLength(lengthOf(rows)))
    expect(names).toEqual(['1', '2–3', '2–3', '4–8', '4–8', '9–24', '9–24', '25+', '25+'])
  })
})

describe('errors on held-out values', () => {
  it('are by length of gap, of all methods on what the model filled, beside what it left empty', () => {
    const romae = (time: number) => (time === 5 ? gap : time + (time > 2 && time < 7 ? 3 : 1))
    const error = compared(trial(at(1, 4, 5, 10), romae))
    expect(error).toMatchObject({ count: 3, unfilled: 1, errors: [Math.sqrt((1 + 9 + 1) / 3), 0] })
    expect(error.byGap).toMatchObject([
      { rows: '1', count: 2, unfilled: 0, errors: [1, 0] },
      { rows: '4–8', count: 1, unfilled: 1, errors: [3, 0] },
    ])
  })

  it('are of all values where the model filled none, and have no lengths where all gaps are alike', () => {
    const error = compared(
      trial(
        at(1, 10),
        () => gap,
        (time) => time + 2,
      ),
    )
    expect(error).toEqual({ count: 0, unfilled: 2, errors: [gap, 2], byGap: [] })
  })

  it('take the figure of a channel from the first trial alone', () => {
    const exact = (time: number) => time
    const error = compared(trial(at(1), exact), trial(at(4, 5), exact))
    expect(error).toMatchObject({ count: 1, byGap: [{ count: 1 }, { count: 2 }] })
  })

  it('are shown with the least marked, and which method to take', () => {
    const error = { count: 3, unfilled: 1, errors: [0.5, 0.25] }
    const none = { length: 3, rows: '9–24', count: 0, unfilled: 4, errors: [gap, 2] }
    const single = { length: 0, rows: '1', count: 3, unfilled: 0, errors: [0.1, 0.2] }
    const best = { choice: [], errors: [] }
    const unsure = { intervals: null, modelIntervals: null, heldOut: [] }
    const lines = errorLines(['v'], { methods, errors: [{ ...error, byGap: [single, none] }], best, ...unsure })
    expect(lines[2]).toMatch(/^ {2}v +3 of 4 +0\.5000 +0\.2500\*$/)
    expect(lines[3]).toMatch(/^ {4}gaps of 1 +3 +0\.1000\* +0\.2000 $/)
    expect(lines[4]).toMatch(/^ {4}gaps of 9–24 +0 of 4 +- +2\.000\*$/)
    expect(lines.at(-1)).toBe('  v: RoMAE for gaps of 1; linear for gaps of 9–24')
    const throughout = errorLines(['v'], { methods, errors: [{ ...error, byGap: [] }], best, ...unsure })
    expect(throughout.at(-1)).toBe('\nlinear has the least error throughout: --best takes it')
  })
})

describe('the best method', () => {
  /** Values of one channel in gaps of one length, with the error of each method. */
  const values = (number: number, channel: number, length: number, ...errors: readonly number[]): Measured[] =>
    count(number).map(() => ({
      channel,
      length,
      isFirst: true,
      part: 'choosing',
      distance: 1,
      actual: 1,
      predicted: errors.map((e) => 1 + e),
      raw: errors.map((e) => 1 + e),
      widths: errors.map(() => null),
    }))

  it('is that of a channel and a length of gap', () => {
    const measured = [...values(150, 0, 0, 1, 2, 3), ...values(60, 0, 3, 3, 2, 1), ...values(60, 1, 0, 3, 1, 2)]
    const choice = choose(measured, 2, 3)
    expect([choice[0]![0]![0], choice[0]![3]![0], choice[1]![0]![0]]).toEqual([0, 2, 1])
  })

  it('is that of the channel where a length has few values, and that of all where a channel has', () => {
    const measured = [...values(100, 0, 0, 1, 2), ...values(1, 0, 3, 2, 1.9), ...values(1, 1, 0, 1, 0.9)]
    const choice = choose(measured, 3, 2)
    expect([choice[0]![3]![0], choice[1]![0]![0], choice[2]![4]![0]]).toEqual([0, 0, 0])
  })

  it('is none that leaves values empty', () => {
    expect(choose(values(50, 0, 4, gap, 5), 1, 2)[0]![4]![0]).toBe(1)
    expect(choose([...values(50, 0, 4, gap, 5), ...values(50, 0, 4, 0.1, 5)], 1, 2)[0]![4]).toHaveLength(2)
  })

  it('has its own error on values that it was not chosen on', () => {
    const choice = choose(values(50, 0, 0, 1, 2), 1, 2)
    const others = values(10, 0, 0, 4, 3)
    expect(errorsOfChoice(others, choice, 2).errors).toEqual([4, 3, 4])
    const lines = bestLines(['v'], {
      methods,
      errors: [{ count: 10, unfilled: 0, errors: [], byGap: [] }],
      best: { choice, errors: [errorsOfChoice(others, choice, 2)] },
      intervals: null,
      modelIntervals: null,
      heldOut: [],
    })
    expect(lines[1]).toBe('  v: RoMAE')
    expect(lines.at(-1)).toMatch(/^ {2}v +10 +4\.000 +4\.000 +3\.000\*$/)
  })

  it('fills by what was chosen, by the next where that fills nothing, and tells where each value is from', () => {
    const series = [one([1, gap, 3, gap, gap, gap, gap, 8, gap])]
    const byMethod = [[one([1, gap, 3, 10, 10, 10, 10, 8, 10])], [one([1, 20, 3, 20, 20, 20, 20, 8, 20])]]
    const order = [
      [0, 1],
      [0, 1],
      [1, 0],
      [0, 1],
      [0, 1],
    ]
    const { filled, origins } = fillByChoice(series, byMethod, [order])
    expect([...filled[0]!.channels[0]!.values]).toEqual([1, 20, 3, 20, 20, 20, 20, 8, 10])
    expect([...origins[0]![0]!]).toEqual([-1, 1, -1, 1, 1, 1, 1, -1, 0])
    const file = { time: 'day', id: null, escapeFormulas: false }
    expect(methodsCsv(series, { origins }, ['v'], methods, file).trim().split('\n')).toEqual([
      'day,channel,method',
      '1,v,linear',
      ...[3, 4, 5, 6].map((day) => `${day},v,linear`),
      '8,v,romae',
    ])
  })
})
