import { errors } from '../errors.ts'
import { channelNames } from '../series/channel-names.ts'
import type { ForecastTask } from './forecast-task.ts'
import { lastObserved } from './last-observed.ts'

/**
 * @throws RomaeError `TIMESERIES_FORECAST_TIMES`, `TIMESERIES_HORIZON`, `TIMESERIES_NOTHING_KNOWN`, and
 *   `TIMESERIES_INVALID_OPTION` for a known channel that the series does not have
 */
export function checkTargets(
  { series, at }: ForecastTask,
  { length, longest, known }: { readonly length: number; readonly longest: number; readonly known: readonly string[] },
): void {
  const { id } = series
  const names = channelNames(series) ?? []
  const unknown = known.find((name) => !names.includes(name))
  if (unknown !== undefined) {
    const expected = `names of channels: ${names.join(', ') || 'the series has none'}`
    throw errors.TIMESERIES_INVALID_OPTION({ of: 'forecast', key: 'known', expected, got: unknown })
  }
  if (at.length === 0) {
    throw errors.TIMESERIES_INVALID_OPTION({ of: 'forecast', key: 'at', expected: 'at least one time', found: 'none' })
  }
  const last = lastObserved(series, known)
  if (last === null) throw errors.TIMESERIES_NOTHING_KNOWN({ id, from: null, to: at[0]! })
  at.forEach((time, index) => {
    const previous = index === 0 ? last : at[index - 1]!
    if (time > previous && Number.isFinite(time)) return
    throw errors.TIMESERIES_FORECAST_TIMES({ id, index, time, previous, isFirst: index === 0 })
  })
  const span = at.at(-1)! - last
  if (span > longest) throw errors.TIMESERIES_HORIZON({ id, span, longest })
  if (span >= length) throw errors.TIMESERIES_NOTHING_KNOWN({ id, from: at.at(-1)! - length, to: at[0]! })
}
