import type { Roles } from './roles.ts'

/** What is done with a table, and how it is read: all that a link may say. */
export interface TableSettings {
  readonly task: 'fill' | 'forecast'
  /** Rows that are forecast. */
  readonly rows: number
  /** Null: they are to be found. */
  readonly roles: Roles | null
}

export const usualSettings: TableSettings = { task: 'fill', rows: 8, roles: null }

/** The most rows that the page forecasts: more take windows that a tab trains on for hours. */
export const MOST_ROWS = 200

/** What a link says. */
export interface Linked {
  readonly settings: TableSettings
  /** Whether it is of the table that the page brings along. */
  readonly isSample: boolean
  /** Where the server of this page has a model; null: it says none. */
  readonly model: string | null
}

/** The most characters that are looked at: a link is typed, or pasted from anywhere. */
const MOST_CHARACTERS = 20_000

/** The address of the page with settings after its `#`, which no browser sends to a server. Of the file it has the names of columns. */
export function linkTo(page: string, { task, rows, roles }: TableSettings, isSample: boolean): string {
  const said = new URLSearchParams()
  if (isSample) said.set('sample', 'weather')
  said.set('task', task)
  if (task === 'forecast') said.set('rows', String(rows))
  if (roles !== null) {
    said.set('time', roles.time)
    if (roles.id !== null) said.set('id', roles.id)
    for (const name of roles.ignore) said.append('ignore', name)
    for (const name of roles.nonNegative) said.append('non-negative', name)
    if (roles.timeFormat !== null) said.set('time-format', roles.timeFormat)
  }
  const address = new URL(page)
  address.hash = said.toString()
  return address.href
}

const keys = ['sample', 'task', 'rows', 'time', 'id', 'ignore', 'non-negative', 'time-format', 'model']

/**
 * What an address says after its `#`; null where that is nothing.
 *
 * @throws Error that names what the page does not know
 */
export function readLink(fragment: string): Linked | null {
  const text = fragment.replace(/^#/, '')
  // What the page's own links within it lead to.
  if (text === '' || /^[a-z-]+$/.test(text)) return null
  if (text.length > MOST_CHARACTERS) {
    throw new Error(`It has ${text.length} characters, and ${MOST_CHARACTERS} are the most. Ask for it anew.`)
  }
  const said = new URLSearchParams(text)
  for (const key of said.keys()) {
    if (!keys.includes(key)) throw new Error(`It says “${key.slice(0, 40)}”, which this page does not know.`)
  }
  const one = (key: string) => said.get(key) || null
  const oneOf = <Value extends string>(key: string, ...values: readonly Value[]): Value | null => {
    const value = one(key)
    if (value === null || (values as readonly string[]).includes(value)) return value as Value | null
    throw new Error(`It says “${key}=${value.slice(0, 40)}”, and this page knows ${values.join(' and ')}.`)
  }
  const task = oneOf('task', 'fill', 'forecast') ?? usualSettings.task
  const rows = rowsFrom(one('rows') ?? String(usualSettings.rows))
  if (rows === null)
    throw new Error(`It says “rows=${one('rows')!.slice(0, 40)}”, and rows are from 1 to ${MOST_ROWS}.`)
  const time = one('time')
  const roles = time && {
    time,
    id: one('id'),
    ignore: said.getAll('ignore'),
    nonNegative: said.getAll('non-negative'),
    timeFormat: one('time-format'),
  }
  return {
    settings: { task, rows, roles: roles || null },
    isSample: oneOf('sample', 'weather') !== null,
    model: one('model'),
  }
}

/** A number of rows that somebody has typed; null for what is none. */
export function rowsFrom(text: string): number | null {
  const rows = Number(text)
  return /^\d{1,4}$/.test(text.trim()) && rows >= 1 && rows <= MOST_ROWS ? rows : null
}
