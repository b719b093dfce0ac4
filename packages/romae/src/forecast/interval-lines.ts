import { visible } from '@romae/internal/errors'
import { row } from '../impute/result-lines.ts'
import { percent, summaryResult } from '../uncertainty/interval-text.ts'
import type { IntervalErrors } from '../uncertainty/tested-intervals.ts'
import type { ForecastIntervals } from './intervals.ts'
import { shownSteps } from './shown-steps.ts'

/** How often intervals held what came, from origins that had no part in making them. */
export function intervalLines(channels: readonly string[], intervals: ForecastIntervals): readonly string[] {
  const { coverage, calibration, all, byChannel } = intervals
  return [
    `\nintervals of ${percent(coverage)}, from ${calibration.count} forecasts, on ${all.count} others`,
    row('channel', 'values', ['within', 'width', 'Winkler', 'CRPS', 'pinball']),
    ...byChannel.flatMap((own, channel) => {
      if (own === null) return []
      const steps = shownSteps(own.byHorizon.length)
      return [
        errorRow(visible(channels[channel]!), own),
        ...(steps.length === 1 ? [] : steps.map((step) => errorRow(`  ${step + 1} ahead`, own.byHorizon[step]!))),
      ]
    }),
    row('all', String(all.count), [percent(all.coverage)]),
  ]
}

/** The same as plain data, by the names of channels. */
export function intervalResult(channels: readonly string[], intervals: ForecastIntervals) {
  const { byChannel } = intervals
  return {
    ...summaryResult(intervals),
    byChannel: byChannel.flatMap((own, channel) => {
      if (own === null) return []
      const byHorizon = own.byHorizon.flatMap((one, step) => (one === null ? [] : { ahead: step + 1, ...figures(one) }))
      return [{ channel: channels[channel]!, ...figures(own), byHorizon }]
    }),
  }
}

function figures({ count, coverage: within, width, winkler, crps, pinball }: IntervalErrors) {
  return { count, within, width, winkler, crps, pinball }
}

function errorRow(name: string, errors: IntervalErrors | null): string {
  if (errors === null) return row(name, '0', ['-', '-', '-', '-', '-'])
  const { count, coverage, width, winkler, crps, pinball } = errors
  const cells = [width, winkler, crps, pinball].map((value) => value.toPrecision(4))
  return row(name, String(count), [percent(coverage), ...cells])
}
