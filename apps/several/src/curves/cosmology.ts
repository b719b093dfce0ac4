import { LIGHT, PARSEC } from './constants.ts'

/** km / s / Mpc, and the share of matter in a flat universe. */
const HUBBLE = 70
const MATTER = 0.3

/** Steps of the integral, up to redshift 2 more than enough for a per mille. */
const STEPS = 100

/** The luminosity distance in metres in a flat universe of matter and a cosmological constant (Hogg 1999, equations 15, 16 and 21). */
export function luminosityDistance(redshift: number): number {
  const inverse = (z: number) => 1 / Math.sqrt(MATTER * (1 + z) ** 3 + 1 - MATTER)
  // Simpson's rule.
  const step = redshift / STEPS
  let sum = inverse(0) + inverse(redshift)
  for (let index = 1; index < STEPS; index++) sum += (index % 2 === 0 ? 2 : 4) * inverse(index * step)
  const megaparsecs = ((LIGHT / 1000 / HUBBLE) * sum * step) / 3
  return (1 + redshift) * megaparsecs * 1e6 * PARSEC
}
