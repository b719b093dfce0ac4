import { element, show } from './elements.ts'
import { MOST_ROWS, rowsFrom, type TableSettings } from './settings.ts'

const radio = (task: TableSettings['task']) => element<HTMLInputElement>(`task-${task}`)

/** Shows what is done with tables. @param isFixed a model is open, which can do one thing alone */
export function showTask({ task, rows }: TableSettings, isFixed: boolean): void {
  for (const one of ['fill', 'forecast'] as const) {
    radio(one).checked = one === task
    radio(one).disabled = isFixed
  }
  element<HTMLInputElement>('rows').value = String(rows)
  show('rows-label', task === 'forecast')
}

/** What is chosen; null where the number of rows is none, which the page then says. */
export function chosenTask(): Pick<TableSettings, 'task' | 'rows'> | null {
  const input = element<HTMLInputElement>('rows')
  const rows = rowsFrom(input.value)
  input.setCustomValidity(rows === null ? `A number from 1 to ${MOST_ROWS}` : '')
  input.setAttribute('aria-invalid', String(rows === null))
  if (rows === null) input.reportValidity()
  return rows === null ? null : { task: radio('forecast').checked ? 'forecast' : 'fill', rows }
}

/** Calls back when something else is chosen. */
export function onTask(listen: () => void): void {
  for (const one of ['fill', 'forecast'] as const) {
    radio(one).addEventListener('change', () => {
      show('rows-label', radio('forecast').checked)
      listen()
    })
  }
  element('rows').addEventListener('change', listen)
}
