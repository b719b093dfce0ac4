import { BOLTZMANN, LIGHT, PLANCK, STEFAN_BOLTZMANN } from './constants.ts'

/** A microjansky in W / m² / Hz. */
const MICROJANSKY = 1e-32

/** What shines, as a black body: its luminosity in watts and its temperature in kelvin. */
export interface Shine {
  readonly luminosity: number
  readonly temperature: number
}

/** How far away, and how much of its light the lines of metals take (1 = none), by the wavelength in nm where it is sent out. */
export interface Sight {
  readonly redshift: number
  /** Metres. */
  readonly distance: number
  readonly blanketing?: (wavelength: number) => number
}

/**
 * The flux density that arrives of a black body, in µJy: (1 + z) L / 4 π d² times the share of its light that it sends out in a hertz at
 * (1 + z) times the observed frequency.
 *
 * @param wavelength of the observer, in nm
 */
export function observedFlux(
  { luminosity, temperature }: Shine,
  { redshift, distance, blanketing }: Sight,
  wavelength: number,
): number {
  const sent = wavelength / (1 + redshift)
  const frequency = LIGHT / (sent * 1e-9)
  const planck =
    (2 * PLANCK * frequency ** 3) / LIGHT ** 2 / Math.expm1((PLANCK * frequency) / (BOLTZMANN * temperature))
  const share = (Math.PI * planck) / (STEFAN_BOLTZMANN * temperature ** 4)
  const flux = (((1 + redshift) * luminosity) / (4 * Math.PI * distance ** 2)) * share
  return (flux * (blanketing?.(sent) ?? 1)) / MICROJANSKY
}
