import type { TimeSeries } from '@romae/timeseries'
import type { FillingMethod } from '@romae/timeseries/baselines'
import { type ChosenFilled, fillByChoice } from './best.ts'
import type { Evaluation } from './evaluation.ts'
import type { ModelFilled } from './impute.ts'
import { fillBy, fitMethods, MODEL, withMean } from './methods.ts'
import { modelWidths, type WidthsByMethod, widthsOf, withMeanWidths } from './widths.ts'

/** What the chosen methods filled in, and how far off those may be that know. */
export interface BestFilled extends ChosenFilled {
  readonly widths: WidthsByMethod
}

/**
 * The file's series filled by the methods that did best on what was held out. Baselines are fitted anew, to all that is observed. One that
 * fails there, though it did not on less, gives way to the next.
 *
 * @param byModel filled by the model
 */
export async function fillByBest(
  series: readonly TimeSeries[],
  byModel: ModelFilled,
  { methods: names, best }: Evaluation,
  methods: readonly FillingMethod[],
  note: (text: string) => void,
): Promise<BestFilled> {
  const isUsed = (name: string) => methods.some((one) => one.name === name) && names.includes(name)
  const fitted = await fitMethods(
    methods.filter(({ name }) => isUsed(name)),
    series,
    true,
    note,
  )
  const filled = new Map<string, readonly TimeSeries[]>([[MODEL, byModel.filled]])
  for (const method of fitted) {
    const result = await fillBy(method, series, note)
    if (result !== null) filled.set(method.name, result)
  }
  const all = withMean(filled)
  const left = names.flatMap((name, method) => (all.has(name) ? [method] : []))
  const choice = best.choice.map((lengths) => lengths.map((order) => order.filter((method) => left.includes(method))))
  const known = widthsOf(
    fitted.filter(({ name }) => filled.has(name)),
    series,
  )
  return {
    ...fillByChoice(
      series,
      names.map((name) => all.get(name) ?? byModel.filled),
      choice,
    ),
    widths: withMeanWidths(new Map([...known, ...modelWidths(byModel.widths)])),
  }
}
