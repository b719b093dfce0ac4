import type { ReadContext } from '@romae/tokenizer/modality'
import { describe, expect, it } from 'vitest'
import { MISSING_TEXTS } from '../readers/csv/missing.ts'
import type { TimeSeries } from '../series/series.ts'
import { collect } from '../testing/chunks.ts'
import { readTable } from './table.ts'
import { type ForecastRows, writeForecast } from './write-forecast.ts'

const standardInput: ReadContext['standardInput'] = () => Promise.reject(new Error('asked'))

/** Each series' channels hold 0.5 at so many days after the last one with a value. */
function next(series: TimeSeries, days: number): ForecastRows | null {
  const ends = series.channels.map(({ times, values }) => times[values.findLastIndex((value) => !Number.isNaN(value))])
  const seen = ends.filter((time) => time !== undefined)
  if (seen.length === 0) return null
  const origin = Math.max(...seen)
  const times = Float64Array.from({ length: days }, (_, day) => origin + day + 1)
  const channels = series.channels.map(({ name }) => ({ name: name!, times, values: times.map(() => 0.5) }))
  return { origin, forecast: { ...series, channels } }
}

async function forecastOf(text: string, columns: object, days = 2): Promise<string> {
  const file = new File([text], 'a.csv')
  const { series, options } = await readTable(
    file,
    { time: 't', missing: MISSING_TEXTS, value: [], ...columns },
    { standardInput },
  )
  const rows = series.map((one) => next(one, days))
  const context = { standardInput, escapeFormulas: false }
  return (await collect(await writeForecast(file, { read: series, rows }, options, context))).join('')
}

describe('the rows that follow those of a file', () => {
  it('have its columns and its dates, and what is the same in all rows of their series', async () => {
    const text = ['place,t,a,b,id', 'x,30/01/2024,1,2,one', 'y,30/01/2024,,,none', 'x,31/01/2024,1.5,,one', ''].join(
      '\n',
    )
    const written = await forecastOf(text, { id: 'id', ignore: ['place'] })
    expect(written).toBe('place,t,a,b,id\nx,01/02/2024,0.5,0.5,one\nx,02/02/2024,0.5,0.5,one\n')
  })

  it('begin with those that the file has after the last value', async () => {
    const text = 't,a,note\n1,1,k\n2,2,k\n\n3,,l\n4,?,m\n'
    expect(await forecastOf(text, { ignore: ['note'] }, 3)).toBe('t,a,note\n3,0.5,l\n4,0.5,m\n5,0.5,\n')
  })

  it('are those of each channel in a long file', async () => {
    const text = 't,c,v\n1,a,1\n1,b,2\n2,b,3\n'
    expect(await forecastOf(text, { channel: 'c', value: ['v'] })).toBe('t,c,v\n3,a,0.5\n4,a,0.5\n3,b,0.5\n4,b,0.5\n')
  })
})
