import { describe, expect, it } from 'vitest'
import type { TableCell, TableColumn } from '../index.ts'
import { renderTable } from './table.ts'

const render = (columns: readonly TableColumn[], rows: readonly (readonly TableCell[])[]) =>
  renderTable({ kind: 'table', caption: 'results', columns, rows })
const bestOf = (html: string) => [...html.matchAll(/best"><strong>(.*?)<\/strong>/g)].map(([, text]) => text)

describe('renderTable', () => {
  it('aligns numbers to the right and text to the left, unless told otherwise', () => {
    const html = render([{ label: 'name' }, { label: 'loss' }, { label: 'n', align: 'center' }], [['a', 1.5, 2]])
    expect(html).toContain('<td class="left">a</td><td class="right">1.5</td><td class="center">2</td>')
    expect(html).toContain('<th scope="col" class="right">loss</th>')
  })

  it('keeps numbers to the right beside missing ones', () => {
    const html = render([{ label: 'loss', decimals: 2 }], [[null], [1]])
    expect(html).toContain('<td class="right">–</td>')
    expect(html).toContain('<td class="right">1.00</td>')
  })

  it('scrolls in place where it is taller than a screen', () => {
    const rows = (count: number) => Array.from({ length: count }, (_, index) => [index])
    expect(render([{ label: 'row' }], rows(30))).toContain('<div class="scroll" ')
    expect(render([{ label: 'row' }], rows(31))).toContain('<div class="scroll tall" ')
  })

  it('lets a long name break, and no other text', () => {
    const long = 'a_name_of_a_file_without_any_spaces.jpg'
    const html = render([{ label: 'file' }, { label: 'class' }], [[long, 'automobile']])
    expect(html).toContain(`<td class="left long">${long}</td><td class="left">automobile</td>`)
  })

  it('marks the best cells, several where they are equal, never NaN', () => {
    const rows = [[0.5], [{ text: '0.4 ± 0.1', value: 0.4 }], [Number.NaN], ['0.1'], [0.4]]
    expect(bestOf(render([{ label: 'loss', best: 'lowest' }], rows))).toEqual(['0.4 ± 0.1', '0.4'])
    expect(bestOf(render([{ label: 'loss', best: 'highest' }], rows))).toEqual(['0.5'])
    expect(bestOf(render([{ label: 'loss' }], rows))).toEqual([])
  })

  it.each([
    ['align', '"><script>', 'left, right, center'],
    ['best', 'constructor', 'highest or lowest'],
    ['decimals', 101, 'an integer from 0 to 20'],
    ['decimals', '1', 'an integer from 0 to 20'],
  ])('refuses the %s %o', (key, got, expected) => {
    const column = { label: 'loss', [key]: got } as TableColumn
    expect(() => render([column], [[1]])).toThrow(
      expect.objectContaining({
        code: 'REPORT_BAD_OPTION',
        fields: { option: `${key} of column "loss" of table "results"`, got: String(got), expected },
      }),
    )
  })

  it('refuses rows of another length and tables without columns', () => {
    expect(() => render([{ label: 'a' }], [[1], [1, 2]])).toThrowRomae('REPORT_ROW_LENGTH', {
      table: 'results',
      row: 1,
      got: 2,
      expected: 1,
    })
    expect(() => render([], [])).toThrowRomae('REPORT_NO_COLUMNS')
  })
})
