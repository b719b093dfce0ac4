import type { FillingMethod, FittedSmoother } from '@romae/timeseries/baselines'
import type { ImputationTask } from './data-set.ts'
import type { FilledWindows } from './filled-windows.ts'
import { placeOf, seriesOf } from './windows.ts'

/** Fits a baseline to the training windows, and fills each test window by itself; what it leaves is the training mean, 0. */
export function fillByBaseline(method: FillingMethod, { train, test: { seen } }: ImputationTask): FilledWindows {
  const isObserved = ({ channels }: ReturnType<typeof seriesOf>[number]) =>
    channels.some(({ values }) => values.some((value) => !Number.isNaN(value)))
  const fitted = method.fit(seriesOf(train, 'train').filter(isObserved))
  const smoother = 'fillWithDeviations' in fitted ? (fitted as FittedSmoother) : null
  const filled = new Float32Array(seen.values.length)
  // Of what nothing is seen the deviation is that of standardised values.
  const widths = smoother && new Float32Array(seen.values.length).fill(1)
  seriesOf(seen, 'test').forEach((series, window) => {
    if (!isObserved(series)) return
    const { filled: own, deviations } = smoother?.fillWithDeviations(series) ?? {
      filled: fitted.fill(series),
      deviations: null,
    }
    own.channels.forEach(({ values }, channel) => {
      values.forEach((value, step) => {
        const place = placeOf(seen, window, step, channel)
        filled[place] = Number.isNaN(value) ? 0 : value
        if (deviations !== null && !Number.isNaN(value)) widths![place] = deviations[channel]![step]!
      })
    })
  })
  return { filled, widths: widths && { below: widths, above: widths } }
}
