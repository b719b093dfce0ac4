import { visible } from '@romae/internal/errors'
import { percent, summaryResult } from '../uncertainty/interval-text.ts'
import type { Intervals } from './intervals.ts'
import { row } from './result-lines.ts'

/** How often intervals held the true value, on held-out values that had no part in making them. */
export function intervalLines(channels: readonly string[], intervals: Intervals): readonly string[] {
  const { coverage, calibration, all, byChannel, byGap } = intervals
  const number = (value: number) => value.toPrecision(4)
  return [
    `\nintervals of ${percent(coverage)}, from ${calibration.count} of these values, on ${all.count} others`,
    row('channel', 'values', ['within', 'width', 'Winkler', 'CRPS']),
    ...byChannel.flatMap((own, channel) => {
      if (own === null) return []
      const cells = [percent(own.coverage), number(own.width), number(own.winkler), number(own.crps)]
      return [row(visible(channels[channel]!), String(own.count), cells)]
    }),
    ...(byGap.length < 2
      ? []
      : byGap.map((own) => row(`  gaps of ${own.rows}`, String(own.count), [percent(own.coverage)]))),
    row('all', String(all.count), [percent(all.coverage)]),
  ]
}

/** The same as plain data, by the names of channels. */
export function intervalResult(channels: readonly string[], intervals: Intervals) {
  const { byChannel, byGap } = intervals
  return {
    ...summaryResult(intervals),
    byChannel: byChannel.flatMap((own, channel) => {
      if (own === null) return []
      const { count, coverage: within, width, winkler, crps } = own
      return [{ channel: channels[channel]!, count, within, width, winkler, crps }]
    }),
    byGap: byGap.map(({ rows, count, coverage: within }) => ({ rows, count, within })),
  }
}
