import { readTextFile } from '@romae/internal/files'

const columns = ['date', 'precipitation', 'temp_max', 'temp_min', 'wind'] as const

/** Some days without any value, some without one of them. */
function isCut(day: number, column: number): boolean {
  return (day + 37) % 173 < 6 || (day + 17 * column) % 100 < 3 * column || (day * 7 + column * 5) % 23 === 0
}

/** The daily weather of Seattle, 2012 to 2015, as `vega-datasets` ships it, with gaps cut into it that are always the same. */
export function weatherSample(): Promise<string> {
  return weather(isCut)
}

/** The same without gaps: what was cut out. */
export function wholeWeather(): Promise<string> {
  return weather(() => false)
}

async function weather(isMissing: (day: number, column: number) => boolean): Promise<string> {
  const text = await readTextFile(new URL('../data/weather.csv', import.meta.resolve('vega-datasets')), 1e7)
  const [header, ...lines] = text.trim().split('\n')
  const places = columns.map((name) => header!.split(',').indexOf(name))
  const rows = lines
    .map((line) => line.split(','))
    .filter(([city]) => city === 'Seattle')
    .map((cells, day) =>
      places.map((place, column) => (column > 0 && isMissing(day, column) ? '' : cells[place]!)).join(','),
    )
  return [columns.join(','), ...rows, ''].join('\n')
}
