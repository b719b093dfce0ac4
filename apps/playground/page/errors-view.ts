import { element, make, nameFrom, short, show } from './elements.ts'
import type { ShownErrors } from './messages.ts'

const names: Readonly<Record<string, string>> = {
  romae: 'RoMAE',
  'romae+kalman': 'mean of RoMAE and the Kalman smoother',
  linear: 'linear interpolation',
  last: 'last value',
  climatology: 'usual value at that time',
  knn: 'rows that are alike',
  kalman: 'Kalman smoother',
}
const simple = ['linear', 'last', 'climatology', 'knn', 'kalman']

/** The errors on values that training did not see: of the model, of two that everyone knows, and of the best simple method. */
export function showErrors(channels: readonly string[], errors: ShownErrors, step: number): void {
  const { methods, others, coverage } = errors
  const choice = methods.length
  const best = bestSimple(errors)
  const isKnown = best === null || best === 'last' || best === 'linear'
  const rows: (readonly [method: string, label: string])[] = [
    ['last', 'last value'],
    ['linear', 'linear interpolation'],
    ...(isKnown ? [] : [[best, `${names[best] ?? best}, the best simple method`] as const]),
    ['romae', 'RoMAE'],
  ]
  const cells = (method: number) => others.map(({ errors: own }) => make('td', short(own[method] ?? Number.NaN)))
  element('errors-table').replaceChildren(
    make('thead', [
      make('tr', [
        make('th', 'Method', { scope: 'col' }),
        ...channels.map((name) => make('th', [nameFrom(name)], { scope: 'col' })),
      ]),
    ]),
    make('tbody', [
      ...rows.flatMap(([method, label]) => {
        const index = methods.indexOf(method)
        return index === -1
          ? []
          : [make('tr', [make('th', label, { scope: 'row' }), ...cells(index)], { 'data-method': method })]
      }),
      make('tr', [make('th', 'What fills the file: the best for each gap', { scope: 'row' }), ...cells(choice)], {
        class: 'ours',
        'data-method': 'best',
      }),
    ]),
  )
  const count = others.reduce((sum, one) => sum + one.count, 0)
  element('errors-text').textContent =
    `The typical error (RMSE) after ${step} steps, in each column’s unit, on ${count} values of the file that training did not see ` +
    'and that chose no method. Less is better.'
  element('coverage').textContent =
    coverage === null
      ? 'There are too few values for intervals.'
      : `Of ${coverage.count} values that were set aside, ${percent(coverage.reached)} lay in the bands of ${percent(coverage.promised)}.`
  show('errors')
  // What is wider than the screen is scrolled with the keyboard, too.
  element('errors-scroll').tabIndex = 0
}

const percent = (fraction: number) => `${Math.round(100 * fraction)} %`

/** The one with the least error in parts of the last value's, on average over the columns. */
function bestSimple({ methods, others }: ShownErrors): string | null {
  const reference = methods.indexOf('last')
  const score = (method: string) => {
    const ratios = others
      .map(({ errors }) => errors[methods.indexOf(method)]! / errors[reference]!)
      .filter(Number.isFinite)
    return ratios.length === 0 ? Infinity : ratios.reduce((sum, one) => sum + one, 0) / ratios.length
  }
  const there = simple.filter((method) => methods.includes(method))
  return there.reduce<string | null>((best, one) => (best === null || score(one) < score(best) ? one : best), null)
}
