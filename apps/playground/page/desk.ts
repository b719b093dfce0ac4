import { Classes } from './classes.ts'
import { connect } from './connect.ts'
import { element, say, show } from './elements.ts'
import { forgetWork, keepWork } from './kept-work.ts'
import type { ModelDescription } from './messages.ts'
import { showModel } from './model-view.ts'
import { showProblem } from './problem-view.ts'
import { Tables } from './tables.ts'
import { Training } from './training.ts'
import { isOfMedia, refusalOf, type Work } from './work.ts'

/** What is worked on, what was before it, and what this browser keeps of both. */
export class Desk {
  readonly training = new Training()
  readonly tables = new Tables(this.training)
  readonly classes = new Classes(this.training)
  #work: Work | null = null
  #before: Work | null = null

  get work(): Work | null {
    return this.#work
  }

  /** Takes this in place of what was there, to which `back` leads. */
  async take(work: Work): Promise<void> {
    const refusal = refusalOf(work)
    if (refusal !== null) {
      showProblem(refusal.title, refusal.error)
      return
    }
    const before = this.#work
    this.#clear()
    this.#work = work
    this.#before = before
    document.body.classList.add('small')
    if (isOfMedia(work)) showModel(null)
    const isKept = await keepWork(work, before === null ? [] : [before.run])
    if (this.#work !== work) return
    element('kept').textContent = isKept
      ? 'What was taken and its training are kept in this browser, for when the page is loaded again.'
      : 'This browser keeps nothing of it: when the page is loaded again, it begins anew.'
    show('forget', isKept)
    this.#offerBack(work)
    await (isOfMedia(work) ? this.classes.take(work) : this.tables.take(work))
  }

  /** What was there before, with its training as it was. */
  async back(): Promise<void> {
    if (this.#before !== null) await this.take(this.#before)
  }

  /** Opens a model; one of pictures or sounds is for files that are tried, any other for tables. @throws Error for what is none */
  async open(model: File): Promise<ModelDescription> {
    const connection = connect()
    try {
      const description = await connection.call('open', model)
      this.close()
      showModel(description)
      if (description.task === 'tell') {
        // Its worker has the model.
        this.training.use(connection)
        this.classes.use(description.kind)
      } else connection.close()
      say(`The model is open: take a ${description.task === 'tell' ? 'file' : 'table'} for it`)
      return description
    } catch (error) {
      connection.close()
      throw error
    }
  }

  /** Nothing is worked on any more. */
  close(): void {
    this.#clear()
    this.#work = null
    this.#before = null
    for (const id of ['undo', 'forget']) show(id, false)
    element('kept').textContent = ''
    document.body.classList.remove('small')
    this.training.warm()
  }

  /** Nor does this browser keep anything. @throws Error where it cannot be removed */
  async forget(): Promise<void> {
    this.close()
    await forgetWork()
  }

  #clear(): void {
    this.training.close()
    this.tables.close()
    this.classes.close()
  }

  #offerBack(work: Work): void {
    const before = this.#before
    show('undo', before !== null)
    if (before === null) return
    const isSame = !isOfMedia(before) && !isOfMedia(work) && before.file === work.file
    const name = isOfMedia(before) ? 'the folder' : before.file.name
    element('undo-button').textContent = isSame ? 'Undo the change' : `Back to ${name}`
  }
}
