import { errors } from '../../errors.ts'

type Units = Readonly<Record<string, string>>

/** A channel's name and, where it is given, its unit. */
export function described(name: string, units: Units | undefined): { readonly name: string; readonly unit?: string } {
  const unit = units !== undefined && Object.hasOwn(units, name) ? units[name] : undefined
  return { name, ...(unit !== undefined && { unit }) }
}

/** @throws RomaeError `TIMESERIES_INVALID_OPTION` for the unit of a channel that there is not */
export function checkUnits(of: string, units: Units = {}, channels: readonly string[]): void {
  const known = new Set(channels)
  const got = Object.keys(units).find((name) => !known.has(name))
  if (got === undefined) return
  const expected = `units of the channels ${channels.slice(0, 12).join(', ')}${channels.length > 12 ? ', …' : ''}`
  throw errors.TIMESERIES_INVALID_OPTION({ of, key: 'units', expected, got })
}
