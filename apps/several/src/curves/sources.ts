import type { Random } from '@romae/core'
import type { Band } from './bands.ts'
import { observedFlux, type Shine, type Sight } from './black-body.ts'
import { DAY, ERG, PARSEC, STEFAN_BOLTZMANN, SUN_GRAVITY, SUN_LUMINOSITY, SUN_RADIUS } from './constants.ts'
import { luminosityDistance } from './cosmology.ts'
import { diffused, magnetar, photosphere, radioactivity } from './explosions.ts'

/** What changes in the sky: its flux in µJy beyond that of a picture from before, by days of the observer. */
export interface Source {
  /** 0 within the galaxy. */
  readonly redshift: number
  /** Without dust. */
  flux(day: number, band: Band): number
}

/** Draws a source. @param seasonLength days in which it is observed */
type Draw = (random: Random, seasonLength: number) => Source

const between = (random: Random, low: number, high: number) => low + (high - low) * random.uniform()
const about = (random: Random, mean: number, deviation: number) => mean + deviation * random.normal()
const logAbout = (random: Random, exponent: number, deviation: number) => 10 ** about(random, exponent, deviation)

/** Lines of metals take the ultraviolet below 300 nm, the more the shorter (Nicholl, Guillochon and Berger 2017). */
const blanketing = (wavelength: number) => Math.min(1, wavelength / 300)

/** A redshift up to a limit, as often as there is space, as in a flat one. */
function drawRedshift(random: Random, most: number): number {
  return Math.max(0.01, most * Math.cbrt(random.uniform()))
}

/** Something that shines once: since the explosion time is slower by 1 + z. */
function transient(
  random: Random,
  seasonLength: number,
  {
    most,
    shine,
    ...sight
  }: { readonly most: number; readonly shine: (days: number) => Shine } & Pick<Sight, 'blanketing'>,
): Source {
  const redshift = drawRedshift(random, most)
  const place = { ...sight, redshift, distance: luminosityDistance(redshift) }
  const explosion = between(random, -0.15 * seasonLength, 0.7 * seasonLength)
  return {
    redshift,
    flux(day, { wavelength }) {
      const days = (day - explosion) / (1 + redshift)
      return days <= 0 ? 0 : observedFlux(shine(days), place, wavelength)
    },
  }
}

/** A white dwarf that explodes. */
const typeIa: Draw = (random, season) => {
  const nickel = Math.min(1, Math.max(0.3, about(random, 0.6, 0.12)))
  const luminosity = diffused(radioactivity(nickel), Math.max(8, about(random, 13, 1.5)))
  const shine = photosphere(luminosity, about(random, 1.1e7, 5e5), about(random, 6500, 300))
  return transient(random, season, { most: 0.6, shine, blanketing })
}

/** The core of a star without a hull collapses. */
const typeIbc: Draw = (random, season) => {
  const luminosity = diffused(radioactivity(logAbout(random, -0.75, 0.2)), Math.max(6, about(random, 12, 3)))
  const shine = photosphere(luminosity, about(random, 9e6, 1e6), about(random, 5000, 400))
  return transient(random, season, { most: 0.35, shine, blanketing })
}

/** The same within a hull of hydrogen, which cools at one temperature for three months. */
const typeII: Draw = (random, season) => {
  const [plateau, length] = [logAbout(random, 42.25, 0.3), Math.max(60, about(random, 95, 15))]
  const cobalt = radioactivity(logAbout(random, -1.4, 0.25))
  const shine = (days: number): Shine => {
    const hull = (plateau * (Math.max(days, 1) / 30) ** -0.25) / (1 + Math.exp((days - length) / 5))
    const rise = 1 - Math.exp(-days / 2)
    const temperature = Math.max(5800, 14_000 * (Math.max(days, 1) / 5) ** -0.5)
    return { luminosity: ERG * (rise * hull + cobalt(days) * (1 - Math.exp(-days / 20))), temperature }
  }
  return transient(random, season, { most: 0.35, shine, blanketing })
}

/** A supernova that a magnetar heats. */
const superluminous: Draw = (random, season) => {
  const power = magnetar(between(random, 1.5, 5), between(random, 0.3, 2))
  const shine = photosphere(
    diffused(power, Math.max(15, about(random, 35, 8))),
    about(random, 1e7, 1e6),
    about(random, 8000, 500),
  )
  return transient(random, season, { most: 1.5, shine, blanketing })
}

/** A black hole tears a star apart, whose remains fall back as t^-5/3. */
const disruption: Draw = (random, season) => {
  const [peak, rise, fall] = [logAbout(random, 43.9, 0.35), between(random, 8, 25), between(random, 25, 80)]
  const temperature = Math.max(12_000, about(random, 22_000, 5000))
  const shine = (days: number): Shine => {
    const since = days - 2.5 * rise
    const course = since < 0 ? Math.exp(-(since ** 2) / (2 * rise ** 2)) : (1 + since / fall) ** (-5 / 3)
    return { luminosity: ERG * peak * course, temperature }
  }
  return transient(random, season, { most: 0.6, shine })
}

