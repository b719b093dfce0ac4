import type { Random } from '@romae/core'
import type { Values } from '@romae/tokenizer'
import { PARSEC } from './constants.ts'
import { luminosityDistance } from './cosmology.ts'

/** Galaxies in which sources of a class are found. */
interface HostKind {
  /** Decimal logarithm of the mass of stars, in suns: mean and deviation. */
  readonly mass: readonly [number, number]
  /** The part of them that makes no stars any more. */
  readonly passive: number
  /** Whether sources are at the centre, or as far away as stars are. */
  readonly isCentral: boolean
}

/** By class; of those that are not here sources are stars of our own galaxy. */
const hostKinds: Readonly<Record<string, HostKind>> = {
  'SN Ia': { mass: [10.5, 0.6], passive: 0.4, isCentral: false },
  'SN Ib/c': { mass: [10.2, 0.5], passive: 0.03, isCentral: false },
  'SN II': { mass: [10, 0.6], passive: 0.03, isCentral: false },
  SLSN: { mass: [8.7, 0.6], passive: 0.01, isCentral: false },
  TDE: { mass: [10, 0.4], passive: 0.6, isCentral: true },
  AGN: { mass: [10.8, 0.4], passive: 0.25, isCentral: true },
}

/** How well places are known, in seconds of arc. */
const PLACE_ERROR = 0.1

/** Galaxies fainter than this magnitude are not found. */
const FAINTEST_HOST = 26

/** What is known of a source beside its light curve. */
export interface Surroundings {
  /** Magnitudes of E(B-V) on the way. */
  readonly dust: number
  readonly sheet: Values
}

/** Names of the numbers of a sheet. */
export const sheetNumbers = ['photo_z', 'host_magnitude', 'host_colour', 'host_offset', 'latitude', 'dust'] as const

/**
 * Where a source is and what is beside it: the latitude in our galaxy, the dust there, and the nearest galaxy that is found, with a redshift
 * that was estimated from its colours, its magnitude and colour, and how far from its centre the source is, as the logarithm of seconds of
 * arc. Of a star it is another galaxy, by chance, or none.
 */
export function drawSurroundings(random: Random, name: string, redshift: number): Surroundings {
  const kind = hostKinds[name]
  // Away from the disc as many as there is sky; within it, stars are where stars are.
  const isOfDisc = name === 'EB'
  const sine = isOfDisc ? Math.min(0.95, 0.1 - 0.2 * Math.log(1 - random.uniform())) : 0.2 + 0.8 * random.uniform()
  const dust = (0.04 / sine) * Math.exp(0.3 * random.normal())
  const away = { latitude: (Math.asin(sine) * 180) / Math.PI, dust: Math.log10(dust) }
  const host = kind === undefined ? chanceHost(random) : hostOf(random, kind, redshift)
  return { dust, sheet: { ...noHost, ...host, ...away } }
}

const noHost = { photo_z: null, host_magnitude: null, host_colour: null, host_offset: null }

/** @returns null where it is not found */
function hostOf(
  random: Random,
  { mass: [mean, deviation], passive, isCentral }: HostKind,
  redshift: number,
): Values | null {
  const mass = mean + deviation * random.normal()
  const isPassive = random.uniform() < passive
  const distance = luminosityDistance(redshift)
  const modulus = 5 * Math.log10(distance / (10 * PARSEC))
  const magnitude = -21 - 2 * (mass - 10.5) + modulus + 0.4 * random.normal()
  const colour = 0.55 + 0.12 * (mass - 10.5) + (isPassive ? 0.2 : -0.15) + 0.6 * redshift + 0.08 * random.normal()
  // Stars thin out exponentially from the centre, over kiloparsecs that grow with the mass.
  const scale = 10 ** (0.45 + 0.25 * (mass - 10))
  const kiloparsecs = isCentral ? 0 : -scale * Math.log((1 - random.uniform()) * (1 - random.uniform()))
  const angle = ((kiloparsecs * 1000 * PARSEC * (1 + redshift) ** 2) / distance) * (180 / Math.PI) * 3600
  const isWrong = random.uniform() < 0.05
  const estimate = isWrong ? 1.5 * random.uniform() : redshift + 0.03 * (1 + redshift) * random.normal()
  const offset = Math.hypot(angle + PLACE_ERROR * random.normal(), PLACE_ERROR * random.normal())
  if (magnitude > FAINTEST_HOST) return null
  return {
    photo_z: Math.max(0, estimate),
    host_magnitude: magnitude,
    host_colour: colour,
    host_offset: Math.log10(offset + 0.02),
  }
}

/** Of a star: a galaxy far behind it, a few seconds of arc away, or none. */
function chanceHost(random: Random): Values | null {
  if (random.uniform() < 0.4) return null
  return {
    photo_z: Math.max(0.02, 0.5 + 0.25 * random.normal()),
    host_magnitude: Math.min(FAINTEST_HOST, 23 + 1.2 * random.normal()),
    host_colour: 0.8 + 0.3 * random.normal(),
    host_offset: Math.log10(0.5 + 7.5 * Math.sqrt(random.uniform())),
  }
}
