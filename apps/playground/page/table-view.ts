import { counted, element, make, nameFrom, show } from './elements.ts'
import type { Understood } from './messages.ts'
import type { Roles } from './roles.ts'

/** What a column may be for, as the page calls it. */
const uses = [
  ['value', 'numbers to fill'],
  ['positive', 'numbers, never below 0'],
  ['time', 'the times'],
  ['id', 'tells series apart'],
  ['ignore', 'leave it out'],
] as const

/** Shows what was understood of a file. */
export function showTable({ facts, notes, missing }: Understood): void {
  const all = [...facts, ['missing', counted(missing, 'cell')]] as const
  element('facts').replaceChildren(
    ...all.flatMap(([label, value]) => [make('dt', [nameFrom(label)]), make('dd', [nameFrom(value)])]),
  )
  element('notes').replaceChildren(...notes.map((note) => make('li', note)))
  show('table')
}

/** Nothing is shown of the table before. */
export function hideTable(): void {
  for (const id of ['facts', 'notes', 'columns']) element(id).replaceChildren()
  element<HTMLDetailsElement>('columns-details').open = false
  show('table', false)
}

/** Of what the user should know besides. */
export function addNote(text: string): void {
  element('notes').append(make('li', text))
}

/** Lets every column be something else. */
export function showColumns(header: readonly string[], roles: Roles): void {
  element('columns').replaceChildren(
    ...header.map((name) => {
      const select = make(
        'select',
        uses.map(([value, text]) => make('option', text, { value })),
        { 'data-column': name },
      )
      select.value = useOf(name, roles)
      return make('label', [nameFrom(name), select])
    }),
  )
  element<HTMLInputElement>('time-format').value = roles.timeFormat ?? ''
  show('table')
}

/** What the user has said of the columns; null where none has the times. */
export function chosenRoles(): Roles | null {
  const selects = Array.from(element('columns').querySelectorAll('select'))
  const of = (use: string) => selects.filter(({ value }) => value === use).map(({ dataset }) => dataset.column!)
  const [time] = of('time')
  if (time === undefined) return null
  const timeFormat = element<HTMLInputElement>('time-format').value.trim()
  return {
    time,
    id: of('id')[0] ?? null,
    ignore: of('ignore'),
    nonNegative: of('positive'),
    timeFormat: timeFormat === '' ? null : timeFormat,
  }
}

function useOf(name: string, { time, id, ignore, nonNegative }: Roles): (typeof uses)[number][0] {
  if (name === time) return 'time'
  if (name === id) return 'id'
  if (nonNegative.includes(name)) return 'positive'
  return ignore.includes(name) ? 'ignore' : 'value'
}
