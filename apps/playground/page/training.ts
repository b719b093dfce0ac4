import type { CallOptions, TrainingConnection } from '@romae/trainer/browser'
import { connect } from './connect.ts'
import { showDownloads } from './downloads-view.ts'
import { element, say, show } from './elements.ts'
import { LossChart } from './loss-chart.ts'
import { hideProblem, showProblem } from './problem-view.ts'
import { showProgress } from './progress-view.ts'
import type { TrainingEvent, TrainingResult } from './training-messages.ts'
import type { PlaygroundFunctions } from './worker.ts'

type Connection = TrainingConnection<PlaygroundFunctions>

/** What a training is of. */
export interface Task<Event extends { readonly type: string }> {
  /** The title where it fails. */
  readonly failure: string
  /** Begins, or goes on from its last checkpoint. */
  run(connection: Connection, options: CallOptions): AsyncGenerator<Event | TrainingEvent, TrainingResult, void>
  /** @param steps of the whole training */
  heard(event: Exclude<Event, TrainingEvent>, steps: number): void
  /** @returns what is said at its end; empty: nothing */
  ended(result: TrainingResult): string
}

const ownTypes: readonly string[] = ['doing', 'started', 'resumed', 'step'] satisfies TrainingEvent['type'][]

const isOwn = (event: { readonly type: string }): event is TrainingEvent => ownTypes.includes(event.type)

/** One training after the other, each in a worker of its own: its loss, how far it is, its pause and its files. */
export class Training {
  #connection: Connection | null = null
  /** Whether the worker has done nothing yet, so that whatever comes next may have it. */
  #isFresh = false
  #task: Task<never> | null = null
  #running: AbortController | null = null
  #loss: LossChart | null = null
  #steps = 1

  /** Loads the worker before there is something for it. */
  warm(): void {
    if (this.#connection !== null) return
    this.#connection = connect()
    this.#isFresh = true
  }

  /** The worker, to be asked something. */
  get connection(): Connection {
    this.warm()
    this.#isFresh = false
    return this.#connection!
  }

  /** Takes a worker in which a model is open. */
  use(connection: Connection): void {
    this.close()
    this.#connection?.close()
    this.#connection = connection
    this.#isFresh = false
  }

  /** Begins this in place of what was there. */
  async begin<Event extends { readonly type: string }>(task: Task<Event>): Promise<void> {
    this.close()
    this.#task = task as Task<never>
    await this.#run(task)
  }

  /** Stops with a checkpoint, or goes on from there. */
  toggle(): void {
    if (this.#task === null) return
    if (this.#running === null) void this.#run(this.#task)
    else {
      this.#running.abort('paused')
      say('Pausing')
    }
  }

  close(): void {
    this.#running?.abort('replaced')
    this.#running = null
    this.#task = null
    if (!this.#isFresh) this.#connection?.close()
    if (!this.#isFresh) this.#connection = null
    this.#loss?.remove()
    this.#loss = null
    this.#steps = 1
    hideProblem()
    showDownloads([])
    show('training', false)
    showProgress(0, this.#steps)
    say('')
  }

  async #run<Event extends { readonly type: string }>(task: Task<Event>): Promise<void> {
    hideProblem()
    const running = new AbortController()
    this.#running = running
    showPause('Pause')
    const isOver = () => this.#task !== (task as Task<never>)
    try {
      const events = task.run(this.connection, { signal: running.signal })
      for (;;) {
        const next = await events.next()
        if (isOver()) return
        if (next.done) {
          this.#end(next.value, task)
          break
        }
        if (isOwn(next.value)) this.#heard(next.value)
        else task.heard(next.value as Exclude<Event, TrainingEvent>, this.#steps)
      }
    } catch (error) {
      if (isOver()) return
      say('')
      showProblem(task.failure, error)
      // Whatever state it is in, the next one is new.
      this.#connection?.close()
      this.#connection = null
      showPause('Try again')
    }
    this.#running = null
  }

  #heard(event: TrainingEvent): void {
    switch (event.type) {
      case 'doing':
        say(event.what)
        return
      case 'started':
        this.#steps = event.steps
        show('training')
        this.#loss ??= new LossChart(event.steps)
        element('machine').textContent = [
          event.about,
          event.threads === 1 ? 'One thread computes.' : `${event.threads} threads compute.`,
          event.isLasting ? '' : 'Checkpoints are kept in memory alone.',
        ]
          .filter((text) => text !== '')
          .join(' ')
        say('Training')
        return
      case 'resumed':
        showProgress(event.step, this.#steps)
        say(`Going on after step ${event.step}`)
        return
      case 'step':
        showProgress(event.step, this.#steps)
        this.#loss?.add(event.step, event.loss)
    }
  }

  #end(result: TrainingResult, task: Pick<Task<never>, 'ended'>): void {
    showDownloads(result.files)
    if (result.stopped) {
      say('Paused')
      showPause('Go on')
      return
    }
    show('pause', false)
    const said = task.ended(result)
    if (said !== '') say(said)
  }
}

function showPause(text: string): void {
  element('pause').textContent = text
  show('pause')
}
