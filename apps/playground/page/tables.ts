import { CurveChart } from './curve-chart.ts'
import { element, say, show } from './elements.ts'
import { showErrors } from './errors-view.ts'
import type { TableEvent } from './messages.ts'
import type { Roles } from './roles.ts'
import { addNote, hideTable, showColumns, showTable } from './table-view.ts'
import { showTask } from './task-view.ts'
import type { Training } from './training.ts'
import type { TableWork } from './work.ts'

/** Fills the gaps of tables or forecasts them, one after the other. */
export class Tables {
  readonly #training: Training
  #curve: CurveChart | null = null
  #channels: readonly string[] = []
  #roles: Roles | null = null

  constructor(training: Training) {
    this.#training = training
  }

  /** What the columns are taken for; null where that is not known yet. */
  get roles(): Roles | null {
    return this.#roles
  }

  /** Takes a table in place of what was there. */
  async take(work: TableWork): Promise<void> {
    this.close()
    showTask(work.settings, work.model !== null)
    const isForecast = work.settings.task === 'forecast'
    await this.#training.begin<TableEvent>({
      failure: `${work.file.name} could not be ${isForecast ? 'forecast' : 'filled'}`,
      run: (connection, options) => connection.run('table', work, options),
      heard: (event, steps) => this.#heard(event, steps, isForecast),
      ended({ files }) {
        if (files.length === 0) return ''
        return isForecast ? 'Done: here is what comes next' : 'Done: the gaps are filled'
      },
    })
  }

  close(): void {
    this.#curve?.remove()
    this.#curve = null
    this.#roles = null
    hideTable()
    for (const id of ['curves', 'errors', 'share', 'link-label']) show(id, false)
  }

  #heard(
    event: Exclude<TableEvent, { readonly type: 'doing' | 'started' | 'resumed' | 'step' }>,
    steps: number,
    isForecast: boolean,
  ): void {
    switch (event.type) {
      case 'header':
        showColumns(event.header, event.roles)
        return
      case 'note':
        addNote(event.text)
        return
      case 'understood':
        showTable(event)
        this.#roles = event.roles
        show('share')
        showColumns(event.header, event.roles)
        this.#channels = event.channels
        this.#curve?.remove()
        show('curves')
        this.#curve = new CurveChart(event, isForecast)
        element('curves-heading').textContent = isForecast ? 'What comes next' : 'The filled curves'
        element('filled-key').textContent = isForecast ? 'forecast' : 'filled in'
        if (event.missing === 0 && !isForecast) {
          say('No value is missing: there is nothing to fill. It can be forecast: choose that above.')
        }
        return
      case 'filled':
        this.#curve?.update(event)
        if (event.errors !== null) showErrors(this.#channels, event.errors, event.step)
        if (event.step > 0) {
          say(`${isForecast ? 'Forecast' : 'The gaps are filled'} as after ${event.step} of ${steps} steps`)
        }
    }
  }
}
