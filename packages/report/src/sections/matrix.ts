import { errors } from '../errors.ts'
import { formatNumber } from '../format-number.ts'
import { escapeHtml } from '../html.ts'
import type { MatrixSection } from '../report.ts'

/** A matrix of more columns is set closer, so that it fits the page. */
const MOST_WIDE = 12

/** Where a label is longer, columns have the numbers of the rows: so many names above each other leave no room for what they head. */
const LONGEST = 14

/** A table whose cells are shaded by their share of the row's sum; `heading` names it in errors. */
export function renderMatrix({ caption, heading, corner = '', rows, columns, values }: MatrixSection): string {
  const table = caption ?? heading ?? ''
  if (columns.length === 0) throw errors.REPORT_NO_COLUMNS({ table })
  if (values.length !== rows.length) {
    throw errors.REPORT_MATRIX_ROWS({ table, got: values.length, expected: rows.length })
  }
  const isNumbered = columns.some((label) => label.length > LONGEST) && columns.every((label, at) => label === rows[at])
  const body = values.map((cells, row) => {
    if (cells.length !== columns.length) {
      throw errors.REPORT_ROW_LENGTH({ table, row, got: cells.length, expected: columns.length })
    }
    const sum = cells.reduce((total, value) => total + Math.max(0, value), 0)
    const items = cells.map((value) => renderCell(value, sum > 0 ? Math.max(0, value) / sum : 0))
    const number = isNumbered ? `<span class="number">${row + 1}</span> ` : ''
    return `<tr><th scope="row">${number}${escapeHtml(rows[row]!)}</th>${items.join('')}</tr>`
  })
  const head = columns.map((label, column) => {
    const text = escapeHtml(label)
    return isNumbered
      ? `<th scope="col" abbr="${text}" title="${text}">${column + 1}</th>`
      : `<th scope="col">${text}</th>`
  })
  const captionElement = caption === undefined ? '' : `<caption><span>${escapeHtml(caption)}</span></caption>`
  const kinds = ['matrix', ...(columns.length > MOST_WIDE ? ['dense'] : []), ...(isNumbered ? ['numbered'] : [])]
  return `<div class="scroll" tabindex="0"><table class="${kinds.join(' ')}">${captionElement}
<thead><tr><td class="corner">${escapeHtml(corner)}</td>${head.join('')}</tr></thead>
<tbody>${body.join('\n')}</tbody></table></div>`
}

/** The shade is a class, as a style attribute would be one more thing for the page's policy to allow. */
function renderCell(value: number, share: number): string {
  const shade = Math.round(share * 10)
  return `<td${shade === 0 ? '' : ` class="shade-${shade}"`}>${escapeHtml(formatNumber(value))}</td>`
}
