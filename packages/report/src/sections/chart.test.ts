import { describe, expect, it } from 'vitest'
import type { ChartSection, ChartSeries } from '../index.ts'
import { renderChart } from './chart.ts'
import { alignSeries } from './chart-data.ts'

function chart(series: readonly ChartSeries[], scale?: 'linear' | 'log'): ChartSection {
  const y = scale === undefined ? { label: 'loss' } : { label: 'loss', scale }
  return { kind: 'chart', heading: 'curves', x: { label: 'step' }, y, series }
}
const refused = (code: string) => expect.objectContaining({ code: `REPORT_${code}` })
const rowsOf = (html: string) => [...html.matchAll(/<tr>(<td.*?)<\/tr>/g)].length

describe('alignSeries', () => {
  it('puts series of different x on one axis', () => {
    const data = alignSeries(
      '',
      chart([
        { label: 'a', x: [1, 2, 3], y: [4, 5, 6] },
        { label: 'b', x: [0, 2], y: [7, 8], style: 'dashed' },
      ]),
    )
    expect(data.xs).toEqual([0, 1, 2, 3])
    expect(data.series).toEqual([
      { label: 'a', style: 'line', indices: [1, 2, 3], values: [4, 5, 6] },
      { label: 'b', style: 'dashed', indices: [0, 2], values: [7, 8] },
    ])
  })

  it('fills a band down to another series, which there has to be', () => {
    const x = [1, 2]
    const band = (downTo: string) =>
      chart([
        { label: 'upper', x, y: [4, 5], downTo },
        { label: 'lower', x, y: [1, 2] },
      ])
    expect(alignSeries('', band('lower')).series[0]).toMatchObject({ label: 'upper', downTo: 1 })
    for (const wrong of ['middle', 'upper']) {
      expect(() => alignSeries('', band(wrong))).toThrowError(refused('BAD_OPTION'))
    }
    expect(renderChart(band('lower'))).toContain('"downTo":1')
  })

  it('writes times as dates, to the second or less where they are, and refuses what no date is', () => {
    const at = (...x: number[]) => ({
      ...chart([{ label: 'a', x, y: x.map(() => 1) }]),
      x: { label: 'time', scale: 'time' as const },
    })
    const seconds = Date.UTC(2015, 2, 2) / 1000
    const html = renderChart(at(seconds, seconds + 3600, seconds + 3661.5))
    for (const text of ['2015-03-02', '2015-03-02 01:00', '2015-03-02 01:01:01.500'])
      expect(html).toContain(`>${text}<`)
    expect(html).toContain('"time":true')
    expect(() => renderChart(at(1e13))).toThrowError(refused('BAD_X'))
    const other = { ...at(1), x: { label: 'time', scale: 'date' as 'time' } }
    expect(() => renderChart(other)).toThrowError(refused('BAD_OPTION'))
  })

  it('keeps points that share an x', () => {
    const data = alignSeries(
      '',
      chart([
        { label: 'a', x: [2, 1, 2], y: [1, 2, 3], style: 'points' },
        { label: 'b', x: [2, 3], y: [4, 5] },
      ]),
    )
    expect(data.xs).toEqual([1, 2, 2, 3])
    expect(data.series[0]).toMatchObject({ indices: [0, 1, 2], values: [2, 1, 3] })
    expect(data.series[1]).toMatchObject({ indices: [1, 3], values: [4, 5] })
  })

  it('makes gaps of what is not finite, and of what a log scale cannot show, and counts the latter', () => {
    const series = [
      { label: 'a', x: Float32Array.of(0, 1, 2, 3, 4), y: [1, Number.NaN, null, Number.POSITIVE_INFINITY, -1] },
    ]
    expect(alignSeries('', chart(series)).series[0]?.values).toEqual([1, null, null, null, -1])
    const log = alignSeries('', chart(series, 'log'))
    expect(log.series[0]?.values).toEqual([1, null, null, null, null])
    expect(log.notPositive).toBe(1)
  })

  it.each<[string, ChartSeries[], string]>([
    ['no series', [], 'NO_SERIES'],
    ['an empty series', [{ label: 'a', x: [], y: [] }], 'EMPTY_SERIES'],
    ['unequal lengths', [{ label: 'a', x: [1, 2], y: [1] }], 'SERIES_LENGTH'],
    ['an x that is NaN', [{ label: 'a', x: [1, Number.NaN], y: [1, 2] }], 'BAD_X'],
    ['a line that goes back', [{ label: 'a', x: [1, 3, 2], y: [1, 2, 3] }], 'UNSORTED_X'],
    ['an unknown style', [{ label: 'a', x: [1], y: [1], style: 'bars' as 'line' }], 'BAD_OPTION'],
  ])('refuses %s', (_, series, code) => {
    expect(() => alignSeries('curves', chart(series))).toThrow(refused(code))
  })
})

describe('renderChart', () => {
  it('tells a screen reader and a reader of the table what is drawn', () => {
    const html = renderChart(chart([{ label: 'training', x: [1, 2], y: [0.5, 0.25] }]))
    expect(html).toContain('aria-label="Chart of loss by step: training, 2 points, the last 0.25"')
    expect(html).toContain('<summary>Data</summary>')
    expect(html).toContain('<td class="right">2</td><td class="right">0.25</td>')
  })

  it('thins the table of a long series, first and last row included, and says so', () => {
    const x = Array.from({ length: 1_001 }, (_, index) => index)
    const html = renderChart(chart([{ label: 'a', x, y: x }]))
    expect(rowsOf(html)).toBeLessThanOrEqual(201)
    expect(html).toContain(`Data (${rowsOf(html)} of 1,001 rows)`)
    expect(html).toContain('<td class="right">1,000</td></tr></tbody>')
  })

  it('says which values a log scale leaves out', () => {
    expect(renderChart(chart([{ label: 'a', x: [1, 2], y: [0, 1] }], 'log'))).toContain(
      '1 of the values is not positive',
    )
    expect(renderChart(chart([{ label: 'a', x: [1, 2], y: [0, 0] }], 'log'))).toContain(
      '2 of the values are not positive',
    )
  })

  it('refuses a height or scale that cannot be drawn', () => {
    const good = chart([{ label: 'a', x: [1], y: [1] }])
    expect(() => renderChart({ ...good, height: 10 })).toThrowRomae('REPORT_BAD_OPTION')
    expect(() => renderChart(chart(good.series, 'sqrt' as 'log'))).toThrowRomae('REPORT_BAD_OPTION')
  })
})
