import { fraction as fractionOption, seed as seedOption } from '@romae/internal/options'
import { createRandom, type Random } from '@romae/internal/random'
import { errors } from '../errors.ts'
import { readOption } from '../options.ts'
import { checkSeries } from './check-series.ts'
import { drawGaps, type HiddenEntries } from './draw-gaps.ts'
import { type Gap, gapsOf } from './gaps.ts'
import { rowsOf } from './rows.ts'
import { atRandom, scattered } from './scattered.ts'
import { selectObservations, withChannels } from './select.ts'
import type { TimeSeries } from './series.ts'

/**
 * Which values of series are hidden, to measure how well they are filled:
 *
 * - `scattered`: any values, each as likely (missing completely at random, MCAR), counted over all channels together
 * - `mar`: single values, the likelier the larger what another channel has in the same row (missing at random)
 * - `blocks`: stretches of so many rows, each of one channel
 * - `rows`: stretches of so many rows, of all channels at once
 * - `gaps`: stretches as the series' own gaps are, see `drawGaps`
 * - `mixed`: half of them as the series' own gaps, half scattered
 */
export type HidingPattern =
  | { readonly kind: 'scattered' | 'mar' | 'gaps' | 'mixed' }
  | { readonly kind: 'blocks' | 'rows'; readonly length: number }

/** Series of which values were taken away, and these values. */
export interface HiddenValues {
  /** What is left: the values that were taken are missing, so that their times stay. */
  readonly kept: readonly TimeSeries[]
  readonly hidden: readonly TimeSeries[]
}

/**
 * Hides a fraction of the observed values of all series together, by a pattern. Of a channel half of the values stay where
 * stretches are hidden, and two where single values are.
 *
 * The choice depends on `seed` and on what the series have where.
 *
 * @param series with the same channels in the same order
 * @param fraction in [0, 1]
 * @param seed an integer from 0 to 2³² − 1
 * @throws RomaeError `TIMESERIES_INVALID_OPTION` for `mar` of one channel, or `gaps` and `mixed` of series that have none
 */
export function hidePattern(
  series: readonly TimeSeries[],
  pattern: HidingPattern,
  fraction: number,
  seed: number,
): HiddenValues {
  readOption('hidePattern', 'fraction', fractionOption, fraction)
  readOption('hidePattern', 'seed', seedOption, seed)
  for (const one of series) checkSeries(one, { channels: series[0]!.channels.length })
  const count = Math.round(fraction * countObserved(series))
  const entries = entriesOf(series, pattern, count, createRandom(seed, 'pattern', pattern.kind))
  return {
    kept: series.map((one, index) => blank(one, entries[index]!)),
    hidden: series.map((one, index) =>
      withChannels(
        one,
        one.channels.map((channel, place) =>
          selectObservations(channel, (entry) => entries[index]![place]![entry] === 1),
        ),
      ),
    ),
  }
}

function entriesOf(
  series: readonly TimeSeries[],
  pattern: HidingPattern,
  count: number,
  random: Random,
): HiddenEntries {
  switch (pattern.kind) {
    case 'scattered':
      return scattered(series, count, random)
    case 'mar':
      if (series.some(({ channels }) => channels.length < 2)) throw refused(pattern.kind, 'series of two channels')
      return atRandom(series, count, random)
    case 'blocks':
    case 'rows':
      return drawGaps(series, stretchesOf(series, pattern), random, count)
    case 'gaps':
      return drawGaps(series, ownGaps(series, pattern.kind), random, count)
    case 'mixed': {
      const inGaps = drawGaps(series, ownGaps(series, pattern.kind), random, Math.floor(count / 2))
      const left = series.map((one, index) => blank(one, inGaps[index]!))
      const single = scattered(left, count - countHidden(inGaps), random)
      return inGaps.map((channels, index) =>
        channels.map((flags, place) => flags.map((flag, entry) => flag | single[index]![place]![entry]!)),
      )
    }
  }
}

/** One gap a channel, or one of all channels. */
function stretchesOf(series: readonly TimeSeries[], pattern: { kind: 'blocks' | 'rows'; length: number }): Gap[] {
  const channels = Array.from(series[0]?.channels.keys() ?? [])
  const gap = { rows: pattern.length, place: 'between' } as const
  return pattern.kind === 'rows' ? [{ ...gap, channels }] : channels.map((channel) => ({ ...gap, channels: [channel] }))
}

function ownGaps(series: readonly TimeSeries[], kind: string): Gap[] {
  const gaps = gapsOf(series)
  if (gaps.length === 0) throw refused(kind, 'series with gaps')
  return gaps
}

function refused(kind: string, needs: string) {
  return errors.TIMESERIES_INVALID_OPTION({
    of: 'hidePattern',
    key: 'pattern',
    expected: `another one: ${kind} needs ${needs}`,
    got: kind,
  })
}

function countObserved(series: readonly TimeSeries[]): number {
  return series.reduce((sum, one) => {
    return sum + rowsOf(one).missing.reduce((ofSeries, flags) => flags.reduce((a, flag) => a + 1 - flag, ofSeries), 0)
  }, 0)
}

function countHidden(entries: HiddenEntries): number {
  return entries.flat().reduce((sum, flags) => flags.reduce((a, flag) => a + flag, sum), 0)
}

/** The series with missing values where entries are hidden. */
function blank(series: TimeSeries, hidden: readonly Uint8Array[]): TimeSeries {
  const channels = series.channels.map((channel, place) => ({
    ...channel,
    values: channel.values.map((value, entry) => (hidden[place]![entry] === 1 ? Number.NaN : value)),
  }))
  return withChannels(series, channels)
}
