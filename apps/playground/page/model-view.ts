import { element, make, nameFrom, show } from './elements.ts'
import type { ModelDescription } from './messages.ts'

/** Says which model is used in place of training; null: none. */
export function showModel(model: ModelDescription | null): void {
  show('model', model !== null)
  if (model === null) return
  const [does, names] = wordsOf(model)
  element('model-text').replaceChildren(
    make('strong', [nameFrom(model.name)]),
    document.createTextNode(` is used, and nothing is trained. ${does}`),
    ...names.flatMap((name, index) => [document.createTextNode(index === 0 ? ' ' : ', '), nameFrom(name)]),
    document.createTextNode(model.task === 'tell' ? '. Many at once, or a folder of them, become a map.' : '.'),
  )
}

function wordsOf(model: ModelDescription): readonly [does: string, names: readonly string[]] {
  if (model.task !== 'tell') {
    const does = model.task === 'fill' ? 'It fills the gaps of tables' : 'It forecasts tables'
    return [`${does} with the columns`, model.channels]
  }
  const files = model.kind === 'image' ? 'pictures' : 'WAV files'
  return model.classes === null ? [`It makes vectors of ${files}`, []] : [`Of ${files} it tells`, model.classes]
}
