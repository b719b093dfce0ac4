import { element, make, show } from './elements.ts'

/** What a page's user can do, where the message speaks of options of the command line or of nothing. */
const ways: Readonly<Record<string, string>> = {
  ENGINE_OUT_OF_MEMORY: 'Close other tabs, or take fewer rows or columns.',
  ENGINE_TOO_LARGE: 'Take fewer rows or columns.',
  TRAINER_MEMORY: 'Take fewer columns, or train with romae impute on a machine with more memory.',
  TRAINER_FOLDER_LOCKED:
    'This file is being worked on in another tab: go on there, or close that tab and load this page again.',
  TRAINER_STORAGE_FULL: 'Make room in this browser’s storage, or forget this file below and take it again.',
  TRAINER_WORKER_SILENT: 'Load the page again; if that does not help, try another browser.',
  ENGINE_THREADS_SILENT: 'Load the page again; if that does not help, try another browser.',
  TIMESERIES_AMBIGUOUS_TIME:
    'Write below how times are written, such as %d/%m/%Y for 31/12/2024, and read the file again.',
  TIMESERIES_BAD_TIME: 'Choose below which column has the times, or write how they are written.',
  TIMESERIES_ROW_ORDER: 'Choose below which column has the times, and which tells series apart.',
  TIMESERIES_CSV_MIXED_COLUMN: 'Mend the cell, or leave the column out below.',
  TIMESERIES_NOT_TEXT: 'From a spreadsheet, save the table as CSV and take that file.',
  APP_WINDOW: 'Take a file with more rows, or more values in them.',
}

/** What is mended by saying what columns are for, or how times are written, which the page then opens. */
const ofColumns = [
  'TIMESERIES_AMBIGUOUS_TIME',
  'TIMESERIES_BAD_TIME',
  'TIMESERIES_ROW_ORDER',
  'TIMESERIES_CSV_MIXED_COLUMN',
]

/** Says what went wrong, and the way on. */
export function showProblem(title: string, error: unknown): void {
  const code = codeOf(error)
  const message = error instanceof Error ? error.message.replace(/ \[[A-Z_0-9]+\]$/, '') : String(error)
  const way = code === undefined ? undefined : ways[code]
  element('problem').replaceChildren(
    make('h2', title),
    make('p', message),
    ...(way === undefined ? [] : [make('p', way)]),
    ...(code === undefined ? [] : [make('p', code, { class: 'muted' })]),
  )
  if (code !== undefined && ofColumns.includes(code)) element<HTMLDetailsElement>('columns-details').open = true
  show('problem')
}

/** Errors of browsers have numbers for codes, which say nothing. */
function codeOf(error: unknown): string | undefined {
  const { code } = error as { readonly code?: unknown }
  return typeof code === 'string' ? code : undefined
}

export function hideProblem(): void {
  show('problem', false)
}
