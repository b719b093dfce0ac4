import { errors } from '../errors.ts'
import { formatNumber } from '../format-number.ts'
import { escapeHtml } from '../html.ts'
import type { TableCell, TableColumn, TableSection } from '../report.ts'

/** A table of more rows than a screen has is scrolled in place, so that what follows it is found. */
const TALL = 30

/** Characters of a cell that may be broken anywhere. */
const LONG = 32

const alignments: readonly TableColumn['align'][] = ['left', 'right', 'center']

/** A table; `heading` names it in errors where it has no caption. */
export function renderTable({ caption, columns, rows, heading }: TableSection): string {
  const table = caption ?? heading ?? ''
  if (columns.length === 0) throw errors.REPORT_NO_COLUMNS({ table })
  for (const [row, cells] of rows.entries()) {
    if (cells.length === columns.length) continue
    throw errors.REPORT_ROW_LENGTH({ table, row, got: cells.length, expected: columns.length })
  }
  for (const column of columns) checkColumn(table, column)
  const styles = columns.map((column, index) =>
    styleOf(
      column,
      rows.map((cells) => cells[index]!),
    ),
  )
  const head = columns.map(({ label }, index) => {
    return `<th scope="col" class="${styles[index]!.align}">${escapeHtml(label)}</th>`
  })
  const body = rows.map((cells) => `<tr>${cells.map((cell, index) => renderCell(cell, styles[index]!)).join('')}</tr>`)
  const captionElement = caption === undefined ? '' : `<caption><span>${escapeHtml(caption)}</span></caption>`
  return `<div class="scroll${rows.length > TALL ? ' tall' : ''}" tabindex="0"><table>${captionElement}
<thead><tr>${head.join('')}</tr></thead>
<tbody>${body.join('\n')}</tbody></table></div>`
}

/** What a column is drawn by comes from plain JavaScript and from files too: it goes into the page's elements. */
function checkColumn(table: string, { label, align, decimals, best }: TableColumn): void {
  const check = (key: string, got: unknown, ok: boolean, expected: string) => {
    if (got === undefined || ok) return
    const option = `${key} of column ${JSON.stringify(label)} of table ${JSON.stringify(table)}`
    throw errors.REPORT_BAD_OPTION({ option, got: String(got), expected })
  }
  check('align', align, alignments.includes(align), alignments.join(', '))
  check('best', best, best === 'highest' || best === 'lowest', 'highest or lowest')
  check(
    'decimals',
    decimals,
    Number.isInteger(decimals) && decimals! >= 0 && decimals! <= 20,
    'an integer from 0 to 20',
  )
}

interface ColumnStyle {
  readonly align: 'left' | 'right' | 'center'
  readonly decimals: number | undefined
  /** The value of the best cells; `undefined` where none is marked. */
  readonly best: number | undefined
}

function styleOf({ align, decimals, best }: TableColumn, cells: readonly TableCell[]): ColumnStyle {
  const numbers = cells.map(numberOf).filter((value) => value !== undefined)
  const comparable = numbers.filter((value) => !Number.isNaN(value))
  const allNumbers = numbers.length > 0 && cells.every((cell) => cell === null || numberOf(cell) !== undefined)
  const pick = { highest: Math.max, lowest: Math.min }
  return {
    align: align ?? (allNumbers ? 'right' : 'left'),
    decimals,
    best: best === undefined || comparable.length === 0 ? undefined : comparable.reduce((a, b) => pick[best](a, b)),
  }
}

function renderCell(cell: TableCell, { align, decimals, best }: ColumnStyle): string {
  const text = escapeHtml(textOf(cell, decimals))
  const name = `${align}${text.length > LONG ? ' long' : ''}`
  const isBest = best !== undefined && numberOf(cell) === best
  return isBest ? `<td class="${name} best"><strong>${text}</strong></td>` : `<td class="${name}">${text}</td>`
}

function textOf(cell: TableCell, decimals: number | undefined): string {
  if (cell === null) return '–'
  if (typeof cell === 'string') return cell
  if (typeof cell === 'number') return formatNumber(cell, decimals === undefined ? {} : { decimals })
  return cell.text
}

function numberOf(cell: TableCell): number | undefined {
  if (typeof cell === 'number') return cell
  return typeof cell === 'object' && cell !== null ? cell.value : undefined
}
