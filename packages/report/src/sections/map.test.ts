import { describe, expect, it } from 'vitest'
import { renderReport } from '../index.ts'
import { renderMap } from './map.ts'

const points = [
  { x: 0, y: 0, label: 'one', group: 'cats' },
  { x: 10, y: 0, label: 'two', group: 'dogs', curve: [0, 5, 10] },
  { x: 10, y: 5, label: '<three>', group: 'cats', picture: 'data:image/png;base64,AAAA' },
]

describe('a map', () => {
  it('has a mark for each point, both axes of one scale, up upwards', () => {
    const html = renderMap({ kind: 'map', points })
    const centers = [...html.matchAll(/<circle class="map-(\d)" cx="([\d.]+)" cy="([\d.]+)"/g)].map((match) =>
      match.slice(1).map(Number),
    )
    expect(centers.map(([group]) => group)).toEqual([1, 2, 1])
    const [one, two, three] = centers as [number[], number[], number[]]
    expect(two[1]! - one[1]!).toBeCloseTo(616, 0)
    expect(two[2]! - three[2]!).toBeCloseTo(308, 0)
  })

  it('names groups with their counts, and has what is shown of each point as data, escaped', () => {
    const html = renderMap({ kind: 'map', points })
    expect(html).toContain('</span>cats (2)</button>')
    const data = JSON.parse(html.match(/<script type="application\/json">(.*)<\/script>/)![1]!)
    expect(data.map(({ label }: { label: string }) => label)).toEqual(['one', 'two', '<three>'])
    expect([data[1].curve, data[2].picture]).toEqual([[0, 50, 99], points[2]!.picture])
    expect(html.replace(/<script.*<\/script>/s, '')).not.toContain('<three>')
  })

  it('draws groups beyond eight as squares, and those beyond sixteen in grey', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({ x: index, y: 0, label: `${index}`, group: `g${index}` }))
    const html = renderMap({ kind: 'map', points: many })
    expect(html.match(/<circle /g)).toHaveLength(8)
    expect(html.match(/<rect class="map-[1-8]"/g)).toHaveLength(8)
    expect(html.match(/<rect class="map-0"/g)).toHaveLength(4)
    expect(html).toContain('4 more, in grey')
  })

  it('brings its script into the page, and without maps none', () => {
    const page = renderReport({ title: 'map', sections: [{ kind: 'map', points }] })
    expect(page).toContain("querySelectorAll('figure.map')")
    expect(page).not.toContain('uPlot=')
    expect(renderReport({ title: 'none', sections: [] })).not.toContain('figure.map')
  })

  it('refuses what is no point', () => {
    expect(() => renderMap({ kind: 'map', heading: 'h', points: [] })).toThrowRomae('REPORT_NO_POINTS', { map: 'h' })
    const wrong = (change: object) => () => renderMap({ kind: 'map', points: [{ ...points[0]!, ...change }] })
    expect(wrong({ x: Number.NaN })).toThrowRomae('REPORT_BAD_POINT', { index: 0 })
    expect(wrong({ curve: [1, Infinity] })).toThrowRomae('REPORT_BAD_POINT')
    expect(wrong({ picture: 'javascript:alert(1)' })).toThrowRomae('REPORT_FIGURE_SOURCE')
  })
})
