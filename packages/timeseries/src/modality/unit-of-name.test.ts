import { describe, expect, it } from 'vitest'
import { unitOfName } from './unit-of-name.ts'

describe('the unit in the name of a column', () => {
  it.each([
    ['temp [°C]', '°C'],
    ['wind (m/s)', 'm/s'],
    ['Höhe über NN [m] ', 'm'],
    ['p[hPa]', 'hPa'],
    ['rain ( mm )', 'mm'],
    ['radiation [W m-2]', 'W m-2'],
    ['radiation [W·m⁻²]', 'W·m⁻²'],
    ['flux [kg/(m² s)]', 'kg/(m² s)'],
    ['NO₂ [µg/m³]', 'µg/m³'],
    ['flow [l/min]', 'l/min'],
    ['flow [10^3 m^3/d]', '10^3 m^3/d'],
    ['price (EUR/MWh)', 'EUR/MWh'],
    ['humidity (%)', '%'],
    ['temp (C)', 'C'],
    ['field [T]', 'T'],
    ['CO2 (mean) [ppm]', 'ppm'],
  ])('%s is found', (name, unit) => {
    expect(unitOfName(name)).toBe(unit)
  })

  it.each([
    'temp',
    '°C',
    'temp (min)',
    'temp [max]',
    'temp (mean)',
    'x [0]',
    'x [-]',
    'phase (A)',
    'wind (N)',
    'visits (am)',
    'gdp (us)',
    'x (a/b)',
    'x []',
    'x (',
    'temp [°C] mean',
    'Temperatur (innen)',
    'rate (1/2)',
  ])('%s has none', (name) => {
    expect(unitOfName(name)).toBeNull()
  })
})
