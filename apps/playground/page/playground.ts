import type { TrainingConnection } from '@romae/trainer/browser'
import { connect } from './connect.ts'
import { CurveChart } from './curve-chart.ts'
import { showDownloads } from './downloads-view.ts'
import { element, say, show } from './elements.ts'
import { showErrors } from './errors-view.ts'
import { keepWork, type Work } from './kept-file.ts'
import { LossChart } from './loss-chart.ts'
import type { TableEvent, TableResult } from './messages.ts'
import { hideProblem, showProblem } from './problem-view.ts'
import { showProgress } from './progress-view.ts'
import type { Roles } from './roles.ts'
import { addNote, showColumns, showTable } from './table-view.ts'
import { showTask } from './task-view.ts'
import type { PlaygroundFunctions } from './worker.ts'

/** Bytes of a file: a tab has a few gigabytes, and a table takes many times its text. */
const MOST_BYTES = 100e6

/** One table after the other, each worked on in a worker of its own. */
export class Playground {
  #connection: TrainingConnection<PlaygroundFunctions> | null = null
  #work: Work | null = null
  #before: Work | null = null
  #running: AbortController | null = null
  #loss: LossChart | null = null
  #curve: CurveChart | null = null
  #channels: readonly string[] = []
  #roles: Roles | null = null
  #steps = 1

  /** What is worked on. */
  get work(): Work | null {
    return this.#work
  }

  /** What the columns are taken for; null where that is not known yet. */
  get roles(): Roles | null {
    return this.#roles
  }

  /** Loads the worker before there is a file for it. */
  warm(): void {
    this.#connection ??= connect()
  }

  /** Takes a file in place of the one before, to which `back` leads. */
  async take(work: Work): Promise<void> {
    if (work.file.size > MOST_BYTES) {
      const size = `${Math.round(work.file.size / 1e6)} MB, and a tab takes files of up to ${MOST_BYTES / 1e6} MB`
      const error = new Error(
        `${work.file.name} has ${size}. Take fewer rows or columns, or take “npx romae”, which has no such limit.`,
      )
      showProblem('This file is too large for a tab', error)
      return
    }
    if (work.file.size === 0) {
      showProblem(
        `${work.file.name} is empty`,
        new Error('There is nothing in it. Take a file with a header and rows.'),
      )
      return
    }
    this.#before = this.#work
    this.#clear()
    this.#work = work
    showTask(work.settings, work.model !== null)
    const isKept = await keepWork(work, this.#before === null ? [] : [this.#before.run])
    element('kept').textContent = isKept
      ? 'The file and its training are kept in this browser, for when the page is loaded again.'
      : 'This browser keeps nothing for this page: when it is loaded again, it begins anew.'
    show('forget', isKept)
    this.#offerBack()
    await this.run()
  }

  /** The file before, with its training as it was. */
  async back(): Promise<void> {
    if (this.#before !== null) await this.take(this.#before)
  }

  /** Nothing is worked on any more. */
  close(): void {
    this.#clear()
    this.#work = null
    this.#before = null
    show('undo', false)
    show('forget', false)
    element('kept').textContent = ''
    say('')
    document.body.classList.remove('small')
    this.warm()
  }

  /** Stops with a checkpoint, or goes on from there. */
  toggle(): void {
    if (this.#running === null) void this.run()
    else {
      this.#running.abort('paused')
      say('Pausing')
    }
  }

  async run(): Promise<void> {
    const work = this.#work
    if (work === null) return
    hideProblem()
    document.body.classList.add('small')
    this.#connection ??= connect()
    const connection = this.#connection
    const running = new AbortController()
    this.#running = running
    this.#showPause('Pause')
    try {
      const events = connection.run('table', work, { signal: running.signal })
      for (;;) {
        const next = await events.next()
        if (this.#work !== work) return
        if (next.done) {
          this.#end(next.value)
          break
        }
        this.#heard(next.value)
      }
    } catch (error) {
      if (this.#work !== work) return
      say('')
      showProblem(`${work.file.name} could not be ${this.#isForecast ? 'forecast' : 'filled'}`, error)
      // Whatever state it is in, the next one is new.
      connection.close()
      this.#connection = null
      this.#showPause('Try again')
    }
    this.#running = null
  }

  get #isForecast(): boolean {
    return this.#work?.settings.task === 'forecast'
  }

  #heard(event: TableEvent): void {
    switch (event.type) {
      case 'doing':
        say(event.what)
        return
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
        this.#curve = new CurveChart(event, this.#isForecast)
        element('curves-heading').textContent = this.#isForecast ? 'What comes next' : 'The filled curves'
        element('filled-key').textContent = this.#isForecast ? 'forecast' : 'filled in'
        if (event.missing === 0 && !this.#isForecast) {
          say('No value is missing: there is nothing to fill. It can be forecast: choose that above.')
        }
        return
      case 'started':
        this.#steps = event.steps
        show('training')
        this.#loss ??= new LossChart(event.steps)
        element('machine').textContent =
          `${event.threads === 1 ? 'One thread computes' : `${event.threads} threads compute`}.` +
          (event.isLasting ? '' : ' Checkpoints are kept in memory alone.')
        say('Training')
        return
      case 'resumed':
        showProgress(event.step, this.#steps)
        say(`Going on after step ${event.step}`)
        return
      case 'step':
        showProgress(event.step, this.#steps)
        this.#loss?.add(event.step, event.loss)
        return
      case 'filled':
        this.#curve?.update(event)
        if (event.errors !== null) showErrors(this.#channels, event.errors, event.step)
        if (this.#running !== null && event.step > 0) {
          const what = this.#isForecast ? 'Forecast' : 'The gaps are filled'
          say(`${what} as after ${event.step} of ${this.#steps} steps`)
        }
    }
  }

  #end({ stopped, files }: TableResult): void {
    showDownloads(files)
    if (stopped) {
      say('Paused')
      this.#showPause('Go on')
      return
    }
    show('pause', false)
    if (files.length > 0) say(this.#isForecast ? 'Done: here is what comes next' : 'Done: the gaps are filled')
  }

  #showPause(text: string): void {
    element('pause').textContent = text
    show('pause')
  }

  #offerBack(): void {
    const before = this.#before
    show('undo', before !== null)
    if (before === null) return
    const isSame = before.file === this.#work?.file
    element('undo-button').textContent = isSame ? 'Undo the change' : `Back to ${before.file.name}`
  }

  #clear(): void {
    this.#running?.abort('replaced')
    this.#running = null
    this.#connection?.close()
    this.#connection = null
    this.#loss?.remove()
    this.#loss = null
    this.#curve?.remove()
    this.#curve = null
    hideProblem()
    showDownloads([])
    for (const id of ['table', 'training', 'curves', 'errors', 'share']) show(id, false)
    this.#roles = null
    showProgress(0, this.#steps)
  }
}
