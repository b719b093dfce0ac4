import type { Tokenizer, Tokens } from '@romae/tokenizer'
import type { CurveFigure, ScoreContext, ScoredSample, ScorePlace, ScoreShape } from '@romae/tokenizer/modality'
import { channelNames } from '../series/channel-names.ts'
import { cutWindows } from '../series/cut-windows.ts'
import type { TimeSeries } from '../series/series.ts'
import { firstIndexFrom } from '../series/slice-time.ts'
import { observedCount } from '../series/windows.ts'
import { knownSeries } from '../tokenizers/known-series.ts'
import type { ResolvedCommonOptions } from '../tokenizers/options.ts'
import { timeOf } from '../tokenizers/time-axis.ts'
import type { SeriesData } from './options.ts'
import { secondsOf } from './time-unit.ts'
import { writtenTimes } from './written-times.ts'

/** Charts of a report, and rows of each: those about its rarest place. */
const SHOWN = 4
const MOST_ROWS = 2000
/** Fewer values tell nothing of each other. */
const LEAST_VALUES = 2

/** Where in series a model is far off: a value of a channel at a time. */
export const scores: ScoreShape<TimeSeries> = {
  columns: ['time', 'channel'],
  pieces: (series, length) =>
    Array.from(cutWindows(series, { length, stride: length / 2 }), ({ window }) => window).filter(
      (window) => observedCount(window) >= LEAST_VALUES,
    ),
  places,
  figures,
}

type SeriesTokenizer = Tokenizer<TimeSeries> & { readonly options: ResolvedCommonOptions }

/** The observed values among a series' tokens. */
function places(
  given: TimeSeries,
  { positions, length }: Tokens,
  { tokenizer, options: data }: ScoreContext<TimeSeries>,
): ScorePlace[] {
  const { axes, tokenSize, options } = tokenizer as SeriesTokenizer
  const series = knownSeries(given, options)
  const names = namesOf(series)
  const written = writtenTimes(series, data as Pick<SeriesData, 'timeFormat'>)
  const hasChannels = axes.length === 2
  const width = 1 + options.extras
  const places: ScorePlace[] = []
  for (let token = 0; token < length; token++) {
    const about = timeOf(positions[token * axes.length + axes.length - 1]!, options.time, series)
    const channels = hasChannels ? [positions[2 * token]!] : series.channels.keys()
    for (const channel of channels) {
      const { times, values } = series.channels[channel]!
      const entry = nearest(times, about, options.time.unit)
      // What a token of all channels holds where one has no value was not observed.
      if (entry === null || Number.isNaN(values[entry])) continue
      const value = token * tokenSize + (hasChannels ? 0 : channel * width)
      places.push({ cells: [written(times[entry]!), names[channel]!], values: [value], group: names[channel]! })
    }
  }
  return places
}

function namesOf(series: TimeSeries): readonly string[] {
  return channelNames(series) ?? series.channels.map((_, channel) => `channel ${channel + 1}`)
}

/** The entry at a time that went through 32 bits: the nearest, less than half a step away; null where there is none. */
function nearest(times: Float64Array, time: number, unit: number): number | null {
  const after = firstIndexFrom(times, time)
  const near = [after - 1, after].filter((entry) => entry >= 0 && entry < times.length)
  const [best] = near.sort((a, b) => Math.abs(times[a]! - time) - Math.abs(times[b]! - time))
  return best === undefined || Math.abs(times[best]! - time) > unit / 2 ? null : best
}

/** The channel of each series that has the rarest place, with what is marked, and the scores below. */
function figures(
  scored: readonly ScoredSample<TimeSeries>[],
  { options: data }: ScoreContext<TimeSeries>,
): CurveFigure[] {
  return scored.slice(0, SHOWN).flatMap(({ id, sample, places: all }) => {
    const measured = all.filter(({ score }) => !Number.isNaN(score))
    const rarest = measured.reduce<(typeof measured)[number] | null>(
      (best, place) => (best === null || isRarer(place, best) ? place : best),
      null,
    )
    if (rarest === null) return []
    const names = namesOf(sample)
    const channel = names.indexOf(rarest.group!)
    const { times, values, unit } = sample.channels[channel]!
    const written = writtenTimes(sample, data as Pick<SeriesData, 'timeFormat'>)
    const own = new Map(all.filter(({ group }) => group === rarest.group).map((place) => [place.cells[0], place]))
    const entries = Array.from(times, (time) => own.get(written(time)) ?? null)
    const first = Math.max(0, Math.min(entries.indexOf(rarest) - MOST_ROWS / 2, times.length - MOST_ROWS))
    const rows = Array.from({ length: Math.min(MOST_ROWS, times.length) }, (_, row) => first + row)
    // Null where times are numbers, or not known.
    const { timeUnit = null } = data as Pick<SeriesData, 'timeUnit'>
    const seconds = timeUnit === null ? null : secondsOf(timeUnit)
    const at = (some: readonly number[]) => some.map((row) => times[row]! * (seconds ?? 1))
    const marked = rows.filter((row) => entries[row]?.isMarked === true)
    const part = rows.length < times.length ? `, rows ${first + 1} to ${first + rows.length} of ${times.length}` : ''
    const x = { label: 'time', ...(seconds !== null && { scale: 'time' as const }) }
    return [
      {
        kind: 'curves',
        heading: `${id}: ${rarest.group}${part}`,
        x,
        y: { label: unit ?? 'value' },
        curves: [
          { label: 'series', x: at(rows), y: rows.map((row) => values[row]!) },
          ...(marked.length === 0
            ? []
            : [{ label: 'marked', x: at(marked), y: marked.map((row) => values[row]!), style: 'points' as const }]),
        ],
      },
      {
        kind: 'curves',
        heading: `${id}: ${rarest.group}, scores`,
        x,
        y: { label: 'score' },
        curves: [{ label: 'score', x: at(rows), y: rows.map((row) => entries[row]?.score ?? Number.NaN) }],
      },
    ]
  })
}

function isRarer(one: { p: number; score: number }, other: { p: number; score: number }): boolean {
  return one.p === other.p ? one.score > other.score : one.p < other.p
}
