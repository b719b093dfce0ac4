import type { FillingMethod } from '@romae/timeseries/baselines'
import type { ImputationTask } from './data-set.ts'
import { placeOf, seriesOf } from './windows.ts'

/** Fits a baseline to the training windows, and fills each test window by itself; what it leaves is the training mean, 0. */
export function fillByBaseline(method: FillingMethod, { train, test: { seen } }: ImputationTask): Float32Array {
  const isObserved = ({ channels }: ReturnType<typeof seriesOf>[number]) =>
    channels.some(({ values }) => values.some((value) => !Number.isNaN(value)))
  const fitted = method.fit(seriesOf(train, 'train').filter(isObserved))
  const filled = new Float32Array(seen.values.length)
  seriesOf(seen, 'test').forEach((series, window) => {
    if (!isObserved(series)) return
    fitted.fill(series).channels.forEach(({ values }, channel) => {
      values.forEach((value, step) => {
        filled[placeOf(seen, window, step, channel)] = Number.isNaN(value) ? 0 : value
      })
    })
  })
  return filled
}
