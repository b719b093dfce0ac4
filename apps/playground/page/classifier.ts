import type { TrainingConnection } from '@romae/trainer/browser'
import { ClassesView } from './classes-view.ts'
import { connect } from './connect.ts'
import { showDownloads } from './downloads-view.ts'
import { counted, element, say, show } from './elements.ts'
import { LossChart } from './loss-chart.ts'
import { classOf, type MediaKind, mediaOf, type PlacedFile } from './media-kind.ts'
import type { MediaEvent, MediaInput, Verdict } from './media-messages.ts'
import { hideProblem, showProblem } from './problem-view.ts'
import { showProgress } from './progress-view.ts'
import type { PlaygroundFunctions } from './worker.ts'

/** Files of a class, at least: one to learn from and one to try on. */
const LEAST = 2

/** Learns to tell folders of pictures or sounds apart, one set of them after the other. */
export class Classifier {
  #connection: TrainingConnection<PlaygroundFunctions> | null = null
  #input: MediaInput | null = null
  #running: AbortController | null = null
  #loss: LossChart | null = null
  #view: ClassesView | null = null
  #steps = 1

  /** Whether single files are for what has been learned, or was opened. */
  get isThere(): boolean {
    return this.#view !== null
  }

  /** Takes a model that a worker has opened in place of training. */
  use(connection: TrainingConnection<PlaygroundFunctions>, kind: MediaKind): void {
    this.close()
    this.#connection = connection
    this.#view = new ClassesView(kind, [], new Map(), 0)
  }

  /** Takes files in place of those before. */
  async take(all: readonly PlacedFile[], run: string): Promise<void> {
    this.close()
    const { kind, files } = mediaOf(all)
    const counts = new Map<string, number>()
    for (const { path } of files) counts.set(classOf(path) ?? '', (counts.get(classOf(path) ?? '') ?? 0) + 1)
    const usable = files.filter(({ path }) => classOf(path) !== null && counts.get(classOf(path)!)! >= LEAST)
    const classes = new Set(usable.map(({ path }) => classOf(path)))
    const what = kind === 'image' ? 'pictures' : 'sounds'
    if (classes.size < 2) {
      const found = `${counted(files.length, 'file')} in ${counted(classes.size, 'folder')} of two or more`
      const error = new Error(`There are ${found}. Take a folder that holds a folder of ${what} for each class.`)
      showProblem('There are no classes to tell apart', error)
      return
    }
    hideProblem()
    this.#input = { kind, files: usable, run }
    this.#view = new ClassesView(kind, usable, counts, all.length - usable.length)
    document.body.classList.add('small')
    element('kept').textContent =
      'Folders are not kept in this browser: when the page is loaded again, take them again.'
    await this.run()
  }

  /** Nothing is learned any more. */
  close(): void {
    this.#running?.abort('replaced')
    this.#running = null
    this.#connection?.close()
    this.#connection = null
    this.#loss?.remove()
    this.#loss = null
    this.#view?.remove()
    this.#view = null
    this.#input = null
  }

  /** Stops, or goes on from there. */
  toggle(): void {
    if (this.#running === null) void this.run()
    else {
      this.#running.abort('paused')
      say('Pausing')
    }
  }

  /** What has been learned says of a file that it has not seen. */
  async tell(file: File): Promise<void> {
    const verdict: Verdict | null =
      (await this.#connection?.call('tell', file).catch((error: unknown) => {
        showProblem(`${file.name} could not be told`, error)
        return null
      })) ?? null
    if (verdict === null) return
    hideProblem()
    this.#view?.showVerdict(file, verdict)
  }

  async run(): Promise<void> {
    const input = this.#input
    if (input === null) return
    this.#connection ??= connect()
    const running = new AbortController()
    this.#running = running
    element('pause').textContent = 'Pause'
    show('pause')
    try {
      const events = this.#connection.run('learn', input, { signal: running.signal })
      for (;;) {
        const next = await events.next()
        if (this.#input !== input) return
        if (next.done) {
          const { stopped, files } = next.value
          showDownloads(files)
          say(stopped ? 'Paused' : 'Done: try it on files of your own')
          element('pause').textContent = 'Go on'
          show('pause', stopped)
          break
        }
        this.#heard(next.value)
      }
    } catch (error) {
      if (this.#input !== input) return
      say('')
      showProblem('These files could not be learned from', error)
      this.#connection?.close()
      this.#connection = null
      element('pause').textContent = 'Try again'
    }
    this.#running = null
  }

  #heard(event: MediaEvent): void {
    switch (event.type) {
      case 'doing':
        say(event.what)
        return
      case 'started':
        this.#steps = event.steps
        show('training')
        this.#loss ??= new LossChart(event.steps)
        element('machine').textContent =
          `${event.training} files to learn from, ${event.testing} to see how well. ` +
          `${event.threads === 1 ? 'One thread computes' : `${event.threads} threads compute`}.`
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
      case 'told':
        this.#view?.show(event)
        if (this.#running !== null) say(`Told apart as after ${event.step} of ${this.#steps} steps`)
    }
  }
}
