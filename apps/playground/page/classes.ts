import { ClassesView } from './classes-view.ts'
import { say } from './elements.ts'
import type { MediaMap } from './map-media.ts'
import { hideMap, offerMap, showMap } from './map-view.ts'
import type { MediaKind, PlacedFile } from './media-kind.ts'
import type { MediaEvent, Verdict } from './media-messages.ts'
import { hideProblem, showProblem } from './problem-view.ts'
import type { Training } from './training.ts'
import { countsOf, type MediaWork } from './work.ts'

/** Learns to tell folders of pictures or sounds apart, one set of them after the other. */
export class Classes {
  readonly #training: Training
  #view: ClassesView | null = null
  #kind: MediaKind = 'image'
  #isOpened = false

  constructor(training: Training) {
    this.#training = training
  }

  /** Whether single files are for what has been learned, or was opened. */
  get isThere(): boolean {
    return this.#view !== null
  }

  /** Whether it was opened, so that many files are for it, too. */
  get isOpened(): boolean {
    return this.#view !== null && this.#isOpened
  }

  /** Shows what a model can do that the training's worker has opened. */
  use(kind: MediaKind): void {
    this.close()
    this.#kind = kind
    this.#isOpened = true
    this.#view = new ClassesView(kind, [], new Map(), 0)
  }

  /** Takes files in place of what was there. */
  async take(work: MediaWork): Promise<void> {
    this.close()
    const { kind, files, left } = work
    const view = new ClassesView(kind, files, countsOf(files), left)
    this.#kind = kind
    this.#isOpened = false
    this.#view = view
    await this.#training.begin<MediaEvent>({
      failure: 'These files could not be learned from',
      run: (connection, options) => connection.run('learn', work, options),
      heard(event, steps) {
        view.show(event)
        offerMap()
        say(`Told apart as after ${event.step} of ${steps} steps`)
      },
      ended: () => 'Done: try it on files of your own',
    })
  }

  close(): void {
    this.#view?.remove()
    this.#view = null
    hideMap()
  }

  /** What has been learned says of a file that it has not seen. */
  async tell(file: File): Promise<void> {
    const view = this.#view
    if (view === null) return
    try {
      const verdict: Verdict = await this.#training.connection.call('tell', file)
      if (this.#view !== view) return
      hideProblem()
      view.showVerdict(file, verdict)
    } catch (error) {
      if (this.#view === view) showProblem(`${file.name} could not be told`, error)
    }
  }

  /** Draws a map of files; null: of those that training did not see. */
  async map(files: readonly PlacedFile[] | null): Promise<void> {
    const view = this.#view
    if (view === null) return
    try {
      say(files === null ? 'Drawing the map' : `Reading ${files.length} files for the map`)
      const map: MediaMap = await this.#training.connection.call('map', files)
      if (this.#view !== view) return
      hideProblem()
      await showMap(this.#kind, map)
      say(`The map has ${map.section.points.length} points`)
    } catch (error) {
      if (this.#view !== view) return
      say('')
      showProblem('The map could not be drawn', error)
    }
  }
}
