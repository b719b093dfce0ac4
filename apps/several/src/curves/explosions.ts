import type { Shine } from './black-body.ts'
import { DAY, ERG, STEFAN_BOLTZMANN } from './constants.ts'

/** Days between the points of a table of luminosities, and how many. */
const STEP = 0.25
const POINTS = 1600

/** Power in erg / s as a function of days since the explosion. */
type Power = (days: number) => number

/** Of nickel and the cobalt that it becomes (Nadyozhin 1994). @param mass of nickel, in suns */
export function radioactivity(mass: number): Power {
  return (days) => mass * (6.45e43 * Math.exp(-days / 8.8) + 1.45e43 * Math.exp(-days / 111.3))
}

/** Of a magnetar that slows down (Kasen and Bildsten 2010). @param period in ms @param field in 1e14 gauss */
export function magnetar(period: number, field: number): Power {
  const energy = 2.6e52 / period ** 2
  const days = (4.7 * period ** 2) / field ** 2
  return (since) => energy / (days * DAY) / (1 + since / days) ** 2
}

/**
 * The luminosity in erg / s of a ball of gas that is heated from within, by days since it exploded (Arnett 1982): L' = 2 t / τ² (P - L).
 *
 * @param diffusion τ, in days
 */
export function diffused(power: Power, diffusion: number): Power {
  const table = new Float64Array(POINTS)
  for (let point = 1; point < POINTS; point++) {
    const days = point * STEP
    const rate = (2 * days * STEP) / diffusion ** 2
    // The implicit step, which is stable however large the rate is.
    table[point] = (table[point - 1]! + rate * power(days)) / (1 + rate)
  }
  return (days) => {
    const place = days / STEP
    const before = Math.floor(place)
    if (days <= 0 || before + 1 >= POINTS) return 0
    return table[before]! + (place - before) * (table[before + 1]! - table[before]!)
  }
}

/**
 * What is seen of a ball of gas: as large as it has flown, until it would be colder than a floor at which it becomes transparent.
 *
 * @param luminosity in erg / s @param speed m / s @param floor kelvin
 */
export function photosphere(luminosity: Power, speed: number, floor: number): (days: number) => Shine {
  return (days) => {
    const watts = ERG * luminosity(days)
    const radius = speed * Math.max(days, STEP) * DAY
    const temperature = (watts / (4 * Math.PI * STEFAN_BOLTZMANN * radius ** 2)) ** 0.25
    return { luminosity: watts, temperature: Math.max(floor, Math.min(60_000, temperature)) }
  }
}
