import { showDownloads } from './downloads-view.ts'
import { counted, element, make, nameFrom, show } from './elements.ts'
import { classOf, type MediaKind, type PlacedFile } from './media-kind.ts'
import type { Told, Verdict } from './media-messages.ts'
import { hideTry, showTry } from './try-view.ts'

/** Classes of which the probability is shown, the likeliest first. */
const MOST_CLASSES = 5

const percent = (part: number) => `${Math.round(100 * part)} %`

/** How well classes are told apart, the mistakes, and what is said of a file that is tried. */
export class ClassesView {
  readonly #kind: MediaKind
  readonly #files: readonly PlacedFile[]
  /** Of files that are shown, which are let go of with them. */
  readonly #addresses = new Map<File, string>()

  /** @param left how many files are of no class, or of no kind that is learned from */
  constructor(kind: MediaKind, files: readonly PlacedFile[], counts: ReadonlyMap<string, number>, left: number) {
    this.#kind = kind
    this.#files = files
    const classes = [...new Set(files.map(({ path }) => classOf(path)!))].sort()
    element('class-facts').replaceChildren(
      ...classes.flatMap((name) => [make('dt', [nameFrom(name)]), make('dd', counted(counts.get(name)!, 'file'))]),
      ...(left === 0 ? [] : [make('dt', 'left out'), make('dd', counted(left, 'file'))]),
    )
    show('classes', classes.length > 0)
    // Of a model that is there, files can be tried at once.
    if (files.length === 0) showTry(kind, true)
    show('task', false)
  }

  /** Shows the confusion matrix and the mistakes. */
  show({ step, classes, confusion, accuracy, usual, mistakes }: Told): void {
    element('told-text').textContent =
      `After ${step} steps ${percent(accuracy)} of the files that training did not see are told rightly; ` +
      `always saying the most frequent class would be ${percent(usual)}.`
    const most = Math.max(1, ...confusion.flat())
    element('confusion').replaceChildren(
      make('caption', 'True classes in rows, what was said in columns', { class: 'muted' }),
      make('thead', [
        make('tr', [
          make('th', 'Class', { scope: 'col' }),
          ...classes.map((name) => make('th', [nameFrom(name)], { scope: 'col' })),
        ]),
      ]),
      make(
        'tbody',
        classes.map((name, row) =>
          make('tr', [
            make('th', [nameFrom(name)], { scope: 'row' }),
            ...confusion[row]!.map((count, column) => {
              const cell = make('td', String(count), { class: row === column ? 'right' : 'wrong' })
              cell.style.setProperty('--part', String(count / most))
              return cell
            }),
          ]),
        ),
      ),
    )
    element('mistakes-text').textContent =
      mistakes.length === 0 ? 'There are none among the files that training did not see.' : 'The surest ones first.'
    const wanted = new Set(mistakes.map(({ file }) => this.#files[file]!.file))
    for (const file of this.#addresses.keys()) if (!wanted.has(file)) this.#release(file)
    element('mistakes').replaceChildren(
      ...mistakes.map(({ file, said, probability }) => {
        const { file: own, path } = this.#files[file]!
        const text = make('figcaption', [
          nameFrom(classOf(path)!),
          document.createTextNode(', told as '),
          make('strong', [nameFrom(said)]),
          document.createTextNode(` (${percent(probability)})`),
        ])
        return make('li', [make('figure', [this.#seen(own, path), text])])
      }),
    )
    element('confusion-scroll').tabIndex = 0
    show('told')
    showTry(this.#kind, false)
  }

  /** Shows what is said of a file. */
  showVerdict(file: File, verdict: Verdict): void {
    const seen = this.#seen(file, file.name)
    if (verdict.classes === null) {
      const { vector } = verdict
      const caption = `${vector.length} numbers are what the model makes of it`
      element('verdict').replaceChildren(make('figure', [seen, make('figcaption', caption)]))
      showDownloads([{ kind: 'vector', name: `${file.name}.vector.csv`, content: new Blob([`${vector.join(',')}\n`]) }])
      return
    }
    const { classes, probabilities } = verdict
    const order = [...classes.keys()].sort((a, b) => probabilities[b]! - probabilities[a]!)
    const best = make('strong', [nameFrom(classes[order[0]!]!)])
    const caption = make('figcaption', [document.createTextNode('It looks most like '), best])
    element('verdict').replaceChildren(
      make('figure', [seen, caption]),
      make(
        'dl',
        order.slice(0, MOST_CLASSES).flatMap((place) => {
          const value = String(probabilities[place])
          const meter = make('meter', '', { min: '0', max: '1', value, 'aria-hidden': 'true' })
          const text = document.createTextNode(` ${percent(probabilities[place]!)}`)
          return [make('dt', [nameFrom(classes[place]!)]), make('dd', [meter, text])]
        }),
      ),
    )
  }

  remove(): void {
    for (const file of [...this.#addresses.keys()]) this.#release(file)
    for (const id of ['classes', 'told']) show(id, false)
    hideTry()
    element('verdict').replaceChildren()
    show('task')
  }

  /** The picture, or a player for the sound. */
  #seen(file: File, name: string): HTMLElement {
    const address = this.#addresses.get(file) ?? URL.createObjectURL(file)
    this.#addresses.set(file, address)
    if (this.#kind === 'image') return make('img', '', { src: address, alt: name })
    return make('audio', '', { src: address, controls: '', preload: 'none', 'aria-label': name })
  }

  #release(file: File): void {
    URL.revokeObjectURL(this.#addresses.get(file)!)
    this.#addresses.delete(file)
  }
}
