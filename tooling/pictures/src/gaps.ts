import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { weatherSample, wholeWeather } from '@romae/playground-page'
import { romae } from './romae.ts'
import { toSvg } from './to-svg.ts'

const channel = 'temp_min'
const [first, last] = ['2015-02-10', '2015-06-20']

/**
 * The gaps of a table as `romae impute` fills them, each value with its interval of 90 %, beside the values that were cut out, which the
 * model has not seen. Trains for half a minute.
 */
export async function gapsPicture(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'romae-picture-'))
  const place = (name: string) => path.join(folder, name)
  try {
    const [sample, whole] = [await weatherSample(), await wholeWeather()]
    await writeFile(place('weather.csv'), sample)
    await romae('impute', place('weather.csv'), '--time', 'date', '--folder', place('run'))
    const filled = await readFile(place('weather.filled.csv'), 'utf8')
    const intervals = await readFile(place('weather.intervals.csv'), 'utf8')
    return await toSvg(specification(daysOf(sample, whole, filled, intervals)))
  } finally {
    await rm(folder, { recursive: true })
  }
}

interface Day {
  readonly date: string
  /** False: cut out. */
  readonly isObserved: boolean
  readonly actual: number
  /** What was observed or filled in. */
  readonly value: number
  readonly lower: number
  readonly upper: number
}

function daysOf(sample: string, whole: string, filled: string, intervals: string): Day[] {
  const [seen, actual, all] = [sample, whole, filled].map(valuesOf) as [Values, Values, Values]
  const bounds = new Map(rowsOf(intervals).flatMap((row) => (row.channel === channel ? [[row.date!, row]] : [])))
  return [...actual].map(([date, known]) => {
    const { lower = known, upper = known } = bounds.get(date) ?? {}
    const isObserved = seen.get(date) !== ''
    return {
      date,
      isObserved,
      actual: Number(known),
      value: Number(all.get(date)),
      lower: Number(lower),
      upper: Number(upper),
    }
  })
}

type Values = ReadonlyMap<string, string>

function valuesOf(text: string): Values {
  const shown = rowsOf(text).filter(({ date }) => date! >= first && date! <= last)
  return new Map(shown.map((row) => [row.date!, row[channel]!]))
}

/** Of the tables here, whose cells have neither commas nor quotes. */
function rowsOf(text: string): Record<string, string>[] {
  const [header, ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.split(','))
  return rows.map((cells) => Object.fromEntries(header!.map((name, column) => [name, cells[column]!])))
}

/** Neighbouring days that are all observed, or all not, with the number of their stretch; of gaps, with the observed day on both sides. */
function stretches(days: readonly Day[], isObserved: boolean): (Day & { readonly stretch: number })[] {
  return days.flatMap((day, index) => {
    const stretch = days
      .slice(0, index + 1)
      .filter((one, at) => at > 0 && one.isObserved !== days[at - 1]!.isObserved).length
    if (day.isObserved === isObserved) return [{ ...day, stretch }]
    if (isObserved) return []
    // A day between two gaps ends one and begins the other.
    const [before, after] = [days[index - 1], days[index + 1]]
    return [
      ...(before?.isObserved === false ? [{ ...day, stretch: stretch - 1 }] : []),
      ...(after?.isObserved === false ? [{ ...day, stretch: stretch + 1 }] : []),
    ]
  })
}

const colours = {
  observed: '#4d4d4d',
  'cut out, never seen': '#d55e00',
  'filled in': '#0072b2',
  '90 % of such values lie here': '#a9cfe8',
} as const

function specification(days: readonly Day[]) {
  const [observed, filled] = [stretches(days, true), stretches(days, false)]
  const cut = days.filter(({ isObserved }) => !isObserved)
  const x = { field: 'date', type: 'temporal', title: null, axis: { format: '%B %Y', tickCount: 'month', grid: false } }
  const y = { field: 'value', type: 'quantitative', title: 'lowest temperature of the day (°C)' }
  const named = (name: keyof typeof colours) => ({ datum: name })
  const detail = { field: 'stretch' }
  return {
    width: 820,
    height: 300,
    background: '#ffffff',
    padding: 12,
    config: { font: 'sans-serif', view: { stroke: null }, axis: { labelFontSize: 12, titleFontSize: 12 } },
    encoding: {
      x,
      color: {
        scale: { domain: Object.keys(colours), range: Object.values(colours) },
        legend: {
          orient: 'top',
          title: null,
          labelFontSize: 13,
          labelLimit: 0,
          columnPadding: 24,
          symbolType: 'circle',
          symbolOpacity: 1,
        },
      },
    },
    layer: [
      {
        data: { values: filled },
        mark: { type: 'area', opacity: 1 },
        encoding: {
          y: { ...y, field: 'lower' },
          y2: { field: 'upper' },
          detail,
          color: named('90 % of such values lie here'),
        },
      },
      {
        data: { values: observed },
        mark: { type: 'line', strokeWidth: 1.4, point: { size: 10 } },
        encoding: { y, detail, color: named('observed') },
      },
      {
        data: { values: filled },
        mark: { type: 'line', strokeWidth: 2.2 },
        encoding: { y, detail, color: named('filled in') },
      },
      {
        data: { values: cut },
        mark: { type: 'circle', size: 32, opacity: 1 },
        encoding: { y: { ...y, field: 'actual' }, color: named('cut out, never seen') },
      },
    ],
  }
}
