import { describe, expect, it } from 'vitest'
import { type MatrixSection, renderReport } from '../index.ts'

const matrix: MatrixSection = {
  kind: 'matrix',
  caption: 'confusion',
  corner: 'true \\ predicted',
  rows: ['slow', 'fast', 'never'],
  columns: ['slow', 'fast', 'never'],
  values: [
    [9, 1, 0],
    [500, 500, 0],
    [0, 0, 0],
  ],
}
const render = (section: MatrixSection) => renderReport({ title: 'run', sections: [section] })

describe('a matrix', () => {
  it('labels rows and columns, and shades each cell by its share of the row', () => {
    const html = render(matrix)
    expect(html).toContain('<th scope="row">slow</th><td class="shade-9">9</td><td class="shade-1">1</td><td>0</td>')
    expect(html).toContain(
      '<th scope="row">fast</th><td class="shade-5">500</td><td class="shade-5">500</td><td>0</td>',
    )
    expect(html).toContain('<th scope="row">never</th><td>0</td><td>0</td><td>0</td>')
    expect(html).toContain('<td class="corner">true \\ predicted</td><th scope="col">slow</th>')
  })

  it('is set closer where it has many columns', () => {
    const labels = Array.from({ length: 20 }, (_, index) => `class ${index}`)
    const wide = { ...matrix, rows: labels, columns: labels, values: labels.map(() => labels.map(() => 1)) }
    expect(render(wide)).toContain('<table class="matrix dense">')
    expect(render(matrix)).toContain('<table class="matrix">')
  })

  it('numbers its columns where names are long', () => {
    const labels = ['a rather long name of a class', 'fast', 'never']
    const html = render({ ...matrix, rows: labels, columns: labels })
    expect(html).toContain(
      '<th scope="col" abbr="a rather long name of a class" title="a rather long name of a class">1</th>',
    )
    expect(html).toContain('<th scope="row"><span class="number">1</span> a rather long name of a class</th>')
    // Numbers are those of rows: a matrix whose columns are others keeps their names.
    expect(render({ ...matrix, columns: labels })).toContain('<th scope="col">a rather long name of a class</th>')
  })

  it('refuses values that do not fit its labels', () => {
    expect(() => render({ ...matrix, rows: ['slow'] })).toThrowRomae('REPORT_MATRIX_ROWS')
    expect(() => render({ ...matrix, values: [[1], [1], [1]] })).toThrowRomae('REPORT_ROW_LENGTH')
    expect(() => render({ ...matrix, columns: [] })).toThrowRomae('REPORT_NO_COLUMNS')
  })
})
