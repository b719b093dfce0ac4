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
  'romae+var': 'mean of RoMAE and the autoregression',
  naive: 'last value',
  seasonal: 'value of a day, a week or a year ago',
  harmonics: 'usual value at that time',
  ets: 'exponential smoothing',
  var: 'autoregression',
}
const simple = ['linear', 'last', 'climatology', 'knn', 'kalman', 'naive', 'seasonal', 'harmonics', 'ets', 'var']
/** What everyone knows: of filling, and of forecasts. */
const known = ['last', 'linear', 'naive', 'seasonal']

/** The errors on values that training did not see: of the model, of two that everyone knows, and of the best simple method. */
export function showErrors(channels: readonly string[], errors: ShownErrors, step: number): void {
  const { methods, channels: others, coverage } = errors
  const choice = methods.length
  const best = bestSimple(errors)
  const isForecast = methods.includes('naive')
  const isKnown = best === null || known.includes(best)
  const rows: (readonly [method: string, label: string])[] = [
    ...known.map((method) => [method, names[method]!] as const),
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
      make(
        'tr',
        [
          make(
            'th',
            isForecast ? 'The forecast: the best so many rows ahead' : 'What fills the file: the best for each gap',
            {
              scope: 'row',
            },
          ),
          ...cells(choice),
        ],
        {
          class: 'ours',
          'data-method': 'best',
        },
      ),
    ]),
  )
  const count = others.reduce((sum, one) => sum + one.count, 0)
  element('errors-text').textContent =
    `The typical error (RMSE) after ${step} steps, in each column’s unit, on ${count} ` +
    (isForecast ? 'forecasts of values at the file’s end, which' : 'values of the file, which') +
    ' neither training nor the choice of methods saw. Less is better.'
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
function bestSimple({ methods, channels: others }: ShownErrors): string | null {
  const reference = methods.findIndex((method) => method === 'last' || method === 'naive')
  const score = (method: string) => {
    const ratios = others
      .map(({ errors }) => errors[methods.indexOf(method)]! / errors[reference]!)
      .filter(Number.isFinite)
    return ratios.length === 0 ? Infinity : ratios.reduce((sum, one) => sum + one, 0) / ratios.length
  }
  const there = simple.filter((method) => methods.includes(method))
  return there.reduce<string | null>((best, one) => (best === null || score(one) < score(best) ? one : best), null)
}
