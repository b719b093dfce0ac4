import { expect, it } from 'vitest'
import { channelLabel } from './channel-label.ts'

it.each([
  ['temp', '°C', 'temp [°C]'],
  ['temp', null, 'temp'],
  ['temp', undefined, 'temp'],
  ['temp [°C]', '°C', 'temp [°C]'],
  ['wind (m/s) ', 'm/s', 'wind (m/s) '],
  ['temp [°C]', 'K', 'temp [°C] [K]'],
  ['m', 'm', 'm [m]'],
])('%s in %s is called %s', (name, unit, label) => {
  expect(channelLabel(name, unit)).toBe(label)
})