/** The core of a galaxy flickers: a damped random walk of its magnitude (Kelly, Bechtold and Siemiginowska 2009). */
const activeCore: Draw = (random, season) => {
  const redshift = drawRedshift(random, 1.5)
  const place = { redshift, distance: luminosityDistance(redshift) }
  const shine = { luminosity: ERG * logAbout(random, 44.6, 0.5), temperature: about(random, 16_000, 2000) }
  const [memory, deviation] = [logAbout(random, 2.3, 0.3) * (1 + redshift), Math.max(0.05, about(random, 0.2, 0.07))]
  const magnitudes = new Float64Array(Math.ceil(season) + 2)
  const kept = Math.exp(-1 / memory)
  magnitudes[0] = deviation * random.normal()
  for (let day = 1; day < magnitudes.length; day++) {
    magnitudes[day] = kept * magnitudes[day - 1]! + deviation * Math.sqrt(1 - kept ** 2) * random.normal()
  }
  return {
    redshift,
    flux(day, { wavelength }) {
      // Bluer when brighter.
      const amplitude = (wavelength / 600) ** -0.4
      return observedFlux(shine, place, wavelength) * (10 ** (-0.4 * amplitude * magnitudes[Math.floor(day)]!) - 1)
    },
  }
}

/** A star of the halo breathes: fast up in temperature, slowly down. */
const pulsator: Draw = (random) => {
  const distance = 1000 * PARSEC * logAbout(random, 1.4, 0.3)
  const [period, start] = [between(random, 0.35, 0.75), random.uniform()]
  const [swing, luminosity] = [between(random, 500, 1100), about(random, 50, 5) * SUN_LUMINOSITY]
  const at = (phase: number): Shine => {
    const course = phase < 0.15 ? phase / 0.15 : (1 - phase) / 0.85
    const temperature = 6100 + swing * course
    return { luminosity: luminosity * (temperature / 6500) ** 3, temperature }
  }
  const place = { redshift: 0, distance }
  const phases = Array.from({ length: 20 }, (_, index) => (index + 0.5) / 20)
  return {
    redshift: 0,
    flux(day, { wavelength }) {
      const of = (phase: number) => observedFlux(at(phase), place, wavelength)
      const mean = phases.reduce((sum, phase) => sum + of(phase) / phases.length, 0)
      return of((day / period + start) % 1) - mean
    },
  }
}

/** Two stars of the disc pass before each other. */
const eclipsing: Draw = (random) => {
  const distance = 1000 * PARSEC * logAbout(random, 0.9, 0.25)
  const star = () => ({ temperature: between(random, 3800, 9000), radius: between(random, 0.6, 2.2) * SUN_RADIUS })
  const [first, second] = [star(), star()]
  const [period, start] = [logAbout(random, 0.1, 0.35), random.uniform()]
  // Kepler's third law with two suns, and an orbit that is seen from its side, more or less.
  const orbit = (2 * SUN_GRAVITY * ((period * DAY) / (2 * Math.PI)) ** 2) ** (1 / 3)
  const tilt = between(random, 0, 0.8 * (first.radius + second.radius))
  const place = { redshift: 0, distance }
  const lightOf = ({ temperature, radius }: typeof first): Shine => ({
    temperature,
    luminosity: 4 * Math.PI * radius ** 2 * STEFAN_BOLTZMANN * temperature ** 4,
  })
  return {
    redshift: 0,
    flux(day, { wavelength }) {
      const angle = 2 * Math.PI * ((day / period + start) % 1)
      const apart = Math.hypot(orbit * Math.sin(angle), tilt * Math.cos(angle))
      const hidden = overlap(first.radius, second.radius, apart)
      const behind = Math.cos(angle) > 0 ? first : second
      return (-observedFlux(lightOf(behind), place, wavelength) * hidden) / (Math.PI * behind.radius ** 2)
    },
  }
}

/** The area that two discs share. */
export function overlap(first: number, second: number, apart: number): number {
  const [small, large] = [Math.min(first, second), Math.max(first, second)]
  if (apart >= small + large) return 0
  if (apart <= large - small) return Math.PI * small ** 2
  const part = (own: number, other: number) => {
    const reach = (apart ** 2 + own ** 2 - other ** 2) / (2 * apart)
    return own ** 2 * Math.acos(reach / own) - reach * Math.sqrt(own ** 2 - reach ** 2)
  }
  return part(small, large) + part(large, small)
}

/** Every kind of source, by its class. */
export const sources: Readonly<Record<string, Draw>> = {
  'SN Ia': typeIa,
  'SN Ib/c': typeIbc,
  'SN II': typeII,
  SLSN: superluminous,
  TDE: disruption,
  AGN: activeCore,
  'RR Lyrae': pulsator,
  EB: eclipsing,
}
