import { defineErrors, listed, quote } from '@romae/internal/errors'

export const errors = defineErrors({
  REPORT_UNKNOWN_SECTION: ({ position, got, known }: { position: number; got: string; known: readonly string[] }) =>
    `section ${position} is of the unknown kind ${quote(got)}; known are ${listed(known)}`,
  REPORT_NO_COLUMNS: ({ table }: { table: string }) => `table ${quote(table)} has no columns; give at least one`,
  REPORT_ROW_LENGTH: (fields: { table: string; row: number; got: number; expected: number }) =>
    `row ${fields.row} of table ${quote(fields.table)} has ${fields.got} cells for ${fields.expected} columns`,
  REPORT_MATRIX_ROWS: ({ table, got, expected }: { table: string; got: number; expected: number }) =>
    `matrix ${quote(table)} has ${got} rows of values for ${expected} row labels; they must be as many`,
  REPORT_NO_SERIES: ({ chart }: { chart: string }) => `chart ${quote(chart)} has no series; give at least one`,
  REPORT_EMPTY_SERIES: ({ chart, series }: { chart: string; series: string }) =>
    `series ${quote(series)} of chart ${quote(chart)} has no points; leave the series out`,
  REPORT_SERIES_LENGTH: (fields: { chart: string; series: string; x: number; y: number }) =>
    `series ${quote(fields.series)} of chart ${quote(fields.chart)} has ${fields.x} x values for ${fields.y} y values; they must be as many`,
  REPORT_BAD_X: (fields: { chart: string; series: string; index: number; got: number }) =>
    `series ${quote(fields.series)} of chart ${quote(fields.chart)} has x = ${fields.got} at index ${fields.index}; x must be finite`,
  REPORT_UNSORTED_X: (fields: { chart: string; series: string; index: number; before: number; got: number }) =>
    `series ${quote(fields.series)} of chart ${quote(fields.chart)} goes back from x = ${fields.before} to ${fields.got} at index ${fields.index}; sort a line by x, or draw it as points`,
  REPORT_NO_POINTS: ({ map }: { map: string }) => `map ${quote(map)} has no points; leave the section out`,
  REPORT_BAD_POINT: ({ map, index, got }: { map: string; index: number; got: number }) =>
    `point ${index} of map ${quote(map)} has ${got} as a coordinate or in its curve; they must be finite`,
  REPORT_BAD_OPTION: ({ option, got, expected }: { option: string; got: string; expected: string }) =>
    `${option} is ${quote(got)}; expected ${expected}`,
  REPORT_FIGURE_SOURCE: ({ caption, got, what }: { caption: string; got: string; what: 'an image' | 'a sound' }) => {
    const example = what === 'an image' ? 'data:image/png;base64,…' : 'data:audio/wav;base64,…'
    return `figure ${quote(caption)} must hold ${what} as a base64 data URI ("${example}"), so that the report is one file; got ${quote(got.slice(0, 40))}`
  },
  REPORT_ASSET_MISSING: ({ asset, reason }: { asset: string; reason: string }) =>
    `${asset}, which every report contains, could not be read: ${reason}; install the package anew`,
})
